"""What somebody can find out who has only the published numbers: an attack with linear programs of another library."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array


def interval(
    target: Any, published: Mapping[Any, int | None], sums: Sequence[Mapping[Any, int]]
) -> tuple[float, float]:
    """The least and the most that a number left out can be, given all that is published and all sums."""
    unknown = [key for key, value in published.items() if value is None]
    place = {key: n for n, key in enumerate(unknown)}
    kept = [one for one in sums if any(key in place for key in one)]
    entries = [(n, place[key], by) for n, one in enumerate(kept) for key, by in one.items() if key in place]
    right = [-sum(by * (published[key] or 0) for key, by in one.items() if key not in place) for one in kept]
    rows, cols, values = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = coo_array((values, (rows, cols)), shape=(len(kept), len(unknown))).tocsr() if kept else None
    found = []
    for sign in (1.0, -1.0):
        aim = np.zeros(len(unknown))
        aim[place[target]] = sign
        done = linprog(aim, A_eq=matrix, b_eq=right or None, bounds=(0, None), method="highs")
        assert done.status in (0, 3), done.message  # solved, or without end
        found.append(sign * done.fun if done.status == 0 else -sign * np.inf)
    return found[0], found[1]


def widths(published: Mapping[Any, int | None], sums: Sequence[Mapping[Any, int]]) -> dict[Any, float]:
    """How far apart the possible values of each number are that was left out."""
    return {
        key: high - low
        for key, value in published.items()
        if value is None
        for low, high in [interval(key, published, sums)]
    }
