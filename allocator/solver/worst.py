"""Norm ``worst_first`` at once: who is worst off, then next to worst, and so on, as one order of places to fill.

A place more in a municipality matters as much as the municipality is short without it. As long as no two of these
shortfalls are equal, the k largest are smallest, k = 1..n, exactly when the place that matters most is filled if it can
be, then the next, and so on: a lexicographic order, asked twenty places at a time with powers of two as weights. They
are exact: a place weighs more than all after it together.
"""

from collections.abc import Callable, Iterable
from itertools import accumulate

import numpy as np

from allocator.domain.codes import StageName
from allocator.solver.aims import SubStage
from allocator.solver.clock import OutOfTime
from allocator.solver.engine import Floats, Ints
from allocator.solver.objectives import Objective, step_columns
from allocator.solver.reached import Reached
from allocator.solver.search import Search
from allocator.solver.shares import Shares

_AT_ONCE = 20
"""Places in one program: 2^20 is no trouble for the numbers of a solver."""


def settle_worst_first(
    search: Search, of: Shares, name: str, optimise: Callable[[Reached], object], *, known: bool
) -> list[int] | None:
    """The sums of the k largest shortfalls, all proven, their plan known.

    None where two shortfalls are equal, and when the search went back to earlier aims: what is weighed may differ then.
    ``optimise`` finds the best value of an aim and its bound, and locks it; ``known``: the best plan known is as good
    as any in all earlier aims.

    Raises:
        OutOfTime: when the limit passed.
    """
    order = places_in_order(of)
    if order is None:
        return None
    own, extension = step_columns(of, len(search.lower))
    search.extend(extension.lower, extension.upper, extension.build.rows())
    columns = np.array([own[place][number - 1] for place, number in order], dtype=np.int64)
    back, end = search.times_back, 0
    start = _first_empty(of, order, 0, search.plan) if known and search.plan is not None else 0
    while start < len(order):
        if start > 0 and search.plan is not None:
            _fix(search, columns[:start], _filled(of, order[:start], search.plan))
        end = min(start + _AT_ONCE, len(order))
        block = Reached(SubStage(StageName.BALANCE, name, "max", 0), _aim(of, order[start:end], columns[start:end]))
        block.made_after = search.times_back
        optimise(block)
        if search.times_back > back:
            return None
        if block.best != block.bound or search.plan is None:
            raise OutOfTime
        start = _first_empty(of, order, end, search.plan)
    if search.plan is None:
        return None
    _fix(search, columns, _filled(of, order, search.plan))
    return list(accumulate(sorted(_weighed(of, of.placed(search.plan)), reverse=True)))


def places_in_order(of: Shares) -> list[tuple[int, int]] | None:
    """(position, number) of every place that may be filled, the one that matters most first; None with equal ones."""
    short = [
        (c * (target - 100 * (n - 1)), i, n)
        for i, (c, target, most) in enumerate(zip(of.weight, of.target, of.most, strict=True))
        for n in range(1, most + 1)
    ]
    if len({value for value, _, _ in short}) < len(short):
        return None
    return [(i, n) for _, i, n in sorted(short, reverse=True)]


def _filled(of: Shares, places: list[tuple[int, int]], plan: Floats) -> list[bool]:
    placed = of.placed(plan)
    return [n <= placed[i] for i, n in places]


def _first_empty(of: Shares, order: list[tuple[int, int]], start: int, plan: Floats) -> int:
    """Where the first place is that a plan does not fill: nothing before it can be better."""
    return next((start + at for at, full in enumerate(_filled(of, order[start:], plan)) if not full), len(order))


def _aim(of: Shares, places: list[tuple[int, int]], columns: Ints) -> Objective:
    weights = 2 ** np.arange(len(places) - 1, -1, -1)
    return Objective(columns, weights.astype(float), counted=lambda plan: int(weights @ _filled(of, places, plan)))


def _fix(search: Search, columns: Ints, filled: list[bool]) -> None:
    lower, upper = search.lower.copy(), search.upper.copy()
    lower[columns] = upper[columns] = filled
    search.narrow(lower, upper)


def _weighed(of: Shares, placed: Iterable[int]) -> list[int]:
    return [c * (t - 100 * n) for c, t, n in zip(of.weight, of.target, placed, strict=True)]
