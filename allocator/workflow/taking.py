"""Taking a step: the placement as it is afterwards, or a clear no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from allocator.domain.denied import Denied
from allocator.domain.policy import Policy
from allocator.domain.sentence import Other, Sentence, Term, Value
from allocator.domain.workflow import SETTLED, Consequence, Reason, State, Step
from allocator.locale import N_
from allocator.workflow.line import next_step, steps_from
from allocator.workflow.placement import Actor, PlacementState
from allocator.workflow.reasons import catalogue, wrong_with
from allocator.workflow.steps import ROLE_NAMES, STATE_NAMES, STEPS
from allocator.workflow.terms import expires_on

_SIGNED = SETTLED | {State.LEASE_SIGNED, State.ENDED}
_MOVED = SETTLED | {State.ENDED}

_REASON_FAULTS = {
    "reason_unknown": N_("The reason {reason} does not exist."),
    "reason_not_here": N_("The reason {reason} cannot be given for this step."),
    "reason_retired": N_("The reason {reason} is not in use on {on}."),
    "reason_not_yours": N_("The reason {reason} is not one that your role gives."),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: the placement before and after, the reason, and what it does to the household."""

    before: PlacementState
    after: PlacementState
    step: Step
    reason: Reason | None
    consequence: Consequence


def take(
    placement: PlacementState,
    step: Step,
    *,
    by: Actor,
    on: date,
    policy: Policy,
    reason: str | None = None,
    earlier: Mapping[str, State] | None = None,
) -> Taken | Denied:
    """Take a step, or say why that cannot be.

    Args:
        placement: as it stands.
        step: what is done.
        by: who does it.
        on: the day.
        policy: says which steps are skipped, the terms, the reasons and their consequences.
        reason: code of the reason, for steps that need one.
        earlier: the state of the placement of each household in ``depends_on``; one that is missing has not moved.
    """
    given = catalogue(policy).get(reason) if reason else None
    denied = (
        _not_now(placement, step, on, policy)
        or _not_you(placement, step, by)
        or _not_yet(placement, step, earlier or {})
        or _not_for_this_reason(placement, step, by, on, reason, given)
    )
    if denied:
        return denied
    to = STEPS[step].to or placement.came_from
    changes = {
        "state": to,
        "since": on,
        "version": placement.version + 1,
        "reason": given.code if given else placement.reason,
        "came_from": placement.state if STEPS[step].needs_reason and step is not Step.REOPEN else None,
    }
    consequence = given.consequence if given else Consequence()
    return Taken(placement, placement.model_copy(update=changes), step, given, consequence)


def answer(placement: PlacementState, rule: str, *, fits: bool) -> PlacementState:
    """The placement with one of its open questions answered.

    When the answer does not fit, the rule refuses: the placement goes no further and has to be refused.

    Raises:
        KeyError: when nothing has to be confirmed under this rule.
    """
    if rule not in placement.to_confirm:
        raise KeyError(rule)
    left = tuple(code for code in placement.to_confirm if code != rule)
    refuted = placement.refuted if fits else (*placement.refuted, rule)
    return placement.model_copy(update={"to_confirm": left, "refuted": refuted, "version": placement.version + 1})


def _denied(code: str, text: str, **values: Value) -> Denied:
    return Denied(code, Sentence(text, values))


def _not_now(placement: PlacementState, step: Step, on: date, policy: Policy) -> Denied | None:
    """The step does not lead on from where the placement stands, or not on this day."""
    now = Term(STATE_NAMES[placement.state])
    if step not in steps_from(placement, policy):
        if step in policy.workflow.skip:
            return _denied("skipped", N_("This step is not taken here: the policy skips it."))
        ahead = next_step(placement, policy)
        if ahead is None:
            return _denied("not_from_here", N_("This cannot be done: the placement is {state}."), state=now)
        text = N_("This cannot be done: the placement is {state}. Next: {next}.")
        return _denied("not_from_here", text, state=now, next=Term(STEPS[ahead].title))
    if on < placement.since:
        text = N_("This cannot be dated {on}: the placement is {state} since {since}.")
        return _denied("before_the_last_step", text, on=on, state=now, since=placement.since)
    last = expires_on(placement, policy)
    if step is Step.EXPIRE and (last is None or on <= last):
        return _denied("too_early", N_("The term has not passed yet."))
    return None


def _not_you(placement: PlacementState, step: Step, by: Actor) -> Denied | None:
    if by.role not in STEPS[step].roles:
        roles = tuple(Term(ROLE_NAMES[role]) for role in sorted(STEPS[step].roles))
        return _denied("role", N_("Your role cannot do this. It is for: {roles}."), roles=roles)
    if not by.concerned(placement):
        return _denied("not_yours", N_("This placement is not of your organisation."))
    return None


def _not_yet(placement: PlacementState, step: Step, earlier: Mapping[str, State]) -> Denied | None:
    """Something else must happen first: an answer, or the move of another household."""
    to = STEPS[step].to
    if STEPS[step].needs_reason or to is None:
        return None
    if placement.refuted:
        text = N_("Now that it is known, these rules refuse this home: {rules}.")
        return _denied("rule_refuses", text, rules=placement.refuted)
    if to.rank < State.OFFERED.rank:
        return None
    if placement.to_confirm:
        text = N_("No offer goes out before these questions are answered: {rules}.")
        return _denied("to_confirm", text, rules=placement.to_confirm)
    moved, text = _SIGNED, N_("First another household signs for its new home: {others}.")
    if to.rank >= State.MOVED_IN.rank:
        moved, text = _MOVED, N_("First another household moves out: {others}.")
    waits = tuple(Other(h) for h in placement.depends_on if earlier.get(h) not in moved)
    return _denied("earlier_first", text, others=waits) if waits else None


def _not_for_this_reason(
    placement: PlacementState, step: Step, by: Actor, on: date, code: str | None, reason: Reason | None
) -> Denied | None:
    if code is None:
        if STEPS[step].needs_reason:
            return _denied("reason_needed", N_("This needs a reason."))
        if step is Step.ACCEPT and placement.by_hand:
            return _denied("reason_needed", N_("This differs from the proposal, so it needs a reason."))
        return None
    fault = wrong_with(reason, step, placement, by.role, on) if reason else "reason_unknown"
    return _denied(fault, _REASON_FAULTS[fault], reason=reason.label if reason else code, on=on) if fault else None
