"""The plain pair model in CP-SAT, at its best settings on a small machine.

One worker with ``linearization_level=2``, or eight workers; two or four on two cores are worse than either.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from ortools.sat.python import cp_model

from allocator.domain.round import Round
from tests.benchmarks.peers.facts import Ints
from tests.benchmarks.peers.lexicographic import Impossible, Lock, Outcome, PeerResult, lexicographic
from tests.benchmarks.peers.linear import FAR, Aim, Linear, whole


class CpSatEngine:
    """CP-SAT as an engine of the lexicographic drive."""

    def __init__(self, workers: int, linearization: int) -> None:
        self.workers, self.linearization = workers, linearization

    def __call__(self, linear: Linear, aim: Aim, locks: list[Lock], hint: Ints | None, seconds: float) -> Outcome:
        model, columns = _model(linear)
        for lock in locks:
            worth = _value(lock.aim, columns)
            if lock.least is not None:
                model.add(worth >= lock.least)
            if lock.most is not None:
                model.add(worth <= lock.most)
        if aim.sense == "max":
            model.maximize(_value(aim, columns))
        else:
            model.minimize(_value(aim, columns))
        if hint is not None:
            for column, value in zip(columns, hint.tolist(), strict=False):  # newer columns have no hint
                model.add_hint(column, value)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = self.workers
        solver.parameters.linearization_level = self.linearization
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            raise Impossible
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Outcome(None, None)
        found = whole([solver.value(column) for column in columns])
        return Outcome(found, round(solver.best_objective_bound))


def _model(linear: Linear) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    lower, upper = linear.bounds()
    columns = [model.new_int_var(low, high, "") for low, high in zip(lower.tolist(), upper.tolist(), strict=True)]
    matrix = linear.matrix()
    low, high = linear.row_bounds()
    for row, (least, most) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        inside = [columns[j] for j in matrix.indices[part].tolist()]
        weights = matrix.data[part].astype(np.int64).tolist()
        domain = cp_model.Domain(least if least > -FAR else -FAR, most if most < FAR else FAR)
        model.add_linear_expression_in_domain(cp_model.LinearExpr.weighted_sum(inside, weights), domain)
    return model, columns


def _value(aim: Aim, columns: list[cp_model.IntVar]) -> cp_model.LinearExpr:
    inside = [columns[j] for j in aim.columns.tolist()]
    return cp_model.LinearExpr.weighted_sum(inside, aim.weights.tolist()) + aim.constant


def cpsat(round_: Round, seconds: float = 120.0, *, workers: int = 1, linearization: int = 2) -> PeerResult:
    """Every sub-stage with CP-SAT, within so many seconds in all."""
    return lexicographic(round_, CpSatEngine(workers, linearization), seconds)


one_worker: Callable[[Round, float], PeerResult] = partial(cpsat, workers=1, linearization=2)
eight_workers: Callable[[Round, float], PeerResult] = partial(cpsat, workers=8, linearization=1)
