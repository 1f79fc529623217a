"""Needs into pools, once it is known who is placed where (docs/model.md 1.5): which pool serves which need."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allocator.solver.candidates import Candidates
from allocator.solver.columns import RowBuilder
from allocator.solver.engine import Floats, Rows
from allocator.solver.program import Program, solve_program
from allocator.solver.support import capacity

_AT_ONCE = 2**40
"""Orders of needs that are told apart in one program: the product of how many pools each may take."""


@dataclass(frozen=True)
class Item:
    """One need of a placed household: its pools, the most wanted first, and what it takes of each."""

    household: int
    pools: tuple[int, ...]
    amounts: tuple[int, ...]


def first_pools(data: Candidates, items: Sequence[Item]) -> list[int]:
    """The first item gets the first of its pools that leaves room for all, then the second item, and so on.

    Raises:
        AssertionError: when the needs do not fit together at all.
    """
    starts = np.concatenate([[0], np.cumsum([len(item.pools) for item in items])])
    rows = _rows(data, items, starts)
    count = max(int(rows.col.max(initial=-1)) + 1, int(starts[-1]))
    lower, upper = np.zeros(count), np.ones(count)
    chosen: list[int] = []
    known: Floats | None = None
    while len(chosen) < len(items):
        weights, last = _weights(items, starts, count, len(chosen))
        program = Program(lower, upper, np.ones(count, dtype=bool), rows, weights)
        found = solve_program(program, gap=0.9, solver="cp-sat", start=known)
        if found.x is None:
            raise AssertionError("a placed household lost its pool")
        known = found.x
        for i in range(len(chosen), last):
            option = int(np.argmax(found.x[starts[i] : starts[i + 1]]))
            chosen.append(items[i].pools[option])
            upper[starts[i] : starts[i + 1]] = 0.0
            lower[starts[i] + option] = upper[starts[i] + option] = 1.0
    return chosen


def _weights(items: Sequence[Item], starts: np.ndarray, count: int, first: int) -> tuple[Floats, int]:
    """An aim under which an earlier item's choice outweighs those of all later ones; gives the end of its items."""
    last, ways = first, 1
    while last < len(items) and ways * len(items[last].pools) <= _AT_ONCE:
        ways *= len(items[last].pools)
        last += 1
    weights = np.zeros(count)
    for i in range(first, last):
        ways //= len(items[i].pools)
        weights[starts[i] : starts[i + 1]] = -ways * np.arange(len(items[i].pools))
    return weights, last


def _rows(data: Candidates, items: Sequence[Item], starts: np.ndarray) -> Rows:
    """Each need takes one pool; no pool gives more than it has, nor starts with too many households."""
    build = RowBuilder()
    takes: dict[int, list[tuple[int, int, int]]] = {}
    for i, item in enumerate(items):
        own = np.arange(starts[i], starts[i + 1])
        build.add(own, 1.0, 1.0, 1.0, ("need",))
        for column, pool, amount in zip(own.tolist(), item.pools, item.amounts, strict=True):
            if amount:
                takes.setdefault(pool, []).append((column, amount, item.household))
    helper = int(starts[-1])
    for pool, uses in takes.items():
        support = data.round.support[pool]
        cols = np.array([column for column, _, _ in uses])
        build.add(cols, np.array([float(a) for _, a, _ in uses]), -np.inf, capacity(support), ("pool",))
        if support.max_households is not None:
            helper = _starts(build, uses, helper, support.max_households)
    return build.rows()


def _starts(build: RowBuilder, uses: list[tuple[int, int, int]], helper: int, most: int) -> int:
    """Ensures that a pool starts with at most so many households; gives the next free helper column."""
    households = sorted({h for _, _, h in uses})
    for column, _, h in uses:
        cols = np.array([column, helper + households.index(h)])
        build.add(cols, np.array([1.0, -1.0]), -np.inf, 0.0, ("start",))
    build.add(helper + np.arange(len(households)), 1.0, -np.inf, most, ("pool-households",))
    return helper + len(households)
