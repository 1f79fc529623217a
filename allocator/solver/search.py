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
from allocator.solver.engine import Floats, Ints, Outcome, Rows, both, scale_of
from allocator.solver.formulation import Formulation
from allocator.solver.locking import Lock, at_least
from allocator.solver.objectives import Objective
from allocator.solver.program import Program, solve_program
from allocator.solver.relaxation import Broken, Linear, Slim
from allocator.solver.rounding import NO_ROUNDINGS
from allocator.solver.sifting import linear

Saved = tuple[Floats, Floats, NDArray[np.bool_], Rows, Floats, Floats]
"""Bounds, which columns are whole, constraints, and the bounds that columns came with, at one moment."""

_SLACK = 1e-6
_ROUNDS = 5
"""Times that an answer is asked again with constraints that it broke."""
_CROWDED = 0.6  # below this part of free columns the linear program is made anew without the fixed ones


class Search:
    """Columns, constraints, fixings and the best plan known."""

    def __init__(self, form: Formulation, clock: Clock, plan: Floats | None = None) -> None:
        self.form, self.clock = form, clock
        self.lower, self.upper = form.lower.copy(), form.upper.copy()
        self._came_lower, self._came_upper = form.lower, form.upper
        self.integer = np.ones(len(self.lower), dtype=bool)
        self.rows = form.rows
        self.plan = plan
        self.last_relaxed: Floats | None = None
        self.times_back = 0
        self._relaxation: Slim | None = None
        self._lent: Slim | None = None
        self.roundings = NO_ROUNDINGS

    @property
    def relaxation(self) -> Slim:
        """The linear program, made when it is first asked after columns came back or many were fixed."""
        made = self._lent or self._relaxation
        if made is None:
            made = self._relaxation = Slim(self.lower, self.upper, self.rows, self._linear)
        return made

    def begin_from(self, relaxation: Slim) -> None:
        """Until something changes, ask a linear program of the same columns and constraints that others keep."""
        self._relaxation, self._lent = None, relaxation

    def _linear(self, kept: Ints, lower: Floats, upper: Floats, rows: Rows) -> Linear:
        """The linear program of the free columns; of many homes to flow to, some are left out until they can help."""
        columns = self.form.columns
        lazy = (kept >= columns.z_count) & (kept < columns.z_count + columns.arc_count) & (lower < 0.5)
        inside = np.zeros(len(self.lower), dtype=bool)
        last = columns.some_arcs() if self.last_relaxed is None else self.last_relaxed[: columns.count] > 1e-9
        inside[: columns.count] = last
        if self.plan is not None:
            inside[: len(self.plan)] |= self.plan > 0.5
        return linear(lower, upper, rows, lazy, inside[kept])

    # ------------------------------------------------------------ growing and going back

    def extend(self, lower: Floats, upper: Floats, rows: Rows, *, integer: bool = False) -> int:
        """Add helper columns and constraints; gives the number of the first new constraint."""
        first = self.rows.count
        self.lower, self.upper = np.concatenate([self.lower, lower]), np.concatenate([self.upper, upper])
        self.integer = np.concatenate([self.integer, np.full(len(lower), integer)])
        self.rows = both(self.rows, rows)
        self._came_lower, self._came_upper = (
            np.concatenate([self._came_lower, lower]),
            np.concatenate([self._came_upper, upper]),
        )
        self._lent = None
        if self._relaxation is not None:
            self._relaxation.extend(lower, upper, rows)
        return first

    def snapshot(self) -> Saved:
        """What is needed to come back to this moment."""
        bounds = self.lower.copy(), self.upper.copy()
        return *bounds, self.integer.copy(), self.rows, self._came_lower, self._came_upper

    def restore(self, saved: Saved) -> None:
        """Come back to a moment that was saved (the best plan known stays)."""
        self.times_back += 1
        self.lower, self.upper, self.integer = saved[0].copy(), saved[1].copy(), saved[2].copy()
        self.rows, self._came_lower, self._came_upper = saved[3:]
        self._relaxation = self._lent = None

    def narrow(self, lower: Floats, upper: Floats) -> None:
        """Take over tighter bounds of columns, with all that follows from them."""
        count = len(self.form.lower)
        upper = np.concatenate([self.form.columns.implied(lower[:count], upper[:count]), upper[count:]])
        changed = np.flatnonzero((lower != self.lower) | (upper != self.upper))
        if len(changed) == 0:
            return
        self.lower, self.upper, self._lent = lower, upper, None
        free = int((upper - lower > 1e-9).sum())
        if self._relaxation is not None and free >= _CROWDED * len(self._relaxation.kept):
            self._relaxation.bounds(changed, lower[changed], upper[changed])
        else:
            self._relaxation = None

    def widen(self, lower: Floats, upper: Floats) -> None:
        """Take back fixings: the first columns get the bounds they had before, later helpers those they came with."""
        count, self._lent = len(lower), None
        self.lower = np.concatenate([lower, self._came_lower[count:]])
        self.upper = np.concatenate([upper, self._came_upper[count:]])
        self._relaxation = None

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Set the bounds of a constraint."""
        lower, upper = self.rows.lower.copy(), self.rows.upper.copy()
        lower[row], upper[row], self._lent = low, high, None
        self.rows = replace(self.rows, lower=lower, upper=upper)
        if self._relaxation is not None and not self._relaxation.row_bounds(row, low, high):
            self._relaxation = None

    # ------------------------------------------------------------ asking

    def dense(self, objective: Objective) -> Floats:
        """Coefficients over all columns."""
        full = np.zeros(len(self.lower))
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
        outcome = self._rounded(self.relaxation.solve(self.clock.left()))
        if not outcome.infeasible and not outcome.optimal:
            raise OutOfTime
        if outcome.x is not None:
            self.last_relaxed = outcome.x
        return outcome, scale

    def _rounded(self, outcome: Outcome) -> Outcome:
        """The same in whole needs of pools, as far as that is found."""
        for _ in range(_ROUNDS):
            if outcome.x is None or (broken := self.roundings.broken(outcome.x)) is None:
                break
            self.extend(np.zeros(0), np.zeros(0), broken)
            outcome = self.relaxation.solve(self.clock.left())
        return outcome

    def bound_of(self, outcome: Outcome, scale: float) -> int:
        """No plan has a larger objective than this whole number."""
        value = outcome.value / scale
        return int(np.floor(value + _SLACK + 1e-9 * abs(value)))

    def whole(self, x: Floats) -> bool:
        """Whether the columns that must be whole are."""
        own = x[self.integer]
        return bool(np.all(np.abs(own - np.round(own)) < 1e-6))

    def near(self, outcome: Outcome, gap: float) -> tuple[Floats, Floats]:
        """Bounds without the columns that cost more than ``gap`` (scaled) to change."""
        if outcome.x is None or outcome.reduced is None:
            raise ValueError("only a solved linear program says which columns matter")
        lower, upper = self.lower.copy(), self.upper.copy()
        room = upper - lower > 1e-9
        at_lower = room & (outcome.reduced < -(gap + _SLACK)) & (outcome.x - lower < 1e-6)
        at_upper = room & (outcome.reduced > gap + _SLACK) & (upper - outcome.x < 1e-6)
        upper[at_lower] = lower[at_lower]
        lower[at_upper] = upper[at_upper]
        return lower, upper

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

        ``enough``: what no plan can pass, or need not; it is first looked for near the last linear program's answer.

        Raises:
            OutOfTime: when the limit passed without a plan.
        """
        scale = scale_of(objective.coefs)
        rows = self.rows if more is None else both(self.rows, more)
        hint = None
        if enough is not None and self.last_relaxed is not None:
            hint = Hint(self.last_relaxed, enough * scale, self.plan)
        program = Program(lower, upper, self.integer, rows, self.dense(objective) * scale)
        outcome = self._whole(program, 0.9 * scale, hint)
        if outcome.infeasible:
            return outcome
        return replace(outcome, value=outcome.value / scale, bound=outcome.bound / scale)

    def _whole(self, program: Program, gap: float, hint: Hint | None) -> Outcome:
        count = len(self.form.lower)
        lower, upper = program.lower, program.upper
        upper = np.concatenate([self.form.columns.implied(lower[:count], upper[:count]), upper[count:]])
        program = replace(program, upper=upper)
        outcome = by_zone(self.form.columns, program, gap, self.clock, hint)
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
        none = np.zeros(0)
        return Lock(objective, level, self.extend(none, none, at_least(objective, level, exact=exact)))

    def loosen(self, lock: Lock, slack: int) -> None:
        """Let a locked objective give up at most ``slack``."""
        self.bound_row(lock.row, (lock.level - slack) * scale_of(lock.objective.coefs), np.inf)

    def move_lock(self, lock: Lock, level: int) -> Lock:
        """From now on a locked objective is not worse than another level."""
        self.bound_row(lock.row, level * scale_of(lock.objective.coefs), np.inf)
        return replace(lock, level=level)
