"""Small placements and actors for tests of the workflow."""

from datetime import date, timedelta
from typing import Any

from allocator.domain.policy import Policy
from allocator.domain.workflow import State, Step
from allocator.workflow import Actor, Denied, PlacementState, Role, Taken, reasons_for, take
from allocator.workflow.steps import STEPS
from tests import builders

DAY = date(2026, 3, 2)
CORPORATION, PROVIDER, HERE = "C1", "Z1", builders.HERE

ACTORS: dict[Role, Actor] = {
    Role.COMMITTEE_MEMBER: Actor("member", Role.COMMITTEE_MEMBER),
    Role.COMMITTEE_CHAIR: Actor("chair", Role.COMMITTEE_CHAIR),
    Role.CORPORATION: Actor("corporation", Role.CORPORATION, CORPORATION),
    Role.CARE_PROVIDER: Actor("provider", Role.CARE_PROVIDER, PROVIDER),
    Role.MUNICIPALITY: Actor("municipality", Role.MUNICIPALITY, HERE),
    Role.AUDITOR: Actor("auditor", Role.AUDITOR),
    Role.ADMINISTRATOR: Actor("administrator", Role.ADMINISTRATOR),
    Role.SYSTEM: Actor("system", Role.SYSTEM),
}
MEMBER, CHAIR, SYSTEM = ACTORS[Role.COMMITTEE_MEMBER], ACTORS[Role.COMMITTEE_CHAIR], ACTORS[Role.SYSTEM]


def policy(**workflow: Any) -> Policy:
    """The plain policy with something said of the workflow."""
    return builders.policy(workflow=workflow)


def placement(state: State | str = State.PROPOSED, **changes: Any) -> PlacementState:
    """A placement with support, in a home of a corporation, since the first day."""
    plain: dict[str, Any] = {
        "id": "P1",
        "household": "H1",
        "unit": "U1",
        "municipality": HERE,
        "corporation": CORPORATION,
        "pools": ("S1",),
        "providers": (PROVIDER,),
        "state": State(state),
        "since": DAY,
    }
    return PlacementState.model_validate(plain | changes)


def taken(placement: PlacementState, step: Step | str, by: Actor | None = None, **changes: Any) -> Taken:
    """A step that must succeed, by whoever may take it."""
    outcome = attempt(placement, step, by, **changes)
    assert isinstance(outcome, Taken), outcome
    return outcome


def denied(placement: PlacementState, step: Step | str, by: Actor | None = None, **changes: Any) -> str:
    """The code with which a step is denied."""
    outcome = attempt(placement, step, by, **changes)
    assert isinstance(outcome, Denied), outcome
    assert outcome.sentence.render("nl") != ""
    return outcome.code


def attempt(placement: PlacementState, step: Step | str, by: Actor | None, **changes: Any) -> Taken | Denied:
    step = Step(step)
    by = by or next(ACTORS[role] for role in Role if role in STEPS[step].roles)
    given: dict[str, Any] = {"on": DAY + timedelta(days=1), "policy": policy(), "by": by} | changes
    return take(placement, step, **given)


def any_reason(placement: PlacementState, step: Step, role: Role, policy: Policy, on: date) -> str | None:
    """A reason that this role may give for the step, where it needs one."""
    found = reasons_for(step, placement, policy, role, on)
    return found[0].code if found and (STEPS[step].needs_reason or placement.by_hand) else None
