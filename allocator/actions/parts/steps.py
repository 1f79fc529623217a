"""One step of one placement, with all that follows from it: ledger, household, home, support, and who falls along."""

from dataclasses import dataclass
from datetime import date

from allocator import privacy
from allocator.actions.parts.deed import Deed
from allocator.actions.parts.moving import EARLIER_FELL_THROUGH, leave, must_still_be_theirs, settle, settle_again
from allocator.actions.parts.noticing import tell
from allocator.actions.parts.office import SYSTEM
from allocator.actions.parts.underway import counted_of
from allocator.domain.base import Sensitivity
from allocator.domain.codes import Verdict
from allocator.domain.denied import Denied
from allocator.domain.policy import Policy
from allocator.domain.refusal import NotAllowed, Refusal
from allocator.domain.workflow import CLOSED, SETTLED, Role, State, Step
from allocator.ledger import postings_of_step
from allocator.store import books, decisions, people, placements
from allocator.store.decisions import Decision
from allocator.store.placements import Kept
from allocator.workflow import Actor, Effect, Taken, deviation, falls_with, take

_NOT_ALLOWED = frozenset({"role", "not_yours"})
COMMITTEE = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR})
DECIDES = frozenset({Step.ACCEPT, Step.REFUSE, Step.WITHDRAW})
"""Steps by which the committee decides on what is proposed."""


@dataclass(frozen=True)
class Stride:
    """A step as it is asked: which, by whom, on what day, under which policy, and why."""

    step: Step
    by: Actor
    on: date
    policy: Policy
    reason: str | None = None
    note: str = ""


def stride(deed: Deed, kept: Kept, how: Stride) -> Kept:
    """Take a step and everything that follows from it, in this transaction.

    Raises:
        NotAllowed: when it is not for this role or organisation.
        Refusal: when the step cannot be taken now.
    """
    check_note(how.note)
    taken = take(
        kept.state,
        how.step,
        by=how.by,
        on=how.on,
        policy=how.policy,
        reason=how.reason,
        earlier=_earlier(deed, kept),
    )
    if isinstance(taken, Denied):
        raise refused(taken)
    if how.step is Step.REOPEN:
        must_still_be_theirs(deed.work, kept)
    return _follow(deed, kept, taken, how)


def check_note(note: str) -> None:
    """Refuse a note that may tell who somebody is."""
    for sentence in privacy.check_text(note):
        raise Refusal.saying("note", sentence)


def refused(denied: Denied) -> Refusal:
    """A clear no of the workflow or the ledger, as an exception."""
    kind = NotAllowed if denied.code in _NOT_ALLOWED else Refusal
    return kind.saying(denied.code, denied.sentence)


def _earlier(deed: Deed, kept: Kept) -> dict[str, State]:
    """How the placements stand of those who must move first."""
    found: dict[str, State] = {}
    for household in kept.state.depends_on:
        for line in placements.lines(deed.work, round_id=kept.line.round, household=household):
            found[household] = line.state
    return found


def _follow(deed: Deed, kept: Kept, taken: Taken, how: Stride) -> Kept:
    before, after = taken.before, taken.after
    closed = books.closed_periods(deed.work)
    period = kept.counted_in
    while period in closed:
        period = closed[period]
    rows = postings_of_step(
        before.state,
        after.state,
        counted_of(kept),
        on=how.on,
        period=period,
        counted_in=kept.counted_in,
        closed=closed,
    )
    now = placements.keep(deed.work, kept, after, period if rows else kept.counted_in)
    books.book(deed.work, rows, by=how.by.id, at=deed.now, why="decision")
    number = _write_down(deed, kept, taken, how)
    _effects(deed, taken, how, number)
    _spend_pin(deed, taken)
    if after.state in SETTLED and before.state not in SETTLED:
        if before.state is State.ENDED:
            settle_again(deed.work, now)
        else:
            settle(deed.work, now, how.on)
            _move_on(deed, now, how)
    if before.state in SETTLED and after.state not in SETTLED:
        leave(deed.work, now)
    people.needed(deed.work, [after.household], how.on)
    tell(deed, "decision", now.line)
    if after.state is State.OFFERED:
        tell(deed, "offer", now.line)
    if after.state in CLOSED and before.live:
        _fall(deed, kept, how)
    return now


def _write_down(deed: Deed, kept: Kept, taken: Taken, how: Stride) -> int:
    """The decision, and the event of the audit trail."""
    before, after, reason = taken.before, taken.after, taken.reason
    may_be_read = reason.code if reason and reason.sensitivity is Sensitivity.OPEN else None
    one = Decision(
        placement=kept.id,
        version=after.version,
        step=how.step.value,
        before=before.state.value,
        after=after.state.value,
        on_date=how.on,
        at=deed.now,
        by=how.by.id,
        role=how.by.role.value,
        organisation=how.by.organisation,
        reason=may_be_read,
        deviation=_deviation(deed, kept, how),
    )
    in_full = {
        "reason": reason.code if reason else None,
        "consequence": taken.consequence.model_dump(mode="json"),
        "note": how.note,
    }
    number = decisions.add(deed.work, after.household, one, in_full)
    deed.note(
        "placement",
        str(kept.id),
        household=after.household,
        why=may_be_read,
        facts={"step": how.step.value, "version": after.version},
        changes=deed.changes(
            after.household, _said(before.model_dump(mode="json")), _said(after.model_dump(mode="json"))
        ),
        by=how.by,
    )
    return number


def _said(state: dict[str, object]) -> dict[str, object]:
    return {name: state[name] for name in ("state", "since", "reason", "to_confirm", "refuted")}


def _deviation(deed: Deed, kept: Kept, how: Stride) -> str | None:
    """How a decision of the committee differs from what was proposed."""
    if how.by.role not in COMMITTEE or kept.line.state is not State.PROPOSED or how.step not in DECIDES:
        return None
    household, unit = kept.line.household, kept.line.unit
    proposed = {household: unit}
    if kept.line.by_hand:  # a person put it there: what was proposed instead, if anything
        others = placements.lines(deed.work, round_id=kept.line.round, household=household)
        proposed = {line.household: line.unit for line in others if not line.by_hand}
    found = deviation(proposed, household, unit if how.step is Step.ACCEPT else None)
    return found.value if found else None


def _effects(deed: Deed, taken: Taken, how: Stride, decision: int) -> None:
    """What the reason does to the household; what was done before no longer holds once it is opened again."""
    if how.step is Step.REOPEN:
        decisions.undo_effects(deed.work, int(taken.after.id))
    if taken.reason is None:
        return
    does = taken.consequence
    if does.park_days or does.block_pair or does.lose_offer:
        effect = Effect(
            household=taken.after.household,
            unit=taken.after.unit,
            on=how.on,
            reason=taken.reason.code,
            consequence=does,
        )
        decisions.add_effect(deed.work, decision, effect)


def _spend_pin(deed: Deed, taken: Taken) -> None:
    """A pin has been kept once its home is refused, or its household parked: it must not contradict what came of it."""
    does, now = taken.consequence, taken.after
    refused_it = now.state in (State.REFUSED, State.EXPIRED) or does.park_days or does.block_pair
    if now.state not in CLOSED or not taken.before.live or not refused_it:
        return
    if people.take_back_words(deed.work, now.household, now.unit, Verdict.PIN.value):
        facts = {"taken_back": Verdict.PIN.value}
        deed.note("pair", f"{now.household}/{now.unit}", household=now.household, facts=facts)


def _move_on(deed: Deed, now: Kept, how: Stride) -> None:
    """Whoever moves on has left the home before: nobody lives in two homes."""
    for line in placements.lines(deed.work, household=now.line.household, states=SETTLED):
        if line.id != now.id:
            on = max(how.on, line.since)
            stride(deed, placements.load(deed.work, line.id), Stride(Step.END, SYSTEM, on, how.policy, "moved_on"))


def _fall(deed: Deed, kept: Kept, how: Stride) -> None:
    """Whoever waits for this move cannot go on."""
    lines = placements.lines(deed.work, round_id=kept.line.round, live=True)
    others = {one.state.id: one for one in placements.waiting(deed.work, lines)}
    fallen = falls_with(kept.state, [one.state for one in others.values()])
    for state in fallen[:1]:  # whoever falls next falls with this one
        on = max(how.on, state.since)
        stride(deed, others[state.id], Stride(Step.WITHDRAW, SYSTEM, on, how.policy, EARLIER_FELL_THROUGH))
        _fall(deed, kept, how)
