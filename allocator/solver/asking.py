"""Questions to a settled search: is there an equal plan in which this, or one of these, holds?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from allocator.solver.clock import OutOfTime
from allocator.solver.engine import Floats, Ints, Outcome, Rows
from allocator.solver.objectives import Objective
from allocator.solver.search import Search

_FIRST = 10  # so many households, first in the draw order, count for more than all after them


def urge(place: int) -> float:
    """How much the household at this place in the draw order is reckoned with when a plan is looked for."""
    return float(2 ** max(0, _FIRST - place))


@dataclass
class Asking:
    """Asks the linear program first, an integer program where that does not tell; a plan found is kept."""

    search: Search

    @property
    def plan(self) -> Floats:
        """The best plan known."""
        if self.search.plan is None:
            raise RuntimeError("the stages are not settled: there is no plan yet")
        return self.search.plan

    def best(self, aim: Objective) -> tuple[Outcome, float] | None:
        """Find the best plan for an aim and keep it; gives what the linear program said, and in which scale."""
        search, level = self.search, aim.of_plan(self.plan)
        outcome, scale = search.relax(aim)
        if outcome.x is None:  # there is a plan, so the numbers are too large for the linear program
            self._better(aim, level, search.whole_plan(aim, search.lower, search.upper))
            return None
        bound = search.bound_of(outcome, scale)
        if level < bound and search.whole(outcome.x):
            search.keep(outcome.x)
        elif level < bound:
            near = search.near(outcome, outcome.value - level * scale)
            self._better(aim, level, search.whole_plan(aim, *near, enough=bound))
        return outcome, scale

    def _better(self, aim: Objective, level: int, found: Outcome) -> None:
        if found.x is None:
            return
        if found.bound - found.value >= 1.0:
            raise OutOfTime
        if aim.of_plan(found.x) > level:
            self.search.keep(found.x)

    def any_of(self, cols: Ints, wanted: Floats) -> bool:
        """Whether a plan exists in which at least one of these columns is used; keeps it.

        ``wanted`` says how much each is wanted: a plan with much of that spares later questions.
        """
        search = self.search
        open_ = search.upper[cols] > 0.5
        cols, wanted = cols[open_], wanted[open_]
        if len(cols) == 0:
            return False
        one = Objective(cols, np.ones(len(cols)))
        outcome, _ = search.relax(one)
        if outcome.x is None or outcome.value < 1.0 - 1e-6:
            return False
        row = Rows(np.zeros(len(cols), dtype=np.int64), cols, one.coefs, np.ones(1), np.full(1, np.inf))
        aim = Objective(cols, wanted)
        most, _ = search.relax(aim)
        if most.x is not None and wanted @ most.x[cols] >= 1.0 - 1e-6:
            outcome = most
        return self._confirm(outcome, lambda: search.whole_plan(aim, search.lower, search.upper, more=row, enough=1.0))

    def _confirm(self, outcome: Outcome, solve: Callable[[], Outcome]) -> bool:
        """Settle with an integer program what the linear program does not."""
        if outcome.x is None:
            return False
        if self.search.whole(outcome.x):
            self.search.keep(outcome.x)
            return True
        found = solve()
        if found.x is None:
            return False
        self.search.keep(found.x)
        return True

    def fix(self, cols: Ints, lower: Floats | float, upper: Floats | float) -> None:
        """Settle columns for good."""
        new_lower, new_upper = self.search.lower.copy(), self.search.upper.copy()
        new_lower[cols], new_upper[cols] = lower, upper
        self.search.narrow(new_lower, new_upper)
