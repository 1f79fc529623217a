"""The one table of the workflow: every step, where it leads, from where, and who may take it."""

from dataclasses import dataclass

from allocator.domain.workflow import CLOSED, EXPIRABLE, LIVE, SETTLED, Role, Side, State, Step
from allocator.locale import N_

_CHAIR = frozenset({Role.COMMITTEE_CHAIR})
_COMMITTEE = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR})
_CORPORATION = frozenset({Role.CORPORATION})
_PROVIDER = frozenset({Role.CARE_PROVIDER})
_MUNICIPALITY = frozenset({Role.MUNICIPALITY})
_SYSTEM = frozenset({Role.SYSTEM})


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: what it is called, where it leads, from which states, who may take it, and on what conditions."""

    step: Step
    title: str
    to: State | None
    """None: back to the state in which the placement was closed."""
    leaves: frozenset[State]
    roles: frozenset[Role]
    with_support: bool = False
    """Only where a care provider gives support; elsewhere the step does not exist."""
    needs_reason: bool = False


def _line(step: Step, title: str, to: State, roles: frozenset[Role], *, with_support: bool = False) -> StepRule:
    """A step along the line: from any earlier state, when all between are skipped."""
    before = frozenset(state for state in State if state.rank < to.rank)
    return StepRule(step, title, to, before, roles, with_support)


def _off(step: Step, title: str, to: State | None, leaves: frozenset[State], roles: frozenset[Role]) -> StepRule:
    """A step that leaves the line, or comes back to it; never without a reason."""
    return StepRule(step, title, to, leaves, roles, needs_reason=True)


STEPS: dict[Step, StepRule] = {
    rule.step: rule
    for rule in (
        _line(Step.ACCEPT, N_("Accept the placement"), State.ACCEPTED_BY_COMMITTEE, _COMMITTEE),
        _line(
            Step.CONFIRM_SUPPORT,
            N_("Confirm the support"),
            State.SUPPORT_CONFIRMED,
            _PROVIDER | _COMMITTEE,
            with_support=True,
        ),
        _line(Step.ACCEPT_HOME, N_("Accept as corporation"), State.ACCEPTED_BY_CORPORATION, _CORPORATION | _CHAIR),
        _line(Step.OFFER, N_("Offer the home"), State.OFFERED, _CORPORATION | _COMMITTEE),
        _line(
            Step.ACCEPT_OFFER,
            N_("Record that the household accepts"),
            State.ACCEPTED_BY_HOUSEHOLD,
            _CORPORATION | _PROVIDER | _COMMITTEE,
        ),
        _line(Step.SIGN, N_("Record the signed lease"), State.LEASE_SIGNED, _CORPORATION | _CHAIR),
        _line(Step.MOVE_IN, N_("Record the move"), State.MOVED_IN, _CORPORATION | _PROVIDER | _COMMITTEE),
        _line(
            Step.START_SUPPORT,
            N_("Record the start of the support"),
            State.SUPPORT_STARTED,
            _PROVIDER | _COMMITTEE,
            with_support=True,
        ),
        _off(
            Step.REFUSE,
            N_("Refuse"),
            State.REFUSED,
            EXPIRABLE,
            _COMMITTEE | _CORPORATION | _PROVIDER | _MUNICIPALITY,
        ),
        _off(
            Step.WITHDRAW,
            N_("Withdraw"),
            State.WITHDRAWN,
            LIVE,
            _COMMITTEE | _CORPORATION | _PROVIDER | _SYSTEM,
        ),
        _off(Step.EXPIRE, N_("Let it expire"), State.EXPIRED, EXPIRABLE, _SYSTEM),
        _off(
            Step.END,
            N_("Record that the household left"),
            State.ENDED,
            SETTLED,
            _COMMITTEE | _CORPORATION | _PROVIDER | _SYSTEM,
        ),
        _off(Step.REOPEN, N_("Open again"), None, CLOSED, _CHAIR),
    )
}

LINE: tuple[StepRule, ...] = tuple(rule for rule in STEPS.values() if not rule.needs_reason)
"""The steps of a placement that succeeds, in order."""

SIDES: dict[Role, frozenset[Side]] = {
    Role.COMMITTEE_MEMBER: frozenset(Side) - {Side.SYSTEM},
    Role.COMMITTEE_CHAIR: frozenset(Side) - {Side.SYSTEM},
    Role.CORPORATION: frozenset({Side.CORPORATION, Side.PERSON}),
    Role.CARE_PROVIDER: frozenset({Side.PROVIDER, Side.PERSON}),
    Role.MUNICIPALITY: frozenset({Side.MUNICIPALITY}),
    Role.SYSTEM: frozenset({Side.SYSTEM, Side.PERSON}),
}
"""Whose reasons a role may give; a corporation or provider also records what the household told it."""

STATE_NAMES: dict[State, str] = {
    State.PROPOSED: N_("proposed"),
    State.ACCEPTED_BY_COMMITTEE: N_("accepted by the committee"),
    State.SUPPORT_CONFIRMED: N_("support confirmed"),
    State.ACCEPTED_BY_CORPORATION: N_("accepted by the corporation"),
    State.OFFERED: N_("offered"),
    State.ACCEPTED_BY_HOUSEHOLD: N_("accepted by the household"),
    State.LEASE_SIGNED: N_("lease signed"),
    State.MOVED_IN: N_("moved in"),
    State.SUPPORT_STARTED: N_("support started"),
    State.REFUSED: N_("refused"),
    State.WITHDRAWN: N_("called off"),
    State.EXPIRED: N_("expired"),
    State.ENDED: N_("left again"),
}

ROLE_NAMES: dict[Role, str] = {
    Role.COMMITTEE_MEMBER: N_("committee member"),
    Role.COMMITTEE_CHAIR: N_("committee chair"),
    Role.CORPORATION: N_("corporation"),
    Role.CARE_PROVIDER: N_("care provider"),
    Role.MUNICIPALITY: N_("municipality"),
    Role.AUDITOR: N_("auditor"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.SYSTEM: N_("the system"),
}

SIDE_NAMES: dict[Side, str] = {
    Side.PERSON: N_("household"),
    Side.PROVIDER: N_("care provider"),
    Side.CORPORATION: N_("corporation"),
    Side.MUNICIPALITY: N_("municipality"),
    Side.COMMITTEE: N_("committee"),
    Side.SYSTEM: N_("the system"),
}
