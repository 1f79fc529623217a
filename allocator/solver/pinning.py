"""The waiting stage: the best sum, and with the same question who is served in every plan that reaches it.

Sums of waiting days are rarely equal by chance: often one set of households reaches the best sum, sometimes a
few. So once a good plan is known, the question is not "is there a better plan?" but "is there a plan, at least
as good, that serves others?" Its last answer, no, proves the sum and lists the sets. Later stages are small then.
"""

from dataclasses import dataclass

import numpy as np

from allocator.solver.candidates import Bools
from allocator.solver.engine import Floats, Outcome, Rows
from allocator.solver.objectives import Objective
from allocator.solver.search import Search

_MOST_SETS = 12
_MOST_COLUMNS = 5_000


@dataclass
class ServedSets:
    """Sets of households served by plans that reach the best value of an objective known so far."""

    search: Search
    objective: Objective
    best: int
    sets: list[np.ndarray]
    complete: bool = False

    @classmethod
    def start(cls, search: Search, objective: Objective) -> "ServedSets | None":
        """From the best plan known; None for rounds so large that the question is not worth it."""
        if search.plan is None or search.free > _MOST_COLUMNS:
            return None
        best = objective.number(search.plan)
        return cls(search, objective, best, [_served(search, search.plan)])

    def prove(self, outcome: Outcome, scale: float) -> int:
        """Ask until no other set is as good, or too many are; gives the proven best value.

        Raises:
            OutOfTime: when the limit passed.
        """
        search = self.search
        while True:
            bounds = search.near(outcome, outcome.value - self.best * scale)
            more = _with_floor(_not_again(search, self.sets), self.objective, self.best, scale)
            other = search.whole_plan(self.objective, *bounds, more=more)
            if other.x is None:
                self.complete = True
                return self.best
            value = self.objective.number(other.x)
            if value > self.best:
                search.keep(other.x)
                self.best, self.sets = value, []
            self.sets.append(_served(search, other.x))
            if len(self.sets) > _MOST_SETS and other.bound < value + 1.0:
                return self.best

    def pin_down(self) -> None:
        """Fix households that every best plan serves, or none does; only after a complete list."""
        search, form = self.search, self.search.form
        if not self.complete:
            return
        z = slice(0, form.columns.z_count)
        served = np.array(self.sets)
        household = form.classes.z_household
        never: Bools = served.sum(axis=0) == 0
        always: Bools = served.sum(axis=0) == len(self.sets)
        lower, upper = search.lower.copy(), search.upper.copy()
        upper[z][never[household] & form.columns.z_home] = 0.0
        upper[z][always[household] & ~form.columns.z_home] = 0.0
        search.narrow(lower, upper)
        _keep_served(search, np.flatnonzero(always))


def _with_floor(rows: Rows, objective: Objective, level: int, scale: float) -> Rows:
    """Constraints with one more: the objective is at least ``level``."""
    return Rows(
        np.concatenate([rows.row, np.full(len(objective.cols), rows.count)]),
        np.concatenate([rows.col, objective.cols]),
        np.concatenate([rows.coef, objective.coefs * scale]),
        np.append(rows.lower, level * scale),
        np.append(rows.upper, np.inf),
    )


def _served(search: Search, plan: Floats) -> np.ndarray:
    """(H,) which households a plan serves."""
    columns = search.form.columns
    served = np.zeros(len(search.form.data.round.households), dtype=bool)
    placed = (plan[: columns.z_count] > 0.5) & columns.z_home
    served[search.form.classes.z_household[placed]] = True
    return served


def _not_again(search: Search, found: list[np.ndarray]) -> Rows:
    """Constraints that a plan serves another set than each of these: somebody of it less, or somebody more."""
    columns = search.form.columns
    home = np.flatnonzero(columns.z_home)
    household = search.form.classes.z_household[home]
    row = np.repeat(np.arange(len(found)), len(home))
    coef = np.concatenate([np.where(served[household], -1.0, 1.0) for served in found])
    lower = np.array([1.0 - served.sum() for served in found])
    return Rows(row, np.tile(home, len(found)), coef, lower, np.full(len(found), np.inf))


def _keep_served(search: Search, households: np.ndarray) -> None:
    """Keep in the plan whom every best plan serves."""
    columns = search.form.columns
    cols = [z[columns.z_home[z]] for h in households if len(z := columns.z_of(int(h)))]
    cols = [z[search.upper[z] > 0.5] for z in cols]
    if not cols:
        return
    count = len(cols)
    row = np.repeat(np.arange(count), [len(z) for z in cols])
    rows = Rows(row, np.concatenate(cols), np.ones(len(row)), np.ones(count), np.full(count, np.inf))
    none = np.zeros(0)
    search.extend(none, none, rows)
