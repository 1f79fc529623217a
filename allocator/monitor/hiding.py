"""Which numbers are left out, so that nobody can compute the small ones from the others.

Numbers under five are left out (*primary*), and others with them (*secondary*) until for each one that is left out the
published numbers, with all sums between them, allow values at least five apart. Per number one linear program looks
for the cheapest way in which the truth could be different: raise it by five, keep all sums, take no cell below 0. What
that way moves has to be left out as well; what moves by five or more is safe by the same stroke. Costs are 0 for what
is left out already and grow with the importance of a cell, so totals are the last to go.

Source: the linear-programming heuristic for complementary suppression of Kelly, Golden and Assad (Cell suppression:
disclosure protection for sensitive tabular data, Networks 22, 1992); Fischetti and Salazar-Gonzalez (Models and
algorithms for the 2-dimensional cell suppression problem, Mathematical Programming 84, 1999) solve it to the optimum;
Hundepool and others (Statistical Disclosure Control, 2012) describe practice. Sliding protection: what is asked is the
width of the interval, because a reader cannot see which of the numbers left out are the small ones.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np

from allocator.domain.monitored import LEAST
from allocator.solver.engine import Floats, Ints, Rows
from allocator.solver.relaxation import Relaxation

K = TypeVar("K", bound=Hashable)
MOVED = 1e-6
FREE = 1e-3
"""Cost of moving what is left out already: enough to keep a way short."""

KEPT = 1e5
"""Cost of what was published before: readers keep it, so it is taken back only where there is no other way at all."""


def hidden(
    numbers: Mapping[K, int],
    sums: Sequence[Mapping[K, int]],
    cost: Callable[[K], float],
    *,
    least: int = LEAST,
    before: Collection[K] = (),
    shown: Collection[K] = (),
) -> frozenset[K]:
    """The cells that must be left out.

    Args:
        numbers: all cells; none is negative.
        sums: relations that the numbers fulfil and that readers know: coefficients of cells that are 0 together.
        cost: how much a cell would be missed (positive).
        least: the smallest number to publish, and the width of the interval that must remain for any that is not.
        before: cells that an earlier release left out; they stay out.
        shown: cells that an earlier release published: readers know them, so they cannot be different.

    Raises:
        ValueError: when the numbers do not fulfil the sums.
    """
    taken, published = set(before) & set(numbers), set(shown)
    out = {key for key, n in numbers.items() if n < least} | taken
    for keys, within in _apart(numbers, sums):
        search = _Search(keys, numbers, within, [KEPT if key in published else cost(key) for key in keys])
        search.known([key for key in keys if key in published])
        out |= _protected(search, keys, out, least)
    return frozenset(out)


def _protected(search: "_Search[K]", keys: list[K], small: Collection[K], least: int) -> set[K]:
    """What is left out of these cells, once each of them is safe."""
    waiting = [key for key in keys if key in small]
    out, safe = set(waiting), set[K]()
    if len(out) == len(keys):
        return out  # where nothing is told, nothing can be found
    search.free(out)
    while waiting:
        key = waiting.pop(0)
        if key in safe:
            continue
        ways = search.ways(key, least)
        safe |= {one for moved in ways for one, by in moved.items() if abs(by) >= least - MOVED} | {key}
        more = list(dict.fromkeys(one for moved in ways for one in moved if one not in out))
        out.update(more)
        search.free(more)
        waiting += more
    return out


def _apart(numbers: Mapping[K, int], sums: Sequence[Mapping[K, int]]) -> list[tuple[list[K], list[Mapping[K, int]]]]:
    """Cells that no sum joins are solved apart; a cell in no sum at all is safe by itself."""
    root: dict[K, K] = {key: key for key in numbers}

    def top(key: K) -> K:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for one in sums:
        first, *rest = one
        for key in rest:
            root[top(key)] = top(first)
    within: dict[K, list[Mapping[K, int]]] = {}
    for one in sums:
        within.setdefault(top(next(iter(one))), []).append(one)
    keys: dict[K, list[K]] = {}
    for key in numbers:
        keys.setdefault(top(key), []).append(key)
    return [(keys[at], found) for at, found in within.items()]


class _Search(Generic[K]):
    """The linear program: how far each cell moves up and down."""

    def __init__(self, keys: list[K], numbers: Mapping[K, int], sums: Iterable[Mapping[K, int]], costs: list[float]):
        self.keys = list(keys)
        self.place = {key: n for n, key in enumerate(keys)}
        size = len(keys)
        held = [dict(one) for one in sums]
        wrong = next((one for one in held if sum(by * numbers[key] for key, by in one.items())), None)
        if wrong is not None:
            raise ValueError(f"these numbers do not add up: {wrong}")
        row = [n for n, one in enumerate(held) for _ in range(2 * len(one))]
        col = [c for one in held for key in one for c in (self.place[key], size + self.place[key])]
        coef = [by * sign for one in held for by in one.values() for sign in (1.0, -1.0)]
        zero = np.zeros(len(held))
        rows = Rows(np.array(row, dtype=np.int64), np.array(col, dtype=np.int64), np.array(coef), zero, zero)
        self.down = np.array([float(numbers[key]) for key in keys])
        self.costs: Floats = np.array(costs)
        self.size = size
        self.most = np.concatenate([np.full(size, np.inf), self.down])
        """How far each cell may move up, and down."""
        self._known = np.zeros(0, dtype=np.int64)
        self.inner = Relaxation(np.zeros(2 * size), self.most, rows)

    def free(self, keys: Iterable[K]) -> None:
        """These cells are left out: moving them costs next to nothing."""
        for key in keys:
            self.costs[self.place[key]] = FREE

    def known(self, keys: Iterable[K]) -> None:
        """Readers know these cells: they do not move."""
        self._known = np.array(sorted(self.place[key] for key in keys), dtype=np.int64)
        self._hold(self._known, 0.0)

    def ways(self, key: K, by: int) -> list[dict[K, float]]:
        """What moves, and how far, so that a cell may be so far from where it is, or its ends so far apart.

        Up if it can be, else down, else partly up and partly down. Where what was published before leaves no way, some
        of that moves too: numbers were corrected since.

        Raises:
            RuntimeError: never; a cell and all sums above it can always grow together.
        """
        for way in (self._moved(key, by), self._moved(key, -by)):
            if way is not None:
                return [way]
        up = self._most(key, by)
        both = [self._moved(key, up), self._moved(key, up - by)]
        found = [way for way in both if way is not None]
        if len(found) == len(both):
            return found
        self._hold(self._known, None)
        last = self._moved(key, by)
        self._hold(self._known, 0.0)
        if last is None:
            raise RuntimeError("the program that protects small numbers has no solution")
        return [last]

    def _moved(self, key: K, by: float) -> dict[K, float] | None:
        """The cheapest way to move a cell by so much (down: below 0); None: there is none."""
        n = self.place[key]
        if -by > self.down[n]:
            return None
        self.inner.objective(-np.concatenate([self.costs, self.costs]))
        exact = np.array([max(by, 0.0), max(-by, 0.0)])
        found = self._solved(n, exact, exact)
        if found is None:
            return None
        moved = found[: self.size] - found[self.size :]
        return {self.keys[i]: float(moved[i]) for i in np.flatnonzero(np.abs(moved) > MOVED)}

    def _most(self, key: K, by: int) -> float:
        """How far a cell can go up, at most so far."""
        n = self.place[key]
        aim = np.zeros(2 * self.size)
        aim[n] = 1.0
        self.inner.objective(aim)
        found = self._solved(n, np.zeros(2), np.array([float(by), 0.0]))
        return 0.0 if found is None else float(found[n])

    def _solved(self, n: int, lower: Floats, upper: Floats) -> Floats | None:
        """The answer with these bounds for one cell, up and down, which then are as they were."""
        columns = np.array([n, self.size + n], dtype=np.int64)
        before = np.where(np.isin(n, self._known), 0.0, self.most[columns])
        self.inner.bounds(columns, lower, upper)
        found = self.inner.solve()
        self.inner.bounds(columns, np.zeros(2), before)
        return found.x

    def _hold(self, places: Ints, most: float | None) -> None:
        """From now on cells move no further than this (None: than they can)."""
        columns = np.concatenate([places, self.size + places])
        if len(columns):
            upper = self.most[columns] if most is None else np.full(len(columns), most)
            self.inner.bounds(columns, np.zeros(len(columns)), upper)
