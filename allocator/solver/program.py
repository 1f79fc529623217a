"""Integer programs on what is left (HiGHS, or SCIP)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import parameters_pb2
from ortools.math_opt.core.python import solver as mathopt

from allocator.solver.engine import Floats, Outcome, Rows, ask, limit, model


@dataclass(frozen=True)
class Program:
    """A whole integer program (maximise), kept as arrays."""

    lower: Floats
    upper: Floats
    integer: NDArray[np.bool_]
    rows: Rows
    objective: Floats


def _reduce(program: Program) -> tuple[Program, NDArray[np.bool_], float]:
    """Take out columns whose bounds are equal; gives the rest, the mask of kept columns, the constant."""
    kept = program.upper - program.lower > 1e-9
    rows = program.rows
    fixed_part = np.bincount(
        rows.row, weights=rows.coef * np.where(kept, 0.0, program.lower)[rows.col], minlength=rows.count
    )
    inside = kept[rows.col]
    alive = np.bincount(rows.row[inside], minlength=rows.count) > 0
    new_row = np.cumsum(alive) - 1
    new_col = np.cumsum(kept) - 1
    slim = Rows(
        new_row[rows.row[inside]], new_col[rows.col[inside]], rows.coef[inside],
        (rows.lower - fixed_part)[alive], (rows.upper - fixed_part)[alive],
    )  # fmt: skip
    constant = float(program.objective @ np.where(kept, 0.0, program.lower))
    dead = ~alive
    broken = np.any((fixed_part[dead] < rows.lower[dead] - 1e-6) | (fixed_part[dead] > rows.upper[dead] + 1e-6))
    if broken:
        constant = np.nan
    reduced = Program(program.lower[kept], program.upper[kept], program.integer[kept], slim, program.objective[kept])
    return reduced, kept, constant


def solve_program(program: Program, *, gap: float, seconds: float | None = None, solver: str = "highs") -> Outcome:
    """Solve an integer program to an absolute gap in the objective's unit.

    HiGHS by default; its own relative gap is switched off because it calls wrong answers optimal.
    """
    slim, kept, constant = _reduce(program)
    if np.isnan(constant):
        return Outcome(None, -np.inf, -np.inf, infeasible=True)
    if not kept.any():
        return Outcome(program.lower.copy(), constant, constant, infeasible=False)
    proto = model(slim.lower, slim.upper, slim.integer, slim.rows, slim.objective)
    kind = parameters_pb2.SOLVER_TYPE_HIGHS if solver == "highs" else parameters_pb2.SOLVER_TYPE_GSCIP
    parameters = parameters_pb2.SolveParametersProto(
        time_limit=limit(seconds), absolute_gap_tolerance=gap, relative_gap_tolerance=0.0
    )
    engine = mathopt.new(kind, proto, parameters_pb2.SolverInitializerProto())
    outcome = ask(engine, parameters, len(slim.lower))
    if outcome.x is None:
        return Outcome(None, -np.inf, outcome.bound + constant, outcome.infeasible)
    x = program.lower.copy()
    x[kept] = outcome.x
    x = np.where(program.integer, np.round(x), x)
    return Outcome(x, float(program.objective @ x), outcome.bound + constant, infeasible=False)
