"""Large integer programs in two steps: who comes in which zone, then the homes and the pools.

A program that leaves homes and pools divisible is a relaxation, so its bound is true; it is many times quicker, and
mostly the homes and pools can be made whole afterwards at no loss. Quicker still: most of those whom the linear
program places in one zone can stay there; a plan found that way counts when it is as good as any can be.
"""

from dataclasses import dataclass, replace

import numpy as np

from allocator.solver.candidates import Bools, Ints
from allocator.solver.clock import Clock
from allocator.solver.columns import Columns
from allocator.solver.engine import Floats, Outcome
from allocator.solver.pieces import solve_in_pieces
from allocator.solver.pools_whole import not_whole
from allocator.solver.program import Program, solve_program

LARGE = 2_000
"""Free columns from which on the two steps are quicker than one."""
_TIMES = 6
"""How many times more pools are kept whole before all are."""


@dataclass(frozen=True)
class Hint:
    """The last linear program's answer, a value (scaled) that is enough, the best plan known, and other answers."""

    x: Floats
    enough: float
    plan: Floats | None = None
    others: tuple[Floats, ...] = ()

    @property
    def all(self) -> tuple[Floats, ...]:
        """Answers of which parts may be taken over."""
        return (self.x,) if self.plan is None else (self.x, self.plan)


def by_zone(columns: Columns, program: Program, gap: float, clock: Clock, hint: Hint | None = None) -> Outcome | None:
    """The best whole plan of a large program; None when the two steps lead nowhere, or it is not large.

    Raises:
        OutOfTime: when the limit passed.
    """
    large = int((program.upper - program.lower > 1e-9).sum()) >= LARGE
    if hint is not None:
        for near in (_few_ways, _near):
            found = near(columns, program, hint, gap, clock, large=large)
            if found is not None and found.x is not None and found.value >= hint.enough - gap:
                return replace(found, bound=max(found.value, hint.enough))
    return _step_by_step(columns, program, gap, clock) if large else None


def _step_by_step(columns: Columns, program: Program, gap: float, clock: Clock) -> Outcome | None:
    """In the first step some pools are whole: those that could not be made whole after it, one time or another."""
    for _ in range(_TIMES):
        known = len(columns.whole_pools)
        if (found := _two_steps(columns, program, _divisible(columns), gap, clock)) is not None:
            return found
        if len(columns.whole_pools) == known:
            break
    return _two_steps(columns, program, _divisible(columns, pools=False), gap, clock)


def _few_ways(
    columns: Columns, program: Program, hint: Hint, gap: float, clock: Clock, *, large: bool
) -> Outcome | None:
    """A plan in which homes are given in the ways that answers of the linear program, or the best plan, give them."""
    if not large:
        return None
    ways = slice(columns.z_count, columns.z_count + columns.arc_count)
    used = np.any([answer[ways] > 1e-9 for answer in (*hint.all, *hint.others)], axis=0)
    upper = program.upper.copy()
    upper[ways] = np.where(used, upper[ways], program.lower[ways])
    return _two_steps(columns, replace(program, upper=upper), _divisible(columns), gap, clock, hint)


def _near(columns: Columns, program: Program, hint: Hint, gap: float, clock: Clock, *, large: bool) -> Outcome | None:
    """A plan in which those stay in their zone whom the linear program does not divide."""
    whole = undivided(columns, hint.x)
    near = _fixed(columns, program, whole, hint.x)
    if whole.all():
        return solve_in_pieces(near, gap=gap, clock=clock, hints=hint.all)
    return _two_steps(columns, near, _divisible(columns), gap, clock, hint) if large else None


def _divisible(columns: Columns, *, pools: bool = True) -> Ints:
    """Columns that need not be whole in the first step: of homes, and of pools but for those that have to be."""
    homes = columns.z_count + np.arange(columns.arc_count)
    if not pools:
        return homes
    cols = (
        c for one in columns.demand for p, c in zip(one.pools, one.columns, strict=True) if p not in columns.whole_pools
    )
    return np.concatenate([homes, np.fromiter(cols, dtype=np.int64)])


def _two_steps(
    columns: Columns, program: Program, divisible: Ints, gap: float, clock: Clock, hint: Hint | None = None
) -> Outcome | None:
    """The plan of a first step made whole; None when that costs something. Without a plan: there is none."""
    integer = program.integer.copy()
    integer[divisible] = False
    first = replace(program, integer=integer)
    loose = solve_program(first, gap=gap, seconds=clock.left())
    if loose.x is None:
        return loose if loose.infeasible else None
    hints = (loose.x,) if hint is None or hint.plan is None else (loose.x, hint.plan)
    inside = _in_zones(columns, program, loose.x)
    whole = solve_in_pieces(inside, gap=gap, clock=clock, hints=hints)
    if whole.x is not None and whole.value >= loose.bound - gap:
        return replace(whole, bound=max(whole.value, loose.bound))
    if whole.infeasible and hint is None:
        columns.whole_pools |= not_whole(columns, replace(inside, integer=integer), loose.x, clock)
    return None


def _in_zones(columns: Columns, program: Program, x: Floats) -> Program:
    """The program in which everybody stays in the zone of a plan."""
    return _fixed(columns, program, np.ones(columns.z_count, dtype=bool), x)


def _fixed(columns: Columns, program: Program, which: Bools, x: Floats) -> Program:
    own = len(columns.lower)
    lower, upper = staying(columns, program.lower, program.upper, which, x)
    upper = np.concatenate([columns.implied(lower[:own], upper[:own]), upper[own:]])
    return replace(program, lower=lower, upper=upper)


def undivided(columns: Columns, x: Floats) -> Bools:
    """(z,) Whom an answer of the linear program does not divide over zones."""
    z = x[: columns.z_count]
    whole: Bools = np.abs(z - np.round(z)) < 1e-6
    return whole


def staying(columns: Columns, lower: Floats, upper: Floats, which: Bools, x: Floats) -> tuple[Floats, Floats]:
    """Bounds by which these stay in, or out of, their zone."""
    lower, upper, z = lower.copy(), upper.copy(), slice(0, columns.z_count)
    at = np.clip(np.round(x[z]), lower[z], upper[z])
    lower[z], upper[z] = np.where(which, at, lower[z]), np.where(which, at, upper[z])
    return lower, upper
