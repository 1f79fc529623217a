"""Words for codes that more than one page shows."""

from collections.abc import Collection

from allocator.domain.codes import StageName
from allocator.domain.policy import Policy
from allocator.domain.workflow import Role, State, Step
from allocator.explain.difference import StageChange
from allocator.locale import N_
from allocator.reports.words import Tongue, sub_stage_label
from allocator.rules.labels import STAGES
from allocator.workflow import ROLE_NAMES, STEPS

RUNS = {
    "queued": N_("waits for a worker"),
    "running": N_("at work"),
    "done": N_("done"),
    "failed": N_("failed"),
    "died": N_("its worker died"),
    "cancelled": N_("stopped on request"),
}
GOOD = frozenset({State.LEASE_SIGNED, State.MOVED_IN, State.SUPPORT_STARTED})
OVER = frozenset({State.REFUSED, State.WITHDRAWN, State.EXPIRED, State.ENDED})


def step_words(step: Step, tongue: Tongue) -> str:
    """What a step is called."""
    return tongue(STEPS[step].title)


def roles_words(roles: Collection[Role], tongue: Tongue) -> str:
    """Who takes a step; both roles of the committee are the committee."""
    words = [tongue(ROLE_NAMES[role]) for role in Role if role in roles]
    if {Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR} <= set(roles):
        words = [tongue(N_("committee")), *words[2:]]
    return ", ".join(words)


def tone(state: State) -> str:
    """The class of the badge of a state: a colour besides its words."""
    if state is State.PROPOSED:
        return "calm"
    return "good" if state in GOOD else "bad" if state in OVER else "warn" if state is State.OFFERED else ""


def aim_words(stage: str, sub_stage: str, policy: Policy, tongue: Tongue) -> str:
    """What an aim is called."""
    label = sub_stage_label(StageName(stage), sub_stage, policy, tongue)
    heading = tongue(STAGES[StageName(stage)])
    return heading if heading == label else f"{heading}: {label}"


def aim_change(one: StageChange, policy: Policy, tongue: Tongue) -> tuple[str, int | None, int | None, int]:
    """An aim with its value before and after, and which is better; of an evenness, which is an index, only that."""
    name = aim_words(one.stage, one.sub_stage, policy, tongue)
    if one.stage is StageName.BALANCE and one.sense == "min":
        return name, None, None, one.better
    return name, one.before, one.after, one.better
