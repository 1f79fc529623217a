"""What stands still, and who is behind: told once, by who keeps up with the days."""

from collections.abc import Iterator
from fractions import Fraction

from allocator.actions.parts.deed import Deed
from allocator.actions.parts.noticing import tell, tell_of
from allocator.domain.period import bounds
from allocator.domain.policy import Policy
from allocator.store import books, notices, placements
from allocator.store.notices import Notice
from allocator.workflow import stalls


def tell_what_waits(deed: Deed, policy: Policy) -> None:
    """Tell of every step whose term ended since the last notice of it, and once a month who is behind."""
    if not notices.anybody(deed.work):
        return
    told = notices.told_of(deed.work, "stalled")
    lines = placements.going_on(deed.work)
    by_number = {line.id: line for line in lines}
    for one in stalls([kept.state for kept in placements.load_all(deed.work, lines)], policy, deed.today):
        line = by_number[int(one.placement.id)]
        if (line.id, line.state.value) not in told:
            tell(deed, "stalled", line)
    month = deed.today.replace(day=1)
    if not notices.any_since(deed.work, "quota", month):
        for municipality in sorted(set(_behind(deed))):
            tell_of(deed, Notice(kind="quota", municipality=municipality))


def _behind(deed: Deed) -> Iterator[str]:
    """Municipalities that did less than the part of the period that is over asks, by more than one."""
    for account, standing in books.balances(deed.work, None).standings.items():
        first, last = bounds(account.period)
        if not first <= deed.today <= last:
            continue
        part = Fraction((deed.today - first).days, (last - first).days + 1)
        owed = standing.quota + standing.carried + standing.transfers + standing.revisions - standing.excused
        if owed * part - standing.realised - standing.committed > 1:
            yield account.municipality
