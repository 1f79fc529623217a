"""The door to OR-Tools: arrays to protocol buffers (whole arrays, never element by element) and answers back."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from google.protobuf.duration_pb2 import Duration
from numpy.typing import NDArray
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
    sparse_containers_pb2,
)

LARGEST = 8192.0
"""Coefficients of an aim are scaled by a power of two to be at most this large."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_USED = sparse_containers_pb2.SparseVectorFilterProto(skip_zero_values=True)
_OPTIMAL = result_pb2.TERMINATION_REASON_OPTIMAL
_INFEASIBLE = {
    result_pb2.TERMINATION_REASON_INFEASIBLE,
    result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
}
_FEASIBLE = result_pb2.TERMINATION_REASON_FEASIBLE


@dataclass(frozen=True)
class Rows:
    """Linear constraints as triplets; ``row`` counts from 0 within this block."""

    row: Ints
    col: Ints
    coef: Floats
    lower: Floats
    upper: Floats

    @property
    def count(self) -> int:
        """Number of constraints."""
        return len(self.lower)


@dataclass(frozen=True)
class Outcome:
    """What a solve gave: ``x`` is None without a solution; ``bound`` is proven (maximisation).

    ``reduced``: per column, ``duals``: per constraint, what one more of it is worth; ``basis``: where the engine ended;
    of linear programs only. ``nodes``: of the search of an integer program.
    """

    x: Floats | None
    value: float
    bound: float
    infeasible: bool
    reduced: Floats | None = None
    duals: Floats | None = None
    basis: solution_pb2.BasisProto | None = None
    nodes: int = 0

    @property
    def optimal(self) -> bool:
        """Whether value and bound meet."""
        return self.x is not None and self.bound - self.value < 1e-6 * max(1.0, abs(self.value))


def sparse(ids: Ints, values: Floats) -> sparse_containers_pb2.SparseDoubleVectorProto:
    """Values of some ids; the others are 0."""
    return sparse_containers_pb2.SparseDoubleVectorProto(ids=ids.tolist(), values=values.tolist())


def matrix(rows: Rows, first_row: int) -> sparse_containers_pb2.SparseDoubleMatrixProto:
    """The coefficients of a block of constraints; its first one gets the id ``first_row``."""
    order = np.argsort(rows.row * (rows.col.max(initial=0) + 1) + rows.col, kind="stable")  # nearly sorted: quick
    return sparse_containers_pb2.SparseDoubleMatrixProto(
        row_ids=(rows.row[order] + first_row).tolist(),
        column_ids=rows.col[order].tolist(),
        coefficients=rows.coef[order].tolist(),
    )


def limit(seconds: float | None) -> Duration | None:
    """A time limit as MathOpt wants it; None: no limit."""
    if seconds is None:
        return None
    bounded = max(seconds, 0.01)
    return Duration(seconds=int(bounded), nanos=int((bounded % 1) * 1e9))


def model(
    lower: Floats, upper: Floats, integer: NDArray[np.bool_], rows: Rows, objective: Floats
) -> model_pb2.ModelProto:
    """A maximisation as MathOpt wants it."""
    used = np.flatnonzero(objective)
    return model_pb2.ModelProto(
        variables=model_pb2.VariablesProto(
            ids=range(len(lower)),
            lower_bounds=lower.tolist(),
            upper_bounds=upper.tolist(),
            integers=integer.tolist(),
        ),
        objective=model_pb2.ObjectiveProto(maximize=True, linear_coefficients=sparse(used, objective[used])),
        linear_constraints=model_pb2.LinearConstraintsProto(
            ids=range(rows.count), lower_bounds=rows.lower.tolist(), upper_bounds=rows.upper.tolist()
        ),
        linear_constraint_matrix=matrix(rows, 0),
    )


def outcome_of(result: Any, columns: int, rows: int = 0) -> Outcome:
    """The answer of MathOpt as arrays over all columns, and all ``rows`` where their duals are asked."""
    reason = result.termination.reason
    bounds = result.termination.objective_bounds
    if reason in _INFEASIBLE:
        return Outcome(None, -np.inf, -np.inf, infeasible=True, nodes=result.solve_stats.node_count)
    if not result.solutions or not result.solutions[0].HasField("primal_solution"):
        return Outcome(None, -np.inf, bounds.dual_bound, infeasible=False)
    first = result.solutions[0]
    x = np.zeros(columns)
    found = first.primal_solution.variable_values
    x[np.asarray(found.ids, dtype=np.int64)] = np.asarray(found.values)
    reduced, duals = None, None
    if first.HasField("dual_solution"):
        reduced, duals = np.zeros(columns), np.zeros(rows)
        costs = first.dual_solution.reduced_costs
        reduced[np.asarray(costs.ids, dtype=np.int64)] = np.asarray(costs.values)
        if rows:
            worth = first.dual_solution.dual_values
            duals[np.asarray(worth.ids, dtype=np.int64)] = np.asarray(worth.values)
    value = first.primal_solution.objective_value
    bound = value if reason == _OPTIMAL and reduced is not None else bounds.dual_bound
    basis = first.basis if first.HasField("basis") else None
    return Outcome(x, value, bound, infeasible=False, reduced=reduced, duals=duals, basis=basis)


def ask(
    engine: Any,
    parameters: parameters_pb2.SolveParametersProto,
    columns: int,
    rows: int = 0,
    *,
    start: Floats | None = None,
    basis: solution_pb2.BasisProto | None = None,
) -> Outcome:
    """Run a MathOpt solver and read its answer; ``start``: a solution, ``basis``: a basis that it may begin with."""
    about = model_parameters_pb2.ModelSolveParametersProto(
        initial_basis=basis, variable_values_filter=_USED, dual_values_filter=_USED, reduced_costs_filter=_USED
    )
    if start is not None:
        about.solution_hints.add().variable_values.CopyFrom(sparse(np.arange(columns), start))
    given = parameters, about, None, callback_pb2.CallbackRegistrationProto(), None, None
    return outcome_of(engine.solve(*given), columns, rows)


@dataclass(frozen=True)
class Squeezed:
    """Constraints over the columns that are still free; ``row_of`` maps old rows to new ones (-1: gone)."""

    kept: NDArray[np.bool_]
    rows: Rows
    row_of: Ints
    fixed_part: Floats


def squeeze(lower: Floats, upper: Floats, rows: Rows) -> Squeezed | None:
    """Take fixed columns out of constraints; None when a constraint is broken by fixed columns alone."""
    kept = upper - lower > 1e-9
    fixed = np.where(kept, 0.0, lower)
    fixed_part: Floats = np.bincount(rows.row, weights=rows.coef * fixed[rows.col], minlength=rows.count).astype(float)
    inside = kept[rows.col]
    alive = np.bincount(rows.row[inside], minlength=rows.count) > 0
    alive &= np.isfinite(rows.lower) | np.isfinite(rows.upper)
    inside &= alive[rows.row]
    low, high = rows.lower - fixed_part, rows.upper - fixed_part
    slack = 1e-6 * np.maximum(1.0, np.abs(fixed_part))
    if np.any(~alive & ((low > slack) | (high < -slack))):
        return None
    row_of = np.where(alive, np.cumsum(alive) - 1, -1)
    new_col = np.cumsum(kept) - 1
    slim = Rows(row_of[rows.row[inside]], new_col[rows.col[inside]], rows.coef[inside], low[alive], high[alive])
    return Squeezed(kept, slim, row_of, fixed_part)


def both(rows: Rows, more: Rows) -> Rows:
    """Constraints, and more constraints."""
    return Rows(
        np.concatenate([rows.row, more.row + rows.count]),
        np.concatenate([rows.col, more.col]),
        np.concatenate([rows.coef, more.coef]),
        np.concatenate([rows.lower, more.lower]),
        np.concatenate([rows.upper, more.upper]),
    )


def without_unused(rows: Rows, lower: Floats, upper: Floats) -> Rows:
    """Constraints without columns that are 0."""
    inside = ((lower != 0.0) | (upper != 0.0))[rows.col]
    return Rows(rows.row[inside], rows.col[inside], rows.coef[inside], rows.lower, rows.upper)


def worth(objective: Floats, x: Floats) -> float:
    """The sum of objective x column over the few columns that are used.

    Over all of a large program the product is done in threads that wait for each other: ten times as slow.
    """
    used = np.flatnonzero(x)
    return float(objective[used] @ x[used])


def without_costly(lower: Floats, upper: Floats, outcome: Outcome, gap: float) -> tuple[Floats, Floats]:
    """Bounds without the columns that cost a linear program's aim more than ``gap`` to change.

    Raises:
        ValueError: of an outcome that is no solved linear program.
    """
    if outcome.x is None or outcome.reduced is None:
        raise ValueError("only a solved linear program says which columns matter")
    lower, upper = lower.copy(), upper.copy()
    room = upper - lower > 1e-9
    at_lower = room & (outcome.reduced < -gap) & (outcome.x - lower < 1e-6)
    at_upper = room & (outcome.reduced > gap) & (upper - outcome.x < 1e-6)
    upper[at_lower] = lower[at_lower]
    lower[at_upper] = upper[at_upper]
    return lower, upper


def scale_of(coefs: Floats) -> float:
    """A power of two that brings coefficients to a size at which solvers are exact."""
    most = float(np.abs(coefs).max(initial=0.0))
    return 1.0 if most <= LARGEST else float(2.0 ** -np.ceil(np.log2(most / LARGEST)))
