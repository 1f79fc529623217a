"""How long a placement may stand still: terms, what is due when, what stalls, and what expires."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.domain.workflow import WAITS, Role, State, Step
from allocator.workflow.line import next_step
from allocator.workflow.placement import PlacementState
from allocator.workflow.steps import STEPS

DELIVERED_TERMS: dict[State, int] = {
    State.PROPOSED: 7,
    State.ACCEPTED_BY_COMMITTEE: 7,
    State.SUPPORT_CONFIRMED: 7,
    State.ACCEPTED_BY_CORPORATION: 5,
    State.OFFERED: 7,
    State.ACCEPTED_BY_HOUSEHOLD: 14,
    State.LEASE_SIGNED: 28,
    State.MOVED_IN: 14,
}
"""Days, where the policy says nothing else. Never changed: an old policy must keep its meaning."""


@dataclass(frozen=True, slots=True)
class Stall:
    """A placement that stands longer in its state than its term."""

    placement: PlacementState
    waits_for: Step
    roles: frozenset[Role]
    age: int
    term: int

    @property
    def over(self) -> int:
        """Days over the term."""
        return self.age - self.term


def term_of(state: State, policy: Policy) -> int | None:
    """Days that a placement may stand in a state; None: no term."""
    return policy.workflow.terms.get(state, DELIVERED_TERMS.get(state))


def due_on(placement: PlacementState, policy: Policy) -> date | None:
    """The last day of its term; None where nothing is waited for, or no term holds."""
    if placement.state not in WAITS or next_step(placement, policy) is None:
        return None
    days = term_of(placement.state, policy)
    return None if days is None else placement.since + timedelta(days=days)


def stalls(placements: Iterable[PlacementState], policy: Policy, on: date) -> tuple[Stall, ...]:
    """Placements that stand longer in their state than its term, the longest over it first."""
    found = []
    for placement in placements:
        due, step = due_on(placement, policy), next_step(placement, policy)
        if due and step and due < on:
            age = (on - placement.since).days
            term = (due - placement.since).days
            found.append(Stall(placement, step, STEPS[step].roles, age, term))
    return tuple(sorted(found, key=lambda stall: (-stall.over, stall.placement.id)))


def expires_on(placement: PlacementState, policy: Policy) -> date | None:
    """The last day on which it still stands, in a state in which the policy lets it expire."""
    return due_on(placement, policy) if placement.state in policy.workflow.expires else None


def expiring(placements: Iterable[PlacementState], policy: Policy, on: date) -> tuple[PlacementState, ...]:
    """Placements whose term has passed in a state in which they expire."""
    return tuple(p for p in placements if (last := expires_on(p, policy)) is not None and last < on)


def expiry_reason(placement: PlacementState) -> str:
    """The reason with which the system lets a placement expire: an offer was not answered, or the term passed."""
    return "no_answer" if placement.state is State.OFFERED else "term_passed"


def urgencies_ended(households: Iterable[Household], on: date) -> tuple[str, ...]:
    """Households whose urgency is no longer valid; rule R-602 places nobody after that day."""
    return tuple(h.id for h in households if h.urgent_until is not None and h.urgent_until < on)
