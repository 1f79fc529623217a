"""Constraints that keep an aim from getting worse than a level."""

from dataclasses import dataclass

import numpy as np

from allocator.solver.engine import Rows, scale_of
from allocator.solver.objectives import Objective


@dataclass(frozen=True)
class Lock:
    """A row that keeps an objective from getting worse than a level; ``row``: its place among the constraints."""

    objective: Objective
    level: int
    row: int


def at_least(aim: Objective, least: int, *, exact: bool = False) -> Rows:
    """The constraint that an objective is at least so large (or, ``exact``, just that), in scaled units."""
    scale, cols = scale_of(aim.coefs), aim.cols.astype(np.int64)
    low, high = np.array([least * scale]), np.array([least * scale if exact else np.inf])
    return Rows(np.zeros(len(cols), dtype=np.int64), cols, aim.coefs * scale, low, high)


def at_most(objective: Objective, level: int) -> Rows:
    """The constraint that an objective passes no level."""
    scale = scale_of(objective.coefs)
    row, most = np.zeros(len(objective.cols), dtype=np.int64), np.array([level * scale])
    return Rows(row, objective.cols, objective.coefs * scale, np.array([-np.inf]), most)
