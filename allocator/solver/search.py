"""One lexicographic search: a linear program that keeps its basis, fixings by reduced cost, small integer programs.

A sub-stage is *settled* when a whole plan is known that reaches the bound of its linear program. Bounds may
run ahead of plans (*pending* sub-stages): one plan that meets all their bounds settles them together; if there
is none, the search goes back to the first of them and settles one by one with integer programs.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from allocator.solver.by_zone import Hint, by_zone
from allocator.solver.clock import Clock, OutOfTime
from allocator.solver.engine import Floats, Outcome, Rows, both, scale_of, without_costly, without_unused
from allocator.solver.formulation import Formulation
from allocator.solver.kept import Kept
from allocator.solver.locking import Lock, at_least
from allocator.solver.objectives import Objective
from allocator.solver.program import Program, solve_program
from allocator.solver.propagation import Propagation
from allocator.solver.rounding import NO_ROUNDINGS
from allocator.solver.saved import Few, Saved
from allocator.solver.slim import Broken, Slim

_SLACK = 1e-6
_LIGHTER = 0.7  # so much less is used than when constraints were last made lighter
_ROUNDS = 5
"""Times that an answer is asked again with constraints that it broke."""


class Search:
    """Columns, constraints, fixings and the best plan known."""

    def __init__(self, form: Formulation, clock: Clock, plan: Floats | None = None) -> None:
        self.form, self.clock = form, clock
        self.lower, self.upper = form.lower.copy(), form.upper.copy()
        self._came_lower, self._came_upper = form.lower, form.upper
        self.integer = np.ones(len(self.lower), dtype=bool)
        self.rows = form.rows
        self.plan = plan
        self.times_back = 0
        self._kept = Kept(form.columns)
        self._propagation: Propagation | None = None
        self.roundings, self.propagates, self.lightens = NO_ROUNDINGS, True, False
        self._light = float("inf")

    @property
    def relaxation(self) -> Slim:
        """The linear program; kept until columns come back or many are fixed."""
        return self._kept.program(self.lower, self.upper, self.rows, self.plan)

    @property
    def free(self) -> int:
        """Number of columns that are not fixed."""
        return int(np.count_nonzero(self.upper - self.lower > 1e-9))

    @property
    def last_relaxed(self) -> Floats | None:
        """The linear program's last answer."""
        return self._kept.last

    def begin_from(self, relaxation: Slim) -> None:
        """Until something changes, ask a linear program of the same columns and constraints that others keep."""
        self._kept.lend(relaxation)

    def begin_at(self, plan: Floats) -> None:
        """A plan of the formulation that the first linear program begins at (it is not kept: it may be poor)."""
        self._kept.begin_at(plan, self.rows.count)

    # ------------------------------------------------------------ growing and going back

    def extend(self, lower: Floats, upper: Floats, rows: Rows, *, integer: NDArray[np.bool_] | bool = False) -> int:
        """Add helper columns and constraints; gives the number of the first new constraint."""
        first = self.rows.count
        self.lower, self.upper = np.concatenate([self.lower, lower]), np.concatenate([self.upper, upper])
        self.integer = np.concatenate([self.integer, np.full(len(lower), integer)])
        self.rows = both(self.rows, rows)
        self._came_lower, self._came_upper = (
            np.concatenate([self._came_lower, lower]),
            np.concatenate([self._came_upper, upper]),
        )
        self._kept.extend(lower, upper, rows)
        if self._propagation is not None:
            self._propagation.extend(rows)
        return first

    def snapshot(self) -> Saved:
        """What is needed to come back to this moment."""
        own = Few.of(self.lower), Few.of(self.upper), self.integer.copy()
        return *own, self.rows, self._came_lower, self._came_upper

    def restore(self, saved: Saved) -> None:
        """Come back to a moment that was saved (the best plan known stays)."""
        self.times_back += 1
        self.lower, self.upper, self.integer = saved[0].all, saved[1].all, saved[2].copy()
        self.rows, self._came_lower, self._came_upper = saved[3:]
        self._propagation, self._light = None, float("inf")
        self._kept.back_to(len(self.lower), self.rows.count)

    def narrow(self, lower: Floats, upper: Floats) -> None:
        """Take over tighter bounds of columns, with all that follows from them."""
        upper = self._implied(lower, upper)
        if self.propagates:
            self._propagation = self._propagation or Propagation(lower, upper, self.rows)
            lower, upper = self._propagation.tightened(lower, upper, self.integer)
        changed = np.flatnonzero((lower != self.lower) | (upper != self.upper))
        if len(changed) == 0:
            return
        self.lower, self.upper = lower, upper
        self._kept.bounds(changed, lower, upper)
        if self.lightens:
            self._lighten()

    def _lighten(self) -> None:
        """Constraints without columns that are no longer used, when they are many (they never come back one by one)."""
        used = float(np.count_nonzero(self.upper))
        if used < _LIGHTER * self._light:
            self._light, self.rows = used, without_unused(self.rows, self.lower, self.upper)

    def _implied(self, lower: Floats, upper: Floats) -> Floats:
        own = slice(0, len(self.form.lower))
        return np.concatenate([self.form.columns.implied(lower[own], upper[own]), upper[own.stop :]])

    def widen(self, lower: Floats, upper: Floats) -> None:
        """Take back fixings: the first columns get the bounds they had before, later helpers those they came with."""
        count, self._propagation = len(lower), None
        self.lower = np.concatenate([lower, self._came_lower[count:]])
        self.upper = np.concatenate([upper, self._came_upper[count:]])
        self._kept.let_go()

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Set the bounds of a constraint."""
        lower, upper = self.rows.lower.copy(), self.rows.upper.copy()
        lower[row], upper[row] = low, high
        self.rows = replace(self.rows, lower=lower, upper=upper)
        self._propagation = None
        self._kept.row_bounds(row, low, high)

    # ------------------------------------------------------------ asking

    def dense(self, objective: Objective) -> Floats:
        """Coefficients over all columns."""
        full: Floats = np.zeros(len(self.lower))
        full[objective.cols] = objective.coefs
        return full

    def relax(self, objective: Objective) -> tuple[Outcome, float]:
        """Solve the linear program for an aim; gives the outcome in scaled units, and the scale.

        Raises:
            OutOfTime: when the limit passed.
        """
        scale = scale_of(objective.coefs)
        try:
            self.relaxation.objective(self.dense(objective) * scale)
        except Broken:
            return Outcome(None, -np.inf, -np.inf, infeasible=True), scale
        outcome = self._relaxed()
        for _ in range(_ROUNDS):
            if outcome.x is None or (broken := self.roundings.broken(outcome.x)) is None:
                break
            self.extend(np.zeros(0), np.zeros(0), broken)
            outcome = self._relaxed()
        return outcome, scale

    def _relaxed(self) -> Outcome:
        outcome = self.relaxation.solve(self.clock.left())
        if not outcome.infeasible and not outcome.optimal:
            raise OutOfTime
        self._kept.last = self._kept.last if outcome.x is None else outcome.x
        if outcome.duals is not None:
            self._kept.duals = outcome.duals
        return outcome

    def bound_of(self, outcome: Outcome, scale: float) -> int:
        """No plan has a larger objective than this whole number."""
        value = outcome.value / scale
        return int(np.floor(value + _SLACK + 1e-9 * abs(value)))

    def whole(self, x: Floats) -> bool:
        """Whether the columns that must be whole are."""
        return bool(np.all(np.abs((own := x[self.integer]) - np.round(own)) < 1e-6))

    def near(self, outcome: Outcome, gap: float) -> tuple[Floats, Floats]:
        """Bounds without the columns that cost more than ``gap`` (scaled) to change."""
        return without_costly(self.lower, self.upper, outcome, gap + _SLACK)

    def whole_plan(
        self,
        objective: Objective,
        lower: Floats,
        upper: Floats,
        *,
        more: Rows | None = None,
        enough: float | None = None,
    ) -> Outcome:
        """Best whole plan within bounds that also keeps ``more``; value and bound in the objective's own unit.

        ``enough``: what no plan passes, or need not; it is looked for near the linear program's answer.

        Raises:
            OutOfTime: when the limit passed without a plan.
        """
        scale, hint = scale_of(objective.coefs), None
        rows = self.rows if more is None else both(self.rows, more)
        if enough is not None and self.last_relaxed is not None:
            hint = Hint(self.last_relaxed, enough * scale, self.plan)
        program = Program(lower, upper, self.integer, rows, self.dense(objective) * scale)
        outcome = self._whole(program, 0.9 * scale, hint)
        if outcome.infeasible:
            return outcome
        return replace(outcome, value=outcome.value / scale, bound=outcome.bound / scale)

    def _whole(self, program: Program, gap: float, hint: Hint | None) -> Outcome:
        program = replace(program, upper=self._implied(program.lower, program.upper))
        outcome = by_zone(self.form.columns, program, gap, self.clock, hint, duals=self._kept.duals)
        if outcome is None:
            outcome = solve_program(program, gap=gap, seconds=self.clock.left())
        if outcome.x is None and not outcome.infeasible:
            raise OutOfTime
        return outcome

    def keep(self, x: Floats) -> None:
        """Remember a whole plan (the columns of the formulation only)."""
        self.plan = np.round(x[: len(self.form.lower)])

    # ------------------------------------------------------------ fixing and locking

    def fix_beyond(self, outcome: Outcome, scale: float, level: int) -> None:
        """Fix every column that no plan with an objective of at least ``level`` can change."""
        gap = max(outcome.value - level * scale, 0.0) + 1e-9 * abs(outcome.value)
        self.narrow(*self.near(outcome, gap))

    def lock(self, objective: Objective, level: int, *, exact: bool = False) -> Lock:
        """From now on an objective is not worse than a level (or, ``exact``, at it)."""
        row = self.extend(np.zeros(0), np.zeros(0), at_least(objective, level, exact=exact))
        return Lock(objective, level, row)

    def loosen(self, lock: Lock, slack: int) -> None:
        """Let a locked objective give up at most ``slack``."""
        self.bound_row(lock.row, (lock.level - slack) * scale_of(lock.objective.coefs), np.inf)

    def move_lock(self, lock: Lock, level: int) -> Lock:
        """From now on a locked objective is not worse than another level."""
        self.bound_row(lock.row, level * scale_of(lock.objective.coefs), np.inf)
        return replace(lock, level=level)
