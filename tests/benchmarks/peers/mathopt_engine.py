"""HiGHS and SCIP inside OR-Tools, by MathOpt: the same sparse model, gaps set by hand.

The objective is kept small for floats: without its constant, divided by the common divisor of its weights.
An absolute gap just under 1 proves a whole number; the relative gap must be 0, because HiGHS's own 1e-4 calls
a plan best that is not.
"""

from datetime import timedelta
from math import ceil, floor, isfinite

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from scipy.sparse import csr_matrix

from tests.benchmarks.peers.facts import Ints
from tests.benchmarks.peers.lexicographic import Impossible, Lock, Outcome
from tests.benchmarks.peers.linear import FAR, Aim, Linear, whole

GAP = 0.999
NO_PLAN = {mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED}


class MathOptEngine:
    """One solver of MathOpt as an engine of the lexicographic drive."""

    def __init__(self, solver: mathopt.SolverType) -> None:
        self.solver = solver

    def __call__(self, linear: Linear, aim: Aim, locks: list[Lock], hint: Ints | None, seconds: float) -> Outcome:
        model = mathopt.Model.from_model_proto(_proto(linear, aim, locks))
        variables = list(model.variables())
        hints = []
        if hint is not None:
            known = {variables[j]: float(v) for j, v in enumerate(hint.tolist())}
            hints = [mathopt.SolutionHint(variable_values=known)]
        result = mathopt.solve(
            model,
            self.solver,
            params=mathopt.SolveParameters(
                time_limit=timedelta(seconds=seconds), relative_gap_tolerance=0.0, absolute_gap_tolerance=GAP
            ),
            model_params=mathopt.ModelSolveParameters(solution_hints=hints),
        )
        if result.termination.reason in NO_PLAN:
            raise Impossible
        solution = None
        if result.has_primal_feasible_solution():
            solution = whole(np.rint(result.variable_values(variables)))
        return Outcome(solution, _bound(result.termination.objective_bounds.dual_bound, aim))


def _bound(dual: float, aim: Aim) -> int | None:
    """A value that no plan passes; a float is trusted to one part in 10^9."""
    if not isfinite(dual):
        return None
    slack = 1e-6 + 1e-9 * abs(dual)
    steps = floor(dual + slack) if aim.sense == "max" else ceil(dual - slack)
    return aim.constant + aim.unit * steps


def _edge(lock: Lock, value: int | None, otherwise: int) -> float:
    return otherwise if value is None else (value - lock.aim.constant) / lock.aim.unit


def _proto(linear: Linear, aim: Aim, locks: list[Lock]) -> model_pb2.ModelProto:
    """The sparse model, the locks as rows below it, and the objective."""
    lower, upper = linear.bounds()
    integer = np.ones(linear.columns, dtype=bool)
    integer[linear.implied] = False
    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(linear.columns))
    proto.variables.lower_bounds.extend(lower.astype(float).tolist())
    proto.variables.upper_bounds.extend(upper.astype(float).tolist())
    proto.variables.integers.extend(integer.tolist())
    _rows(proto, linear, locks)
    order = np.argsort(aim.columns)
    proto.objective.maximize = aim.sense == "max"
    proto.objective.linear_coefficients.ids.extend(aim.columns[order].tolist())
    proto.objective.linear_coefficients.values.extend((aim.weights[order] / aim.unit).tolist())
    return proto


def _rows(proto: model_pb2.ModelProto, linear: Linear, locks: list[Lock]) -> None:
    low, high = linear.row_bounds()
    matrix = linear.matrix()
    for lock in locks:
        low = np.append(low, _edge(lock, lock.least, -FAR))
        high = np.append(high, _edge(lock, lock.most, FAR))
    entries = [(matrix.data, matrix.indices, matrix.indptr)]
    start = matrix.indptr[-1]
    for lock in locks:
        start += len(lock.aim.columns)
        entries.append((lock.aim.weights / lock.aim.unit, lock.aim.columns, np.array([start])))
    data, indices, indptr = (np.concatenate([e[k] for e in entries]) for k in range(3))
    whole_matrix = csr_matrix((data, indices, indptr), shape=(len(low), linear.columns))
    whole_matrix.sort_indices()
    proto.linear_constraints.ids.extend(range(len(low)))
    proto.linear_constraints.lower_bounds.extend(np.where(low <= -FAR, -np.inf, low).tolist())
    proto.linear_constraints.upper_bounds.extend(np.where(high >= FAR, np.inf, high).tolist())
    row_of = np.repeat(np.arange(len(low)), np.diff(whole_matrix.indptr))
    proto.linear_constraint_matrix.row_ids.extend(row_of.tolist())
    proto.linear_constraint_matrix.column_ids.extend(whole_matrix.indices.tolist())
    proto.linear_constraint_matrix.coefficients.extend(whole_matrix.data.tolist())
