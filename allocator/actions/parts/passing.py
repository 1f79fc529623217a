"""What happens because a day has come: offers that expire, urgencies that end."""

from datetime import date

from allocator.actions.parts.deed import Deed
from allocator.actions.parts.office import SYSTEM
from allocator.actions.parts.steps import Stride, stride
from allocator.domain.policy import Policy
from allocator.domain.workflow import State, Step
from allocator.store import people, placements
from allocator.store.placements import Kept
from allocator.workflow import expiring, expiry_reason, urgencies_ended


def let_pass(deed: Deed, policy: Policy, on: date) -> tuple[int, int]:
    """Let everything end of which the day has come; how many expired, and how many were called off."""
    expired = _expire(deed, policy, on)
    return expired, _end_urgencies(deed, policy, on)


def _expire(deed: Deed, policy: Policy, on: date) -> int:
    count = 0
    while over := expiring([one.state for one in _live(deed)], policy, on):
        kept = placements.load(deed.work, int(over[0].id))
        stride(deed, kept, Stride(Step.EXPIRE, SYSTEM, on, policy, expiry_reason(kept.state)))
        count += 1
    return count


def _end_urgencies(deed: Deed, policy: Policy, on: date) -> int:
    """Before an offer is made; who has an offer keeps it."""
    waiting = {one.line.household: one for one in _live(deed) if one.line.state.rank < State.OFFERED.rank}
    ended = urgencies_ended((people.household(deed.work, household) for household in waiting), on)
    count = 0
    for household in ended:
        kept = placements.load(deed.work, waiting[household].id)
        if kept.line.live:  # it may have fallen with another one
            stride(deed, kept, Stride(Step.WITHDRAW, SYSTEM, max(on, kept.line.since), policy, "urgency_ended"))
            count += 1
    return count


def _live(deed: Deed) -> list[Kept]:
    return placements.load_all(deed.work, placements.lines(deed.work, live=True))
