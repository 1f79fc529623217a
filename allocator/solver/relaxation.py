"""A linear program that keeps its basis from one aim to the next (GLOP)."""

import numpy as np
from ortools.glop import parameters_pb2 as glop_pb2
from ortools.math_opt import model_pb2, model_update_pb2, parameters_pb2
from ortools.math_opt.core.python import solver as mathopt

from allocator.solver.engine import Floats, Ints, Outcome, Rows, ask, limit, matrix, model, sparse


class Relaxation:
    """A linear program (maximise) that keeps its basis between solves."""

    def __init__(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        self.columns = len(lower)
        self.rows = rows.count
        self._objective = np.zeros(self.columns)
        self._update: model_update_pb2.ModelUpdateProto | None = None
        proto = model(lower, upper, np.zeros(self.columns, dtype=bool), rows, self._objective)
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
        update = model_update_pb2.ModelUpdateProto()
        update.variable_updates.lower_bounds.CopyFrom(sparse(cols, lower))
        update.variable_updates.upper_bounds.CopyFrom(sparse(cols, upper))
        self._send(update)

    def row_bounds(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of constraints (sorted, unique)."""
        update = model_update_pb2.ModelUpdateProto()
        update.linear_constraint_updates.lower_bounds.CopyFrom(sparse(rows, lower))
        update.linear_constraint_updates.upper_bounds.CopyFrom(sparse(rows, upper))
        self._send(update)

    def extend(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        """Add columns after the last one and constraints after the last one (new rows may use old columns)."""
        update = model_update_pb2.ModelUpdateProto()
        if len(lower):
            ids = np.arange(self.columns, self.columns + len(lower))
            update.new_variables.CopyFrom(
                model_pb2.VariablesProto(
                    ids=ids, lower_bounds=lower, upper_bounds=upper, integers=np.zeros(len(ids), dtype=bool)
                )
            )
            self._objective = np.concatenate([self._objective, np.zeros(len(lower))])
        if rows.count:
            update.new_linear_constraints.CopyFrom(
                model_pb2.LinearConstraintsProto(
                    ids=np.arange(self.rows, self.rows + rows.count),
                    lower_bounds=rows.lower,
                    upper_bounds=rows.upper,
                )
            )
            update.linear_constraint_matrix_updates.CopyFrom(matrix(rows, self.rows))
        self.columns += len(lower)
        self.rows += rows.count
        self._send(update)

    def solve(self, seconds: float | None = None) -> Outcome:
        """Solve from the last basis."""
        parameters = parameters_pb2.SolveParametersProto(
            time_limit=limit(seconds),
            presolve=parameters_pb2.EMPHASIS_OFF,
            glop=glop_pb2.GlopParameters(use_preprocessing=False, use_scaling=True),
        )
        return ask(self._solver, parameters, self.columns)
