"""Who takes what when each takes at most one thing: a linear program over pairs, with prices (GLOP)."""

from dataclasses import dataclass

import numpy as np
from ortools.math_opt import parameters_pb2
from ortools.math_opt.core.python import solver as mathopt

from allocator.solver.engine import Floats, Ints, Rows, ask, model


@dataclass(frozen=True)
class Assigned:
    """The best assignment. ``taken``: part of each pair that is used; ``taker_price`` and ``thing_price``: what one
    more of each would be worth (0 where there is enough).
    """

    value: float
    taken: Floats
    taker_price: Floats
    thing_price: Floats


def assign(taker: Ints, thing: Ints, worth: Floats, takers: Floats, things: Floats) -> Assigned:
    """The assignment of most worth, and the price of every taker and every thing.

    Args:
        taker: per pair the place of who takes.
        thing: per pair the place of what is taken.
        worth: per pair what it is worth; pairs worth nothing are never used.
        takers: how often each taker may take.
        things: how often each thing can be taken.
    """
    if len(worth) == 0:
        return Assigned(0.0, np.zeros(0), np.zeros(len(takers)), np.zeros(len(things)))
    columns, count = len(worth), len(takers) + len(things)
    rows = Rows(
        np.concatenate([taker, thing + len(takers)]),
        np.tile(np.arange(columns), 2),
        np.ones(2 * columns),
        np.full(count, -np.inf),
        np.concatenate([takers, things]),
    )
    proto = model(np.zeros(columns), np.full(columns, np.inf), np.zeros(columns, dtype=bool), rows, worth)
    solver = mathopt.new(parameters_pb2.SOLVER_TYPE_GLOP, proto, parameters_pb2.SolverInitializerProto())
    outcome = ask(solver, parameters_pb2.SolveParametersProto(threads=1), columns, count)
    if outcome.x is None or outcome.duals is None:
        raise RuntimeError("the linear program of an assignment was not solved")
    duals = np.maximum(outcome.duals, 0.0)
    return Assigned(outcome.value, outcome.x, duals[: len(takers)], duals[len(takers) :])


__all__ = ["Assigned", "assign"]
