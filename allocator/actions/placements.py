"""Placements: seen, decided on, and asked about."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Any

from allocator.actions.parts.deed import AUDITOR, COMMITTEE, CORPORATION, MUNICIPALITY, PROVIDER, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.freezing import standing_now
from allocator.actions.parts.seen import Foreseen, Late, Opened, Seen, Waiting
from allocator.actions.parts.steps import Stride, stride
from allocator.domain.refusal import Conflict, Refusal
from allocator.domain.sentence import Term
from allocator.domain.workflow import Reason, Role, State, Step
from allocator.locale import N_
from allocator.store import decisions, placements
from allocator.store.decisions import Decision as Decision
from allocator.store.decisions import Place
from allocator.store.placements import Kept, Line
from allocator.workflow import (
    ROLE_NAMES,
    STATE_NAMES,
    STEPS,
    HouseholdStanding,
    PlacementState,
    answer,
    catalogue,
    describe,
    due_on,
    may_read,
    next_step,
    reasons_for,
    stalls,
    steps_from,
)

_SEES = (COMMITTEE, CORPORATION, PROVIDER, MUNICIPALITY, AUDITOR)
_DECIDES = (COMMITTEE, CORPORATION, PROVIDER, MUNICIPALITY)


def _seen(deed: Deed, line: Line) -> Seen:
    seen = Seen(*_columns(line))
    hidden = deed.actor.role in (Role.CORPORATION, Role.MUNICIPALITY)
    return replace(seen, household=None) if hidden else seen


_columns: Callable[[Line], tuple[Any, ...]] = attrgetter(*Seen.__dataclass_fields__)


def _lines(deed: Deed, **said: Any) -> list[Line]:
    """Placements that match; an organisation sees its own."""
    return placements.lines(deed.work, **said, **_own(deed))


def _own(deed: Deed) -> dict[str, Any]:
    column = {Role.CORPORATION: "corporation", Role.CARE_PROVIDER: "provider", Role.MUNICIPALITY: "municipality"}
    return {column[deed.actor.role]: deed.own} if deed.own is not None else {}


def _load(deed: Deed, number: int) -> Kept:
    """A placement that this actor may see; to others it is as if it were not there."""

    def may(line: Line) -> bool:
        """Whether it is of the own organisation, where that counts."""
        owners = (None, line.corporation, line.municipality)
        return deed.own in owners or deed.own in placements.providers(deed.work, number)

    return placements.load(deed.work, number, may)


@action(*_SEES, writes=False, glances=True)
def list_placements(
    deed: Deed,
    round_id: str | None = None,
    *,
    live: bool | None = None,
    unit: str | None = None,
    states: Collection[State] | None = None,
) -> list[Seen]:
    """Placements, all, or those in one home or some states: an organisation sees its own, and never of whom."""
    return [_seen(deed, line) for line in _lines(deed, round_id=round_id, live=live, unit=unit, states=states)]


@action(*_SEES, writes=False)
def list_work(deed: Deed, round_id: str | None = None) -> list[Waiting]:
    """Placements under way with the step that comes next, and who takes it: an organisation sees its own."""
    policy = in_force(deed.work, deed.today)
    lines = placements.going_on(deed.work, round_id=round_id, **_own(deed))
    return [
        Waiting(_seen(deed, one.line), step, STEPS[step].roles, due_on(one.state, policy), len(_asks(deed, one)))
        for one in placements.load_all(deed.work, lines)
        if (step := next_step(one.state, policy))
    ]


@action(*_SEES, writes=False)
def show_placement(deed: Deed, number: int) -> Opened:
    """A placement: how it stands, what can be done, and what was decided."""
    kept = _load(deed, number)
    policy = in_force(deed.work, deed.today)
    if deed.actor.role not in (Role.CORPORATION, Role.MUNICIPALITY):
        deed.read([kept.line.household])
    steps = steps_from(kept.state, policy, deed.actor.role)
    found = tuple(decisions.of_placement(deed.work, number))
    return Opened(_seen(deed, kept.line), due_on(kept.state, policy), steps, _asks(deed, kept), found)


def _asks(deed: Deed, kept: Kept) -> tuple[str, ...]:
    """Open questions; which rules ask says something of the household, so only the committee sees them."""
    return kept.state.to_confirm if deed.own is None else ()


@action(*_SEES, writes=False, glances=True)
def list_decisions(
    deed: Deed,
    round_id: str | None = None,
    *,
    placement: int | None = None,
    after: Place | None = None,
    most: int | None = None,
) -> list[Decision]:
    """Decisions in the order in which they were taken, ``most`` of them: an organisation sees those on its own."""
    said = {"round_id": round_id, "numbers": None if placement is None else [placement]}
    said = {name: value for name, value in said.items() if value is not None}
    return decisions.all_decisions(deed.work, after, most, **said, **_own(deed))


@action(*_DECIDES, writes=False)
def foresee(deed: Deed, number: int, step: Step) -> list[Foreseen]:
    """The reasons that may be given for a step, and what each will do."""
    kept = _load(deed, number)
    policy = in_force(deed.work, deed.today)
    hidden = deed.actor.role in (Role.CORPORATION, Role.MUNICIPALITY)  # it is not theirs to know how often it refused
    found = HouseholdStanding() if hidden else standing_now(deed.work, kept.line.household, policy, deed.today)
    return [
        Foreseen(reason, describe(reason, policy, found, deed.today))
        for reason in reasons_for(step, kept.state, policy, deed.actor.role, deed.today)
    ]


@action(*_DECIDES)
def decide(
    deed: Deed,
    number: int,
    step: Step,
    *,
    version: int,
    reason: str | None = None,
    note: str = "",
    on: date | None = None,
) -> Seen:
    """Take a step with a placement, as it was when it was looked at."""
    kept = _load(deed, number)
    _as_looked_at(deed, kept, version)
    day = on or deed.today
    if day > deed.today:
        raise Refusal("future", N_("What has not happened yet cannot be recorded."))
    now = stride(deed, kept, Stride(step, deed.actor, day, in_force(deed.work, day), reason, note))
    return _seen(deed, now.line)


def _as_looked_at(deed: Deed, kept: Kept, version: int) -> None:
    """Refuse when somebody else was first, and say what happened."""
    if kept.line.version == version:
        return
    last = decisions.of_placement(deed.work, kept.id)
    state = Term(STATE_NAMES[kept.line.state])
    if not last:
        raise Conflict("changed", N_("Placement {placement} is {state} now."), placement=kept.id, state=state)
    text = N_("Somebody was first: placement {placement} is {state} since {on}, by a {role}. Look at it again.")
    role = Term(ROLE_NAMES[Role(last[-1].role)])
    raise Conflict("changed", text, placement=kept.id, state=state, on=last[-1].on_date, role=role)


@action(COMMITTEE, PROVIDER)
def answer_question(deed: Deed, number: int, rule: str, *, fits: bool, version: int) -> Seen:
    """Answer an open question of a placement; no offer goes out before all are answered."""
    kept = _load(deed, number)
    _as_looked_at(deed, kept, version)
    if rule not in kept.state.to_confirm:
        text = N_("Placement {placement} has no open question under rule {rule}.")
        raise Conflict("no_question", text, placement=number, rule=rule)
    after = answer(kept.state, rule, fits=fits)
    now = placements.keep(deed.work, kept, after, kept.counted_in)
    _write_answer(deed, kept, after, rule)
    return _seen(deed, now.line)


def _write_answer(deed: Deed, kept: Kept, after: PlacementState, rule: str) -> None:
    state = kept.line.state.value
    one = Decision(
        placement=kept.id,
        version=after.version,
        step="answer",
        before=state,
        after=state,
        on_date=deed.today,
        at=deed.now,
        by=deed.actor.id,
        role=deed.actor.role.value,
        organisation=deed.actor.organisation,
        reason=None,
        deviation=None,
    )
    household = kept.line.household
    decisions.add(deed.work, household, one, {"rule": rule, "refuted": rule in after.refuted})
    changes = deed.changes(
        household, {"asked": kept.state.to_confirm}, {"asked": after.to_confirm, "no": after.refuted}
    )
    facts = {"step": "answer", "version": after.version}
    deed.note("placement", str(kept.id), household=household, facts=facts, changes=changes)


@action(*_SEES, writes=False)
def list_stalls(deed: Deed) -> list[Late]:
    """Placements that stand longer than their term, the longest first."""
    lines = placements.going_on(deed.work, **_own(deed))
    whole = {one.state.id: one for one in placements.load_all(deed.work, lines)}
    found = stalls([one.state for one in whole.values()], in_force(deed.work, deed.today), deed.today)
    return [
        Late(_seen(deed, whole[one.placement.id].line), one.waits_for, one.roles, one.age, one.term) for one in found
    ]


@action(*_SEES, writes=False)
def list_reasons(deed: Deed) -> list[Reason]:
    """All coded reasons that this role may know, with what each does."""
    return [r for r in catalogue(in_force(deed.work, deed.today)).values() if may_read(r, deed.actor.role)]


__all__ = [
    "Foreseen",
    "Late",
    "Opened",
    "Seen",
    "Waiting",
    "answer_question",
    "decide",
    "foresee",
    "list_placements",
    "list_reasons",
    "list_stalls",
    "list_work",
    "show_placement",
]
