"""A linear program that keeps its basis from one aim to the next (GLOP)."""

import time
from typing import Protocol

import numpy as np
from ortools.glop import parameters_pb2 as glop_pb2
from ortools.math_opt import model_pb2, model_update_pb2, parameters_pb2, solution_pb2
from ortools.math_opt.core.python import solver as mathopt
from pybind11_abseil.status import StatusNotOk

from allocator.solver.basis import Basis, read
from allocator.solver.engine import Floats, Ints, Outcome, Rows, ask, limit, matrix, model, sparse

_TURNS = 50
"""Iterations for each column and constraint after which GLOP goes round in circles (numbers too large for it)."""


class Relaxation:
    """A linear program (maximise) that keeps its basis between solves."""

    def __init__(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        self.columns = len(lower)
        self.rows = rows.count
        self._objective = np.zeros(self.columns)
        self._lower, self._upper = lower.copy(), upper.copy()
        self._row_lower, self._row_upper = rows.lower.copy(), rows.upper.copy()
        self._entries = [(rows.row, rows.col, rows.coef)]
        self._basis: Basis | None = None
        self._found: Outcome | None = None
        self._tell = False
        self._start()

    @property
    def basis(self) -> Basis | None:
        """Where it stands: the last answer's basis, or the one to begin from, with all that came since."""
        if self._found is not None and self._found.basis is not None:
            self._basis = read(self._found.basis, self.columns, self.rows)
        self._found = None
        return self._basis

    def begin(self, basis: Basis) -> None:
        """Go on from this basis."""
        self._found, self._basis, self._tell = None, basis, True

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
        if (stands := self.basis) is not None:
            self._basis = stands.extended(len(lower), rows.count)
        self._tell |= len(lower) > 0
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
        if (stands := self.basis) is not None:
            self._basis = stands.extended(len(lower), 0)
        self._tell = True
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
        """Solve from where it stands; where GLOP loses its way from there, from nowhere."""
        until = None if seconds is None else time.monotonic() + seconds
        basis = self.basis.proto() if self._tell and self.basis is not None else None
        self._tell = False
        try:
            found = self._ask(until, basis)
        except StatusNotOk:
            found = None
        if found is None or (not found.optimal and not found.infeasible and _left(until)):
            self._start()
            found = self._ask(until, None)
        self._found = found
        return found

    def _ask(self, until: float | None, basis: solution_pb2.BasisProto | None) -> Outcome:
        parameters = parameters_pb2.SolveParametersProto(
            time_limit=limit(None if until is None else until - time.monotonic()),
            presolve=parameters_pb2.EMPHASIS_OFF,
            glop=glop_pb2.GlopParameters(
                use_preprocessing=False, use_scaling=True, max_number_of_iterations=_TURNS * (self.columns + self.rows)
            ),
        )
        return ask(self._solver, parameters, self.columns, self.rows, basis=basis)


def _left(until: float | None) -> bool:
    return until is None or time.monotonic() < until


class Linear(Protocol):
    """A linear program (maximise) that keeps its basis between solves, as ``Relaxation`` does."""

    columns: int
    rows: int

    @property
    def basis(self) -> Basis | None:
        """Where it stands."""

    def begin(self, basis: Basis) -> None:
        """Go on from this basis."""

    def objective(self, objective: Floats) -> None:
        """Set the aim over all columns."""

    def bounds(self, cols: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of columns."""

    def row_bounds(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of constraints."""

    def extend(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        """Add columns and constraints."""

    def solve(self, seconds: float | None = None) -> Outcome:
        """Solve from where it stands."""
