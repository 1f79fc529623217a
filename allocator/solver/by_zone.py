"""Large integer programs in two steps: who comes in which zone, then the homes and the pools.

A program that leaves homes and pools divisible is a relaxation, so its bound is true; it is many times quicker, and
mostly the homes and pools can be made whole afterwards at no loss.
"""

from dataclasses import replace

import numpy as np

from allocator.solver.clock import Clock
from allocator.solver.columns import Columns
from allocator.solver.engine import Outcome
from allocator.solver.program import Program, solve_program

_LARGE = 5_000  # free columns from which on the two steps are quicker than one


def by_zone(columns: Columns, program: Program, gap: float, clock: Clock) -> Outcome | None:
    """The best whole plan of a large program; None when the two steps lead nowhere, or it is not large.

    Raises:
        OutOfTime: when the limit passed.
    """
    if int((program.upper - program.lower > 1e-9).sum()) < _LARGE:
        return None
    at = np.arange(len(program.lower))
    homes = (at >= columns.z_count) & (at < columns.z_count + columns.arc_count)
    pools = np.zeros(len(at), dtype=bool)
    for one in columns.demand:
        pools[list(one.columns)] = True
    for divisible in (homes | pools, homes):
        loose = solve_program(replace(program, integer=program.integer & ~divisible), gap=gap, seconds=clock.left())
        if loose.x is None:
            return loose if loose.infeasible else None
        whole = solve_program(_in_zones(columns, program, loose), gap=gap, seconds=clock.left())
        if whole.x is not None and whole.value >= loose.bound - gap:
            return replace(whole, bound=max(whole.value, loose.bound))
    return None


def _in_zones(columns: Columns, program: Program, loose: Outcome) -> Program:
    """The program in which everybody stays in the zone of a plan."""
    if loose.x is None:
        raise ValueError("there is no plan")
    lower, upper = program.lower.copy(), program.upper.copy()
    z, own = slice(0, columns.z_count), len(columns.lower)
    lower[z] = upper[z] = np.round(loose.x[z])
    upper = np.concatenate([columns.implied(lower[:own], upper[:own]), upper[own:]])
    return replace(program, lower=lower, upper=upper)
