"""What was decided on placements, what that did to households, and objections against it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from allocator.domain.round import canonical_json
from allocator.locale import N_
from allocator.store import asking
from allocator.store.documents import written
from allocator.store.engine import Work
from allocator.store.faults import NotFound
from allocator.store.lines import numbers_of
from allocator.store.many import insert_one
from allocator.store.tables import DecisionRow, EffectRow, HouseholdRow, ObjectionRow
from allocator.store.vault import household_subject
from allocator.workflow import Effect, Objection


@dataclass(frozen=True)
class Decision:
    """One step that was taken. ``reason`` is only there where everybody may read it; ``why`` says it in full."""

    placement: int
    version: int
    step: str
    before: str
    after: str
    on_date: date
    at: datetime
    by: str
    role: str
    organisation: str | None
    reason: str | None
    deviation: str | None


def add(work: Work, household: str, one: Decision, sealed: dict[str, Any]) -> int:
    """Keep a decision; the database refuses a second one on the same version of a placement.

    Args:
        work: the transaction.
        household: under whose key the rest is sealed.
        one: what may be read by who may read the placement.
        sealed: the reason in full, the consequence, the note.
    """
    token = work.vault.seal(household_subject(household), _about(one), canonical_json(sealed))
    columns = {name: getattr(one, name) for name in Decision.__dataclass_fields__}
    (number,) = insert_one(work.session, DecisionRow, **columns, sealed=token)
    return int(number)


def _about(one: Decision | DecisionRow) -> str:
    return f"decision/{one.placement}/{one.version}"


def _decision(row: DecisionRow) -> Decision:
    return Decision(**{name: getattr(row, name) for name in Decision.__dataclass_fields__})


def of_placement(work: Work, placement: int) -> list[Decision]:
    """Decisions on a placement, the first one first."""
    return [_decision(row) for row in asking.rows(work, DecisionRow, placement=placement, order=("version",))]


_ROWS = asking.columns(DecisionRow).c


Place = tuple[datetime, int, int]
"""Where a decision stands among all: the moment, its placement and version."""


def all_decisions(work: Work, after: Place | None = None, most: int | None = None, **said: Any) -> list[Decision]:
    """Decisions on all placements, or on those that match, in the order in which they were taken.

    Args:
        work: the transaction.
        after: only those that stand after this place.
        most: so many at most.
        **said: what is said of the placements, as for ``lines``.
    """
    wanted = _every(frozenset(said), begins=after is None)
    last = {} if after is None else dict(zip(_PLACE, after, strict=True))
    return [_decision(row) for row in work.ask(wanted if most is None else wanted.limit(most), **said, **last)]


_PLACE = ("last_at", "last_placement", "last_version")


@cache
def _every(said: frozenset[str], *, begins: bool) -> Select[Any]:
    wanted = sql_select(*(_ROWS[name] for name in Decision.__dataclass_fields__))
    wanted = wanted.order_by(_ROWS.at, _ROWS.placement, _ROWS.version)
    wanted = wanted if begins else wanted.where(_is_later())
    return wanted.where(_ROWS.placement.in_(numbers_of(said))) if said else wanted


def _is_later() -> ColumnElement[bool]:
    at, placement, version = (bindparam(name, type_=_ROWS[name.removeprefix("last_")].type) for name in _PLACE)
    of_it = and_(_ROWS.placement == placement, _ROWS.version > version)
    return or_(_ROWS.at > at, and_(_ROWS.at == at, or_(_ROWS.placement > placement, of_it)))


def last_ones(work: Work, **said: Any) -> list[tuple[str | None, str | None, int]]:
    """Of each placement the last decision of a kind, counted by deviation and reason.

    Args:
        work: the transaction.
        **said: ``round_id``; ``before``: the state in which it was taken; ``roles`` and ``steps``: by whom, and what.
    """
    return [(deviation, reason, int(count)) for deviation, reason, count in work.ask(_LAST, **said)]


def _last() -> Select[Any]:
    kind = (
        _ROWS.before == bindparam("before"),
        _ROWS.role.in_(bindparam("roles", expanding=True)),
        _ROWS.step.in_(bindparam("steps", expanding=True)),
        _ROWS.placement.in_(numbers_of(frozenset({"round_id"}))),
    )
    each = sql_select(_ROWS.placement, func.max(_ROWS.version).label("version")).where(*kind)
    last = each.group_by(_ROWS.placement).subquery()
    same = (_ROWS.placement == last.c.placement, _ROWS.version == last.c.version)
    counted = sql_select(_ROWS.deviation, _ROWS.reason, func.count()).where(*same)
    return counted.group_by(_ROWS.deviation, _ROWS.reason)


_LAST = _last()


def of_placements(work: Work, placements: list[int]) -> list[Decision]:
    """Decisions on many placements, in the order in which they were taken."""
    found: list[Decision] = []
    for start in range(0, len(placements), 500):
        some = col(DecisionRow.placement).in_(placements[start : start + 500])
        found += [_decision(row) for row in work.session.exec(select(DecisionRow).where(some))]
    return sorted(found, key=lambda one: (one.at, one.placement, one.version))


def in_full(work: Work, household: str, one: Decision) -> dict[str, Any]:
    """The reason in full, the consequence and the note of a decision.

    Raises:
        Gone: when the facts of the household were destroyed.
    """
    wanted = select(DecisionRow).where(DecisionRow.placement == one.placement, DecisionRow.version == one.version)
    row = work.session.exec(wanted).one()
    found: dict[str, Any] = json.loads(work.vault.open(household_subject(household), _about(row), row.sealed))
    return found


# ------------------------------------------------------------------------------------------------ effects


def add_effect(work: Work, decision: int, effect: Effect) -> None:
    """Keep what a decision did to a household."""
    token = work.vault.seal(household_subject(effect.household), "effect", written(effect))
    insert_one(work.session, EffectRow, decision=decision, household=effect.household, sealed=token, undone=False)


def undo_effects(work: Work, placement: int) -> None:
    """The placement was opened again: what its decisions did to the household no longer holds."""
    of_it = select(DecisionRow.id).where(DecisionRow.placement == placement)
    for row in work.session.exec(select(EffectRow).where(col(EffectRow.decision).in_(of_it))):
        row.undone = True
        work.session.add(row)


def effects(work: Work, household: str | None = None, *, listed: bool = False) -> dict[str, list[Effect]]:
    """What was done to each household, as far as the keys are there; to one, or only to those on the list."""
    if household is not None:
        rows = asking.rows(work, EffectRow, household=household, order=("id",))
    else:
        here = select(HouseholdRow.id).where(col(HouseholdRow.present))
        wanted = select(EffectRow).order_by(col(EffectRow.id))
        rows = work.session.exec(wanted.where(col(EffectRow.household).in_(here)) if listed else wanted).all()
    known = work.vault.keys_of(household_subject(row.household) for row in rows)
    found: dict[str, list[Effect]] = {}
    for row in rows:
        subject = household_subject(row.household)
        if subject in known:
            effect = Effect.model_validate_json(work.vault.open(subject, "effect", row.sealed))
            found.setdefault(row.household, []).append(effect.model_copy(update={"undone": row.undone}))
    return found


# ------------------------------------------------------------------------------------------------ objections


def add_objection(work: Work, draft: Objection) -> Objection:
    """Keep an objection, which gets a number of its own."""
    row = ObjectionRow(
        placement=int(draft.placement),
        household=draft.household,
        filed_on=draft.filed_on,
        decide_by=draft.decide_by,
        document="",
    )
    work.session.add(row)
    work.session.flush()
    found = draft.model_copy(update={"id": str(row.id)})
    row.document = written(found)
    return found


def objection(work: Work, number: int) -> Objection:
    """An objection by its number.

    Raises:
        NotFound: when there is none.
    """
    row = work.session.get(ObjectionRow, number)
    if row is None:
        raise NotFound("no_objection", N_("There is no objection {number}."), number=number)
    return Objection.model_validate_json(row.document)


def keep_objection(work: Work, one: Objection) -> None:
    """Keep how an objection stands now."""
    row = work.session.get_one(ObjectionRow, int(one.id))
    row.decide_by, row.outcome, row.version = one.decide_by, one.outcome and one.outcome.value, row.version + 1
    row.document = written(one)
    work.session.add(row)


def objections(work: Work, *, household: str | None = None, pending: bool = False) -> list[Objection]:
    """Objections, the first one first; of one household, or only those that wait for a decision."""
    wanted = select(ObjectionRow).order_by(col(ObjectionRow.id))
    if household is not None:
        wanted = wanted.where(ObjectionRow.household == household)
    if pending:
        wanted = wanted.where(col(ObjectionRow.outcome).is_(None))
    return [Objection.model_validate_json(row.document) for row in work.session.exec(wanted)]
