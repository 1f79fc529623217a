"""Questions to a settled search: is there an equal plan in which this, or one of these, holds?"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from allocator.solver.engine import Floats, Ints, Outcome, Rows
from allocator.solver.objectives import NOTHING, Objective
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

    def fits(self, cols: Ints, lower: Floats) -> bool:
        """Whether a plan exists in which these columns are at least ``lower``; keeps it."""
        search = self.search
        if np.any(search.upper[cols] < lower - 1e-9):
            return False
        lift = np.flatnonzero(search.lower[cols] < lower - 1e-9)
        if len(lift) == 0:
            return True
        cols, lower = cols[lift], lower[lift]
        search.relaxation.bounds(cols, lower, search.upper[cols])
        try:
            outcome, _ = search.relax(NOTHING)
        finally:
            search.relaxation.bounds(cols, search.lower[cols], search.upper[cols])
        raised = search.lower.copy()
        raised[cols] = lower
        return self._confirm(outcome, lambda: search.whole_plan(NOTHING, raised, search.upper, enough=0.0))

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

    def any_more(self, cols: Ints, wanted: Floats) -> bool:
        """Whether a plan exists that uses at least one of these columns more than the best plan known; keeps it."""
        if len(cols) == 0:
            return False
        used, most = self.plan[cols], self.search.upper[cols]
        unused = used < 0.5
        if self.any_of(cols[unused], wanted[unused]):
            return True
        grow = cols[~unused & (most > used + 0.5)]
        return any(self.fits(np.array([y]), np.array([self.plan[y] + 1.0])) for y in grow)

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
