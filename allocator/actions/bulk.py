"""Many rows at once, by those whose they are: all of them are kept, or none; the same file twice changes nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allocator.actions.parts.comparing import Change, Kind, changes_of
from allocator.actions.parts.deed import COMMITTEE, CORPORATION, PROVIDER, Deed, action
from allocator.actions.parts.sound import household_problems, policy_now, pool_problems, unit_problems
from allocator.domain.base import Frozen
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.intake.part import ReadPart, Upload, names_of, read_part
from allocator.locale import N_
from allocator.store import claims, imports, people, region
from allocator.store.vault import household_subject


@dataclass(frozen=True)
class Taken:
    """What an upload changes, or has changed."""

    changes: tuple[Change, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class _Plan:
    rows: Mapping[str, Any]
    marks: Mapping[str, str]
    taken: Taken


@action(COMMITTEE, CORPORATION, writes=False)
def check_units(deed: Deed, upload: Upload, *, complete: bool = False) -> Taken:
    """Say what an upload of homes would change; nothing is kept."""
    return _units(deed, upload, complete=complete).taken


@action(COMMITTEE, CORPORATION)
def import_units(deed: Deed, upload: Upload, *, complete: bool = False) -> Taken:
    """Take in homes; of a complete list also what it no longer names goes off the list."""
    plan = _units(deed, upload, complete=complete)
    for change in plan.taken.changes:
        if change.kind is Kind.GONE:
            region.remove_unit(deed.work, change.key)
        else:
            region.keep_unit(deed.work, plan.rows[change.key], plan.marks[change.key])
        deed.note("unit", change.key, facts=_facts(change))
    return _kept(deed, plan.taken, upload)


@action(COMMITTEE, PROVIDER, writes=False)
def check_pools(deed: Deed, upload: Upload, *, complete: bool = False) -> Taken:
    """Say what an upload of pools of support would change; nothing is kept."""
    return _pools(deed, upload, complete=complete).taken


@action(COMMITTEE, PROVIDER)
def import_pools(deed: Deed, upload: Upload, *, complete: bool = False) -> Taken:
    """Take in pools of support; of a complete list also what it no longer names goes off the list."""
    plan = _pools(deed, upload, complete=complete)
    for change in plan.taken.changes:
        if change.kind is Kind.GONE:
            region.remove_pool(deed.work, change.key)
        else:
            region.keep_pool(deed.work, plan.rows[change.key], plan.marks[change.key])
        deed.note("pool", change.key, facts=_facts(change))
    return _kept(deed, plan.taken, upload)


@action(COMMITTEE, PROVIDER, writes=False)
def check_households(deed: Deed, upload: Upload, *, complete: bool = False) -> Taken:
    """Say what an upload of households would change; nothing is kept."""
    return _households(deed, upload, complete=complete).taken


@action(COMMITTEE, PROVIDER)
def import_households(deed: Deed, upload: Upload, *, complete: bool = False) -> Taken:
    """Take in households; of a complete list also whom it no longer names goes off the list."""
    plan = _households(deed, upload, complete=complete)
    changed = {change.key: plan.rows[change.key] for change in plan.taken.changes if change.key in plan.rows}
    deed.work.vault.make_keys(household_subject(change.key) for change in plan.taken.changes)
    marks = imports.household_marks(deed.work, changed)
    for change in plan.taken.changes:
        before = {} if change.kind is Kind.NEW else people.household(deed.work, change.key).model_dump(mode="json")
        after: dict[str, Any] = {}
        if change.kind is Kind.GONE:
            people.remove_household(deed.work, change.key, by_file=True)
        else:
            after = plan.rows[change.key].model_dump(mode="json")
            people.keep_household(deed.work, plan.rows[change.key], deed.today, marks[change.key])
        changes = deed.changes(change.key, before, after)
        deed.note("household", change.key, household=change.key, facts={"became": change.kind.value}, changes=changes)
    return _kept(deed, plan.taken, upload)


def _facts(change: Change) -> dict[str, object]:
    return {"became": change.kind.value, "fields": " ".join(change.fields)}


def _kept(deed: Deed, taken: Taken, upload: Upload) -> Taken:
    if not taken.changes:
        deed.nothing_changed()
        return taken
    deed.work.session.flush()
    counts = dict(Counter(f"{change.table}.{change.kind.value}" for change in taken.changes))
    sha256 = hashlib.sha256(upload.data).hexdigest()
    number = imports.add(deed.work, deed.actor.id, deed.now, sha256, counts)
    deed.note("import", str(number), facts={"sha256": sha256, **counts})
    return taken


# ------------------------------------------------------------------------------------------------ what would change


def _units(deed: Deed, upload: Upload, *, complete: bool) -> _Plan:
    part = _read(deed, upload, "units")
    known = region.units_now(deed.work, (unit.id for unit in part.models))
    whose = {key: unit.corporation for key, (unit, _) in known.items()}
    problems = [*unit_problems(deed, part.models), *_places(deed, part.models)]
    problems += _owned(deed, part.models, whose, "corporation")
    return _plan(deed, "units", part, problems, region.units(deed.work), "corporation", complete=complete)


def _pools(deed: Deed, upload: Upload, *, complete: bool) -> _Plan:
    part = _read(deed, upload, "support")
    whose = region.providers_of(deed.work, (pool.id for pool in part.models))
    problems = [*pool_problems(deed, part.models), *_owned(deed, part.models, whose, "provider")]
    return _plan(deed, "support", part, problems, region.pools(deed.work), "provider", complete=complete)


def _households(deed: Deed, upload: Upload, *, complete: bool) -> _Plan:
    part = _read(deed, upload, "households")
    whose = people.referrers_of(deed.work, (household.id for household in part.models))
    problems = [*household_problems(deed, part.models), *_owned(deed, part.models, whose, "referrer")]
    now = people.households(deed.work, deed.own)
    return _plan(deed, "households", part, problems, now, "referrer", complete=complete)


def _read(deed: Deed, upload: Upload, name: str) -> ReadPart:
    known = {m.code: m.name for m in region.municipalities(deed.work)}
    return read_part(upload, name, names_of(known), policy_now(deed))


def _places(deed: Deed, units: Sequence[Any]) -> Iterator[Problem]:
    """A home cannot have fewer places than placements under way have."""
    claimed = claims.claimed(deed.work)
    do = Sentence(N_("Give it at least as many places, or call off a placement first."))
    for row, unit in enumerate(units):
        if unit.places < (taken := claimed.get(unit.id, 0)):
            what = Sentence(N_("Placements under way take {taken} places of this home."), {"taken": taken})
            yield Problem.of("units.csv", what, do, row=row, key=unit.id, column="places")


def _owned(deed: Deed, rows: Sequence[Any], whose: Mapping[str, str | None], owner: str) -> Iterator[Problem]:
    """Rows of another organisation, and keys that are another's."""
    for row, one in enumerate(rows) if deed.own is not None else ():
        place: dict[str, Any] = {"row": row, "key": one.id}
        if getattr(one, owner) != deed.own:
            do = Sentence(N_("Give it the key of your own organisation: {own}."), {"own": deed.own or ""})
            yield Problem.of("", Sentence(N_("This is not of your organisation.")), do, column=owner, **place)
        elif whose.get(one.id, deed.own) != deed.own:
            what = Sentence(N_("This key is in use by another organisation."))
            yield Problem.of("", what, Sentence(N_("Give it another key.")), column="id", **place)


def _plan(
    deed: Deed,
    table: str,
    part: ReadPart,
    problems: Sequence[Problem],
    now: Iterable[Any],
    owner: str,
    *,
    complete: bool,
) -> _Plan:
    """What changes, of rows that are right.

    Raises:
        InputProblems: all that is wrong, each with its line.
    """
    told = [_placed(part, one) for one in problems]
    if any(not one.warning for one in told):
        raise InputProblems([*told, *part.warnings])
    rows = {one.id: one for one in part.models}
    marks = imports.household_marks(deed.work, rows) if table == "households" else _marks(rows)
    here = {one.id: one for one in now}
    owners = {deed.own} if deed.own is not None else {getattr(one, owner) for one in rows.values()} - {None}
    known = {
        key: last
        for key, last in imports.known(deed.work, table, rows).items()
        if key in rows or (complete and key in here and getattr(here[key], owner) in owners)
    }
    changes = changes_of(table, rows, marks, known, here)
    return _Plan(rows, marks, Taken(tuple(changes), (*part.warnings, *told)))


def _marks(rows: Mapping[str, Frozen]) -> dict[str, str]:
    return {key: imports.mark(one) for key, one in rows.items()}


def _placed(part: ReadPart, one: Problem) -> Problem:
    line = part.lines[one.row] if one.row is not None else None
    return one.model_copy(update={"file": part.file, "line": line})
