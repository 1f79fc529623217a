"""Integer programs on what is left (HiGHS, or SCIP)."""

import os
import sys
import threading
import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import parameters_pb2
from ortools.math_opt.core.python import solver as mathopt
from ortools.math_opt.solvers import highs_pb2
from ortools.sat.sat_parameters_pb2 import SatParameters
from pybind11_abseil.status import StatusNotOk

from allocator.solver.engine import Floats, Outcome, Rows, ask, limit, model, squeeze, worth


@dataclass(frozen=True)
class Program:
    """A whole integer program (maximise), kept as arrays."""

    lower: Floats
    upper: Floats
    integer: NDArray[np.bool_]
    rows: Rows
    objective: Floats


def _reduce(program: Program) -> tuple[Program, NDArray[np.bool_], float] | None:
    """Take out columns whose bounds are equal: the rest, the mask of kept columns, the constant; None: impossible."""
    slim = squeeze(program.lower, program.upper, program.rows)
    if slim is None:
        return None
    kept = slim.kept
    constant = worth(program.objective, np.where(kept, 0.0, program.lower))
    reduced = Program(
        program.lower[kept], program.upper[kept], program.integer[kept], slim.rows, program.objective[kept]
    )
    return reduced, kept, constant


_KIND = {
    "highs": parameters_pb2.SOLVER_TYPE_HIGHS,
    "scip": parameters_pb2.SOLVER_TYPE_GSCIP,
    "cp-sat": parameters_pb2.SOLVER_TYPE_CP_SAT,
}

_HIGHS = {
    "mip_allow_restart": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_root_presolve_only": True,
}
"""HiGHS spends most of its time on these, and our programs are nearly whole without (docs/decisions/0009)."""
_CUTS = 100
"""Cuts HiGHS keeps; many more than this slow it down on our programs."""

_LOOKING = {"mip_heuristic_run_rens": True, "mip_heuristic_run_rins": True}
_EFFORT = 0.3
_MANY = 1_000
"""Where so many columns are whole, a good plan is the hard part: trying near the linear program's answers finds one up
to ten times sooner. Where they are fewer, it only takes time."""


def _highs_options(program: Program) -> highs_pb2.HighsOptionsProto:
    looking = np.count_nonzero(program.integer) > _MANY
    return highs_pb2.HighsOptionsProto(
        bool_options=_HIGHS | _LOOKING if looking else _HIGHS,
        int_options={"mip_pool_soft_limit": _CUTS},
        double_options={"mip_heuristic_effort": _EFFORT} if looking else {},
    )


_CP_SAT = SatParameters(linearization_level=2)
"""Packings are half linear: with every linear relaxation CP-SAT is twice as quick, and without any it gets lost."""


class _Quiet:
    """Keeps what HiGHS prints to standard output by itself (one line of debugging) away from our own output.

    Standard output belongs to the process: of several threads the first turns it away, and the last brings it back.
    """

    def __init__(self) -> None:
        self._inside = 0
        self._saved = -1
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            if self._inside == 0:
                sys.stdout.flush()
                self._saved, nothing = os.dup(1), os.open(os.devnull, os.O_WRONLY)
                os.dup2(nothing, 1)
                os.close(nothing)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                os.dup2(self._saved, 1)
                os.close(self._saved)


_QUIET = _Quiet()
_INSTEAD = {"highs": "scip", "cp-sat": "highs"}
"""Who solves a program that another cannot."""


def solve_program(
    program: Program,
    *,
    gap: float,
    seconds: float | None = None,
    solver: str = "highs",
    start: Floats | None = None,
) -> Outcome:
    """Solve an integer program to an absolute gap in the objective's unit; ``start``: a plan that it may begin with.

    HiGHS by default; its own relative gap is switched off because it calls wrong answers optimal. Its presolve fails
    now and then on a sound program (an internal error): SCIP solves that one. And once in a while it says that there is
    no plan where there is one, which hangs on the order of the constraints: so it is asked again in another order
    when it says so before it branched. CP-SAT (``cp-sat``) is far quicker on
    small packings; HiGHS solves what it takes for no model at all, such as columns that need not be whole.
    """
    reduced = _reduce(program)
    if reduced is None:
        return Outcome(None, -np.inf, -np.inf, infeasible=True)
    slim, kept, constant = reduced
    if not kept.any():
        return Outcome(program.lower.copy(), constant, constant, infeasible=False)
    hint = None if start is None else start[kept]
    until = None if seconds is None else time.monotonic() + seconds
    try:
        outcome = _ask(slim, _parameters(slim, gap, _left(until), solver), solver, hint)
        if outcome.infeasible and solver == "highs" and outcome.nodes <= 1:
            again = replace(slim, rows=_shuffled(slim.rows))
            outcome = _ask(again, _parameters(slim, gap, _left(until), solver), solver, hint)
    except StatusNotOk:
        if solver not in _INSTEAD:
            raise
        return solve_program(program, gap=gap, seconds=_left(until), solver=_INSTEAD[solver])
    if outcome.x is None:
        return Outcome(None, -np.inf, outcome.bound + constant, outcome.infeasible)
    x = program.lower.copy()
    x[kept] = outcome.x
    x = np.where(program.integer, np.round(x), x)
    return Outcome(x, worth(program.objective, x), outcome.bound + constant, infeasible=False)


def _left(until: float | None) -> float | None:
    return None if until is None else max(until - time.monotonic(), 0.0)


def _ask(
    program: Program, parameters: parameters_pb2.SolveParametersProto, solver: str, start: Floats | None
) -> Outcome:
    proto = model(program.lower, program.upper, program.integer, program.rows, program.objective)
    engine = mathopt.new(_KIND[solver], proto, parameters_pb2.SolverInitializerProto())
    with _QUIET:
        return ask(engine, parameters, len(program.lower), start=start)


def _shuffled(rows: Rows) -> Rows:
    """The same constraints in another order."""
    order = np.random.default_rng(0).permutation(rows.count)
    return Rows(np.argsort(order)[rows.row], rows.col, rows.coef, rows.lower[order], rows.upper[order])


def _parameters(
    program: Program, gap: float, seconds: float | None, solver: str
) -> parameters_pb2.SolveParametersProto:
    return parameters_pb2.SolveParametersProto(
        time_limit=limit(seconds),
        absolute_gap_tolerance=gap,
        relative_gap_tolerance=0.0,
        highs=_highs_options(program) if solver == "highs" else None,
        cp_sat=_CP_SAT if solver == "cp-sat" else None,
        threads=1 if solver == "cp-sat" else None,
    )
