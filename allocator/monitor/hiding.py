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
from allocator.solver.engine import Floats, Rows
from allocator.solver.relaxation import Relaxation

K = TypeVar("K", bound=Hashable)
MOVED = 1e-6
FREE = 1e-3
"""Cost of moving what is left out already: enough to keep a way short."""

KEPT = 1e5
"""Cost of what was published before: it is not taken back while there is any other way."""


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
        shown: cells that an earlier release published: moving them is the last resort.

    Raises:
        ValueError: when the numbers do not fulfil the sums.
    """
    taken, published = set(before) & set(numbers), set(shown)
    out = {key for key, n in numbers.items() if n < least} | taken
    for keys, within in _apart(numbers, sums):
        search = _Search(keys, numbers, within, [KEPT if key in published else cost(key) for key in keys])
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
        moved = search.raised(key, least)
        safe |= {one for one, by in moved.items() if abs(by) >= least - MOVED} | {key}
        more = [one for one in moved if one not in out]
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
        self.inner = Relaxation(np.zeros(2 * size), np.concatenate([np.full(size, np.inf), self.down]), rows)

    def free(self, keys: Iterable[K]) -> None:
        """These cells are left out: moving them costs next to nothing."""
        for key in keys:
            self.costs[self.place[key]] = FREE

    def raised(self, key: K, by: int) -> dict[K, float]:
        """The cheapest way to raise a cell by so much: every cell that moves, with how far.

        Raises:
            RuntimeError: never; a cell and all sums above it can always grow together.
        """
        n = self.place[key]
        columns = np.array([n, self.size + n], dtype=np.int64)
        self.inner.bounds(columns, np.array([float(by), 0.0]), np.array([float(by), 0.0]))
        self.inner.objective(-np.concatenate([self.costs, self.costs]))
        found = self.inner.solve()
        self.inner.bounds(columns, np.zeros(2), np.array([np.inf, self.down[n]]))
        if found.x is None:
            raise RuntimeError("the program that protects small numbers has no solution")
        moved = found.x[: self.size] - found.x[self.size :]
        return {self.keys[i]: float(moved[i]) for i in np.flatnonzero(np.abs(moved) > MOVED)}
