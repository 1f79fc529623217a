"""A linear program that keeps its basis from one aim to the next (GLOP)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np
from ortools.glop import parameters_pb2 as glop_pb2
from ortools.math_opt import model_pb2, model_update_pb2, parameters_pb2
from ortools.math_opt.core.python import solver as mathopt
from pybind11_abseil.status import StatusNotOk

from allocator.solver.engine import Floats, Ints, Outcome, Rows, ask, limit, matrix, model, sparse, squeeze, worth


class Relaxation:
    """A linear program (maximise) that keeps its basis between solves."""

    def __init__(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        self.columns = len(lower)
        self.rows = rows.count
        self._objective = np.zeros(self.columns)
        self._lower, self._upper = lower.copy(), upper.copy()
        self._row_lower, self._row_upper = rows.lower.copy(), rows.upper.copy()
        self._entries = [(rows.row, rows.col, rows.coef)]
        self._start()

    def _start(self) -> None:
        """Make the solver, as yet without a basis."""
        row, col, coef = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        rows = Rows(row, col, coef, self._row_lower, self._row_upper)
        proto = model(self._lower, self._upper, np.zeros(self.columns, dtype=bool), rows, self._objective)
        self._solver = mathopt.new(parameters_pb2.SOLVER_TYPE_GLOP, proto, parameters_pb2.SolverInitializerProto())

    def _send(self, update: model_update_pb2.ModelUpdateProto) -> None:
        if not self._solver.update(update):
            raise RuntimeError("GLOP refused an incremental update")

    def objective(self, objective: Floats) -> None:
        """Set the aim; only what changed is sent."""
        changed = np.flatnonzero(objective != self._objective)
        if len(changed) == 0:
            return
        update = model_update_pb2.ModelUpdateProto()
        update.objective_updates.linear_coefficients.CopyFrom(sparse(changed, objective[changed]))
        self._objective = objective.copy()
        self._send(update)

    def bounds(self, cols: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of columns (sorted, unique)."""
        self._lower[cols], self._upper[cols] = lower, upper
        update = model_update_pb2.ModelUpdateProto()
        update.variable_updates.lower_bounds.CopyFrom(sparse(cols, lower))
        update.variable_updates.upper_bounds.CopyFrom(sparse(cols, upper))
        self._send(update)

    def row_bounds(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of constraints (sorted, unique)."""
        self._row_lower[rows], self._row_upper[rows] = lower, upper
        update = model_update_pb2.ModelUpdateProto()
        update.linear_constraint_updates.lower_bounds.CopyFrom(sparse(rows, lower))
        update.linear_constraint_updates.upper_bounds.CopyFrom(sparse(rows, upper))
        self._send(update)

    def extend(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        """Add columns after the last one and constraints after the last one (new rows may use old columns)."""
        update = model_update_pb2.ModelUpdateProto()
        if len(lower):
            self._announce(update, lower, upper, np.zeros(len(lower)))
        if rows.count:
            update.new_linear_constraints.CopyFrom(
                model_pb2.LinearConstraintsProto(
                    ids=np.arange(self.rows, self.rows + rows.count),
                    lower_bounds=rows.lower,
                    upper_bounds=rows.upper,
                )
            )
            update.linear_constraint_matrix_updates.CopyFrom(matrix(rows, self.rows))
            self._entries.append((rows.row + self.rows, rows.col, rows.coef))
            self._row_lower = np.concatenate([self._row_lower, rows.lower])
            self._row_upper = np.concatenate([self._row_upper, rows.upper])
        self.columns += len(lower)
        self.rows += rows.count
        self._send(update)

    def add_columns(self, lower: Floats, upper: Floats, objective: Floats, entries: tuple[Ints, Ints, Floats]) -> None:
        """Add columns after the last one; ``entries``: constraint, new column (from 0) and coefficient."""
        row, col, coef = entries
        update = model_update_pb2.ModelUpdateProto()
        self._announce(update, lower, upper, objective)
        nothing = np.zeros(0)
        inside = Rows(row, col + self.columns, coef, nothing, nothing)
        update.linear_constraint_matrix_updates.CopyFrom(matrix(inside, 0))
        self._entries.append((inside.row, inside.col, inside.coef))
        self.columns += len(lower)
        self._send(update)

    def _announce(
        self, update: model_update_pb2.ModelUpdateProto, lower: Floats, upper: Floats, objective: Floats
    ) -> None:
        ids = np.arange(self.columns, self.columns + len(lower))
        update.new_variables.CopyFrom(
            model_pb2.VariablesProto(
                ids=ids, lower_bounds=lower, upper_bounds=upper, integers=np.zeros(len(ids), dtype=bool)
            )
        )
        used = np.flatnonzero(objective)
        update.objective_updates.linear_coefficients.CopyFrom(sparse(ids[used], objective[used]))
        self._objective = np.concatenate([self._objective, objective])
        self._lower, self._upper = np.concatenate([self._lower, lower]), np.concatenate([self._upper, upper])

    def solve(self, seconds: float | None = None) -> Outcome:
        """Solve from the last basis; where GLOP loses its way from there (an internal error), without one."""
        parameters = parameters_pb2.SolveParametersProto(
            time_limit=limit(seconds),
            presolve=parameters_pb2.EMPHASIS_OFF,
            glop=glop_pb2.GlopParameters(use_preprocessing=False, use_scaling=True),
        )
        try:
            return ask(self._solver, parameters, self.columns, self.rows)
        except StatusNotOk:
            self._start()
            return ask(self._solver, parameters, self.columns, self.rows)


class Linear(Protocol):
    """A linear program (maximise) that keeps its basis between solves, as ``Relaxation`` does."""

    columns: int
    rows: int

    def objective(self, objective: Floats) -> None:
        """Set the aim over all columns."""

    def bounds(self, cols: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of columns."""

    def row_bounds(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of constraints."""

    def extend(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        """Add columns and constraints."""

    def solve(self, seconds: float | None = None) -> Outcome:
        """Solve from the last basis."""


Maker = Callable[[Ints, Floats, Floats, Rows], Linear]
"""Makes a linear program of the columns (given by number) that are still free, their bounds and constraints."""


class Broken(Exception):
    """A constraint is broken by fixed columns alone."""


class Slim:
    """A relaxation without the columns that were fixed when it was made; speaks of all columns.

    Raises:
        Broken: when made of columns and constraints that contradict each other.
    """

    def __init__(self, lower: Floats, upper: Floats, rows: Rows, make: Maker | None = None) -> None:
        slim = squeeze(lower, upper, rows)
        if slim is None:
            raise Broken
        self.kept = np.flatnonzero(slim.kept)
        self._fixed = np.where(slim.kept, 0.0, lower)
        self._position = np.where(slim.kept, np.cumsum(slim.kept) - 1, -1)
        self._row_of, self._fixed_part = slim.row_of, slim.fixed_part
        inside = lower[self.kept], upper[self.kept], slim.rows
        self._inner: Linear = Relaxation(*inside) if make is None else make(self.kept, *inside)
        self._constant = 0.0

    def objective(self, objective: Floats) -> None:
        """Set the aim over all columns."""
        self._constant = worth(objective, self._fixed)
        self._inner.objective(objective[self.kept])

    def holds(self, cols: Ints) -> bool:
        """Whether all these columns can still change here."""
        return bool(np.all(self._position[cols] >= 0))

    def bounds(self, cols: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of columns (sorted, unique) that are still here."""
        self._inner.bounds(self._position[cols], lower, upper)

    def row_bounds(self, row: int, lower: float, upper: float) -> bool:
        """Change bounds of one constraint; False when it is no longer here."""
        if self._row_of[row] < 0:
            return False
        part = self._fixed_part[row]
        where = self._row_of[row : row + 1]
        self._inner.row_bounds(where, np.array([lower - part]), np.array([upper - part]))
        return True

    def extend(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        """Add columns and constraints; new constraints may speak of columns that are gone."""
        old = len(self._position)
        fresh = np.arange(len(lower)) + self._inner.columns
        self.kept = np.concatenate([self.kept, np.arange(old, old + len(lower))])
        self._position = np.concatenate([self._position, fresh])
        self._fixed = np.concatenate([self._fixed, np.zeros(len(lower))])
        part = np.bincount(rows.row, weights=rows.coef * self._fixed[rows.col], minlength=rows.count)
        here = self._position[rows.col] >= 0
        slim = Rows(
            rows.row[here], self._position[rows.col[here]], rows.coef[here], rows.lower - part, rows.upper - part
        )
        self._row_of = np.concatenate([self._row_of, np.arange(rows.count) + self._inner.rows])
        self._fixed_part = np.concatenate([self._fixed_part, part])
        self._inner.extend(lower, upper, slim)

    def solve(self, seconds: float | None = None) -> Outcome:
        """Solve from the last basis; the answer speaks of all columns."""
        found = self._inner.solve(seconds)
        if found.x is None:
            return found
        x = self._fixed.copy()
        x[self.kept] = found.x
        reduced = None
        if found.reduced is not None:
            reduced = np.zeros(len(x))
            reduced[self.kept] = found.reduced
        return replace(
            found, x=x, reduced=reduced, value=found.value + self._constant, bound=found.bound + self._constant
        )
