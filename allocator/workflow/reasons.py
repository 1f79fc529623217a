"""The coded reasons of a policy: the delivered ones with what the council added, reworded or retired."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

from allocator.domain.base import Sensitivity
from allocator.domain.policy import Policy
from allocator.domain.sentence import Audience
from allocator.domain.workflow import Consequence, Reason, Role, Side, Step
from allocator.workflow.placement import PlacementState
from allocator.workflow.steps import SIDES

AUDIENCES: dict[Role, Audience] = {
    Role.COMMITTEE_MEMBER: Audience.COMMITTEE,
    Role.COMMITTEE_CHAIR: Audience.COMMITTEE,
    Role.CORPORATION: Audience.CORPORATION,
    Role.CARE_PROVIDER: Audience.PROVIDER,
    Role.MUNICIPALITY: Audience.MUNICIPALITY,
    Role.AUDITOR: Audience.COMMITTEE,
    Role.ADMINISTRATOR: Audience.PUBLIC,
    Role.SYSTEM: Audience.COMMITTEE,
}
"""As whom a role reads sentences; an administrator keeps the system and reads no one's facts."""

_OWN_SIDE = {
    Role.CORPORATION: Side.CORPORATION,
    Role.CARE_PROVIDER: Side.PROVIDER,
    Role.MUNICIPALITY: Side.MUNICIPALITY,
}


@cache
def delivered() -> dict[str, Reason]:
    """The reasons of ``reasons.toml`` by code, in the order of the screens."""
    text = resources.files(__package__).joinpath("reasons.toml").read_text(encoding="utf-8")
    rows = [Reason.model_validate(row) for row in tomllib.loads(text)["reasons"]]
    found = {reason.code: reason for reason in rows}
    if len(found) < len(rows):
        raise ValueError("reasons.toml has a code twice.")
    return found


def catalogue(policy: Policy) -> Mapping[str, Reason]:
    """All reasons by code, retired ones too, with the consequences that this policy gives them."""
    found = delivered() | {reason.code: reason for reason in policy.workflow.reasons}
    given = policy.workflow.consequences
    return {
        code: reason.model_copy(update={"consequence": given[code]}) if code in given else reason
        for code, reason in found.items()
    }


def consequence_of(code: str, policy: Policy) -> Consequence:
    """What a reason does to the household.

    Raises:
        KeyError: when the policy has no such reason.
    """
    return catalogue(policy)[code].consequence


def reasons_for(step: Step, placement: PlacementState, policy: Policy, role: Role, on: date) -> tuple[Reason, ...]:
    """Reasons that this role may give for this step of this placement today, in the order of the screens."""
    return tuple(r for r in catalogue(policy).values() if not wrong_with(r, step, placement, role, on))


def wrong_with(reason: Reason, step: Step, placement: PlacementState, role: Role, on: date) -> str:
    """Why a reason cannot be given here: a code, empty when it can."""
    if step not in reason.steps or (reason.states and placement.state not in reason.states):
        return "reason_not_here"
    if not reason.valid_on(on):
        return "reason_retired"
    if reason.side not in SIDES.get(role, frozenset()) or not may_read(reason, role):
        return "reason_not_yours"
    return ""


def may_read(reason: Reason, role: Role) -> bool:
    """Whether a role may know that this was the reason: what is sensitive stays with its side and the committee."""
    if reason.side is _OWN_SIDE.get(role) or reason.sensitivity is Sensitivity.OPEN:
        return True
    return reason.sensitivity.rank <= AUDIENCES[role].reads_up_to.rank


def lost_reasons(old: Policy, new: Policy) -> tuple[str, ...]:
    """Codes that a new policy no longer has; it must not be put into force, for old decisions name them."""
    return tuple(sorted(set(catalogue(old)) - set(catalogue(new))))


def unknown_reasons(policy: Policy) -> tuple[str, ...]:
    """Codes to which the policy gives a consequence, and that do not exist."""
    return tuple(sorted(set(policy.workflow.consequences) - set(catalogue(policy))))
