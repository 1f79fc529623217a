"""Which steps a placement has left: the line, without what the policy skips and what does not apply."""

from allocator.domain.policy import Policy
from allocator.domain.workflow import CLOSED, Role, Step
from allocator.workflow.placement import PlacementState
from allocator.workflow.steps import LINE, STEPS, StepRule


def line(placement: PlacementState, policy: Policy) -> tuple[StepRule, ...]:
    """All steps along the line for this placement, taken or not."""
    return tuple(
        rule for rule in LINE if rule.step not in policy.workflow.skip and (placement.pools or not rule.with_support)
    )


def next_step(placement: PlacementState, policy: Policy) -> Step | None:
    """The step along the line that comes next; None when it is closed or there is none left.

    It is found by rank, so a placement goes on where it stands when another policy skips its state.
    """
    if placement.state in CLOSED:
        return None
    ahead = (r.step for r in line(placement, policy) if r.to is not None and r.to.rank > placement.state.rank)
    return next(ahead, None)


def steps_from(placement: PlacementState, policy: Policy, role: Role | None = None) -> tuple[Step, ...]:
    """Steps that lead on from where it stands: the next one along the line, and those that leave it.

    Args:
        placement: the placement.
        policy: says which steps are skipped and where a placement expires.
        role: only what this role may take; None: what anybody may.
    """
    ahead = next_step(placement, policy)
    found = [ahead] if ahead else []
    found += [r.step for r in STEPS.values() if r.needs_reason and placement.state in r.leaves]
    if placement.state not in policy.workflow.expires and Step.EXPIRE in found:
        found.remove(Step.EXPIRE)
    if placement.came_from is None and Step.REOPEN in found:
        found.remove(Step.REOPEN)
    return tuple(step for step in found if role is None or role in STEPS[step].roles)
