"""The end of a period of the ledger."""

from allocator import ledger
from allocator.actions.parts.deed import Deed
from allocator.actions.parts.force import in_force
from allocator.actions.parts.freezing import Names, freeze
from allocator.actions.parts.underway import counted_of
from allocator.domain.period import bounds
from allocator.domain.refusal import Refusal
from allocator.ledger import Position, position
from allocator.locale import N_
from allocator.store import books, placements


def close(deed: Deed, period: str, following: str) -> int:
    """Take commitments along and carry the balance over; how many balances were carried."""
    _, last = bounds(period)
    first, _ = bounds(following)
    if first <= last:
        raise Refusal("not_next", N_("{next} does not follow on {period}."), next=following, period=period)
    committed = [
        one
        for one in placements.load_all(deed.work, placements.lines(deed.work, live=True))
        if one.counted_in == period and position(one.line.state) is Position.COMMITTED
    ]
    counted = [row for one in committed for row in counted_of(one)]
    moved = ledger.move_commitments(counted, from_period=period, to_period=following, on=last)
    books.book(deed.work, moved, by=deed.actor.id, at=deed.now, why="moved")
    for one in committed:  # a signed lease stays where it was realised
        placements.count_in(deed.work, one.id, following)
    policy = in_force(deed.work, last)
    round_ = freeze(deed.work, Names("closing", last, period, ""), policy)
    carried = [row for d in policy.dimensions for row in ledger.close_period(round_, d, following, first)]
    books.book(deed.work, carried, by=deed.actor.id, at=deed.now, why="carry_over")
    books.close_period(deed.work, period, following, deed.actor.id, deed.now)
    return len(carried)
