"""Norm ``worst_first``: what is learnt about municipalities while the k largest are settled one after the other."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field

from allocator.solver import objectives
from allocator.solver.objectives import Objective
from allocator.solver.reached import Reached
from allocator.solver.search import Search
from allocator.solver.shares import Shares

_WAYS = 200  # so many ways to say who the worst are, at most


@dataclass
class WorstFirst:
    """Helpers of one dimension, and the municipalities whose number placed is known for good."""

    first_column: int = 0
    rows: list[int] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    values: list[int] = field(default_factory=list)
    _ideal: bool = False

    def begin(self) -> None:
        """Another dimension: nothing is known of it."""
        self.rows, self.known, self.values, self._ideal = [], set(), [], False

    def shares(self, search: Search, one: Reached, counts: dict[str, int]) -> tuple[Shares, int]:
        """What the norm weighs, and which of the k largest this is."""
        name, kind = one.sub.name.rsplit(".", 1)
        k = int(kind.removeprefix("worst-"))
        return objectives.shares(search.form.columns, one.sub.name, counts[name], search.upper), k

    def ideal(self, search: Search, one: Reached, counts: dict[str, int]) -> bool:
        """Whether the best plan known cannot be beaten, whoever else were placed: no linear program is needed.

        Whoever the k - 1 worst are, the rest can at best be filled one place at a time where it is worst.
        """
        if search.plan is None:
            return False
        of, k = self.shares(search, one, counts)
        if self._ideal or len(self.values) != k - 1:
            return self._ideal
        own = sorted(_weighed(of, of.placed(search.plan)), reverse=True)[k - 1 :]
        best = self._best_rest(of, counts[one.sub.name.rsplit(".", 1)[0]])
        self._ideal = own == best
        return best is not None and own[0] == best[0]

    def _best_rest(self, of: Shares, units: int) -> list[int] | None:
        """The least that those after the worst can be short, largest first; None when there are too many ways."""
        ways: list[dict[int, int]] = [{}]
        for value in self.values:
            able = of.who_can_be_at(value)
            ways = [{**way, i: placed} for way in ways for i, placed in able if i not in way]
            if len(ways) > _WAYS:
                return None
        every = range(len(of.weight))
        filled_ways = (
            filled(of, [i for i in every if i not in way], units - sum(way.values()))
            for way in ways
            if sum(way.values()) <= units
        )
        return min((sorted(rest, reverse=True) for rest in filled_ways), default=None)

    def learn(self, search: Search, one: Reached, before: int, counts: dict[str, int], first_row: int) -> None:
        """The k-th worst is known now; where only one municipality can be there, its number is fixed for good.

        When that holds for every municipality the helpers of the dimension have nothing more to say.
        """
        if one.best is None or one.lock is None:
            return
        of, k = self.shares(search, one, counts)
        if k == 1:
            self.first_column = int(one.aim.cols[0])
        self.rows += [*range(first_row, first_row + len(of.weight)), one.lock.row]
        self.values.append(one.best - before)
        able = of.who_can_be_at(one.best - before)
        if len(able) == 1:
            position, placed = able[0]
            cols, coefs = of.members[position]
            self.known.add(position)
            if len(cols):
                search.lock(Objective(cols, coefs), placed, exact=True)
        if len(self.known) == len(of.weight) == k:
            search.retire(self.first_column, self.rows)


def _weighed(of: Shares, placed: Iterable[int]) -> list[int]:
    return [c * (t - 100 * n) for c, t, n in zip(of.weight, of.target, placed, strict=True)]


def filled(of: Shares, rest: list[int], units: int) -> list[int]:
    """Weighted shortfalls of some municipalities when so many are placed one by one where it is worst.

    No other way to place at most so many, within what each can take, has a smaller largest shortfall, then a smaller
    second largest, and so on: of those equally short, the one that gains most comes first.
    """
    weighed = {i: of.weight[i] * of.target[i] for i in rest}
    left = {i: of.most[i] for i in rest}
    heap = [(-weighed[i], -of.weight[i], i) for i in rest if left[i] > 0]
    heapq.heapify(heap)
    for _ in range(units):
        if not heap:
            break
        *_, i = heapq.heappop(heap)
        weighed[i] -= 100 * of.weight[i]
        left[i] -= 1
        if left[i] > 0:
            heapq.heappush(heap, (-weighed[i], -of.weight[i], i))
    return [weighed[i] for i in rest]
