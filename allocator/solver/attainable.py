"""What a norm of balance can be at all: how many are placed where is counted in whole households.

The linear program divides households over municipalities, so its bound is mostly one that no whole numbers have. Few
ways to spread them lie between its bound and the next that has one; they are listed, and the linear program is asked
whether it knows them. Where just one way has a value that no plan passes, every best plan spreads its households that
way, which leaves little open for later aims.
"""

from dataclasses import dataclass

import numpy as np

from allocator.solver.engine import Floats, Ints, Outcome
from allocator.solver.objectives import Objective
from allocator.solver.search import Search

_MOST = 200_000
"""So many ways to spread the first few municipalities are looked at; where there are more, nothing is said."""
_WIDER, _TIMES = 4, 16
"""How much further below the bound is looked each time, and how many times."""
_ASKED = 6
"""So many ways to spread households are asked about."""
_EXACT = 1e-5


@dataclass(frozen=True)
class Spreads:
    """Ways to spread households: (ways, municipalities) numbers placed, and (ways,) what that reaches."""

    placed: Ints
    reached: Ints


def attainable(search: Search, aim: Objective, outcome: Outcome, scale: float, bound: int) -> int:
    """No plan has a larger objective than this, at most ``bound``: whole numbers placed per municipality can have it.

    And the linear program knows a way to spread households like that, as far as it was asked. ``outcome`` and
    ``scale``: its answer for the aim.

    Raises:
        OutOfTime: when the limit passed.
    """
    if not aim.steps:
        return bound
    below, most, asked = 1, bound, 0
    for _ in range(_TIMES):
        lower, upper = search.near(outcome, max(outcome.value - (bound - below) * scale, 0.0))
        found = spreads(aim, lower, upper, bound - below, most)
        if found is None:
            return most
        for level in sorted(set(found.reached.tolist()), reverse=True):
            ways = found.placed[found.reached == level]
            asked += len(ways)
            if asked > _ASKED or any(_possible(search, aim, outcome, way) for way in ways):
                return int(level)
        most = bound - below - 1
        below *= _WIDER
    return most


def _possible(search: Search, aim: Objective, outcome: Outcome, placed: Ints) -> bool:
    """Whether households can be spread like that, themselves divided: one too many counts against it."""
    if outcome.x is not None and all(
        abs(float(outcome.x[cols].sum()) - n) < _EXACT for cols, n in zip(aim.steps, placed, strict=True)
    ):
        return True
    wanted = [np.where(np.arange(len(cols)) < n, 1.0, -1.0) for cols, n in zip(aim.steps, placed, strict=True)]
    nearest, _ = search.relax(Objective(np.concatenate(aim.steps), np.concatenate(wanted)))
    return nearest.x is None or nearest.value > float(placed.sum()) - _EXACT


def spread_out(search: Search, aim: Objective, level: int) -> None:
    """Fix how many are placed where, as far as all spreads that reach just this level agree.

    The search must be locked to the level, and no plan may pass it.
    """
    if not aim.steps:
        return
    found = spreads(aim, search.lower, search.upper, level, level)
    if found is None or len(found.reached) == 0:
        return
    lower, upper = search.lower.copy(), search.upper.copy()
    for cols, least, most in zip(aim.steps, found.placed.min(axis=0), found.placed.max(axis=0), strict=True):
        lower[cols[:least]] = 1.0
        upper[cols[most:]] = 0.0
    search.narrow(lower, upper)


def spreads(aim: Objective, lower: Floats, upper: Floats, least: int, most: int) -> Spreads | None:
    """All spreads within bounds of the step columns whose objective is from ``least`` to ``most``; None: too many."""
    ranges = [_range(aim, cols, lower, upper) for cols in aim.steps]
    rest_of = _rest(ranges)
    placed, total, reached = np.zeros((1, 0), dtype=np.int64), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    for (numbers, worth), (fewest, best, longest) in zip(ranges, rest_of, strict=True):
        count = len(numbers)
        if len(placed) * count > _MOST:
            return None
        placed = np.column_stack([np.repeat(placed, count, axis=0), np.tile(numbers, len(placed))])
        total = np.repeat(total, count) + placed[:, -1]
        reached = np.repeat(reached, count) + np.tile(worth, len(reached))
        open_ = (total + fewest <= aim.in_all) & (total + longest >= aim.in_all) & (reached + best >= least)
        placed, total, reached = placed[open_], total[open_], reached[open_]
    fits = reached <= most
    return Spreads(placed[fits], reached[fits])


def _range(aim: Objective, cols: Ints, lower: Floats, upper: Floats) -> tuple[Ints, Ints]:
    """Numbers that can be placed in one municipality, and what each is worth."""
    least, most = int((lower[cols] > 0.5).sum()), int((upper[cols] > 0.5).sum())
    worth = np.concatenate([[0], np.cumsum(np.rint(aim.coefs[np.searchsorted(aim.cols, cols)]).astype(np.int64))])
    return np.arange(least, most + 1), worth[least : most + 1]


def _rest(ranges: list[tuple[Ints, Ints]]) -> list[tuple[int, int, int]]:
    """After each municipality: fewest that those after it place, the most that is worth, and most that they place."""
    rest, found = (0, 0, 0), []
    for numbers, worth in reversed(ranges):
        found.append(rest)
        rest = rest[0] + int(numbers[0]), rest[1] + int(worth.max()), rest[2] + int(numbers[-1])
    return found[::-1]
