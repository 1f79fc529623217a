"""What a sub-stage reached while the stages run."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from allocator.solver.aims import SubStage
from allocator.solver.engine import Floats
from allocator.solver.objectives import Objective
from allocator.solver.search import Lock, Search

Progress = Callable[[str, float, float | None], None]
"""Called with the sub-stage, seconds since the start, and the gap so far (None: not known)."""


class Infeasible(Exception):
    """No plan keeps all pins."""


@dataclass
class Reached:
    """What a sub-stage reached, in its own unit."""

    sub: SubStage
    objective: Objective | None = None
    lock: Lock | None = None
    best: int | None = None
    bound: int | None = None
    alone: int | None = None
    made_after: int = 0
    settled: bool = False

    @property
    def aim(self) -> Objective:
        """The objective; it is made before anything is asked of it."""
        if self.objective is None:
            raise RuntimeError(f"{self.sub.name} has no objective yet")
        return self.objective

    @property
    def slack(self) -> int:
        """Tolerance in the objective's own unit."""
        return self.sub.tolerance // abs(self.aim.factor)

    @property
    def title(self) -> str:
        """The sub-stage as progress shows it."""
        stage, name = self.sub.stage.value, self.sub.name
        return stage if name == stage else f"{stage} {name}"


def rounded(search: Search, x: Floats) -> Floats:
    """A plan with its whole columns exactly whole."""
    return np.where(search.integer, np.round(x), x)
