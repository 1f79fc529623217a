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
from allocator.solver.merging import both_marks, in_homes, merged, told_apart
from allocator.solver.pieces import solve_in_pieces
from allocator.solver.pools_whole import not_whole
from allocator.solver.program import Program, solve_program

LARGE = 2_000
"""Free columns from which on the two steps are quicker than one."""
_TIMES = 6
"""How many times more pools are kept whole before all are."""


@dataclass(frozen=True)
class Hint:
    """The last linear program's answer, a value (scaled) that is enough, and the best plan known."""

    x: Floats
    enough: float
    plan: Floats | None = None

    @property
    def all(self) -> tuple[Floats, ...]:
        """Answers of which parts may be taken over."""
        return (self.x,) if self.plan is None else (self.x, self.plan)


def by_zone(
    columns: Columns, program: Program, gap: float, clock: Clock, hint: Hint | None = None, duals: Floats | None = None
) -> Outcome | None:
    """The best whole plan of a large program; None when the two steps lead nowhere, or it is not large.

    ``duals``: of the last linear program, over the constraints of the formulation at least.

    Raises:
        OutOfTime: when the limit passed.
    """
    steps = _Steps(columns, gap, clock, duals)
    large = int((program.upper - program.lower > 1e-9).sum()) >= LARGE
    if hint is not None:
        found = steps.near(program, hint, large=large)
        if found is not None and found.x is not None and found.value >= hint.enough - gap:
            return replace(found, bound=max(found.value, hint.enough))
    return steps.at_large(program) if large else None


@dataclass(frozen=True)
class _Steps:
    """Plans of programs over the same columns."""

    columns: Columns
    gap: float
    clock: Clock
    duals: Floats | None

    def at_large(self, program: Program) -> Outcome | None:
        """In the first step some pools are whole: those that could not be made whole after it, one time or another."""
        for _ in range(_TIMES):
            known = len(self.columns.whole_pools)
            if (found := self._two_steps(program, self._divisible())) is not None:
                return found
            if len(self.columns.whole_pools) == known:
                break
        return self._two_steps(program, self._divisible(pools=False))

    def near(self, program: Program, hint: Hint, *, large: bool) -> Outcome | None:
        """A plan in which those stay in their zone whom the linear program does not divide."""
        whole = undivided(self.columns, hint.x)
        near = _fixed(self.columns, program, whole, hint.x)
        if whole.all():
            return solve_in_pieces(near, gap=self.gap, clock=self.clock, hints=hint.all)
        return self._two_steps(near, self._divisible(), hint) if large else None

    def _divisible(self, *, pools: bool = True) -> Ints:
        """Columns that need not be whole in the first step: of homes, and of pools but for those that have to be."""
        columns = self.columns
        homes = columns.z_count + np.arange(columns.arc_count)
        if not pools:
            return homes
        whole = columns.whole_pools
        cols = (c for one in columns.demand for p, c in zip(one.pools, one.columns, strict=True) if p not in whole)
        return np.concatenate([homes, np.fromiter(cols, dtype=np.int64)])

    def _two_steps(self, program: Program, divisible: Ints, hint: Hint | None = None) -> Outcome | None:
        """The plan of a first step made whole; None when that costs something. Without a plan: there is none.

        In the first step homes that are alike are one. Where its plan does not fit, more of them are told apart.
        """
        columns, integer = self.columns, program.integer.copy()
        integer[divisible] = False
        first, alike = replace(program, integer=integer), self._alike()
        while (some := merged(columns, first, alike)) is not None:
            found = solve_program(some.program, gap=self.gap, seconds=self.clock.left())
            if found.x is None:
                return found if found.infeasible else None
            bound = found.bound + some.constant
            inside = _in_zones(columns, program, some.spread(found.x, program))
            if (homes := in_homes(columns, inside, self.clock.left())) is None:
                return None
            if homes.x is not None and homes.value >= bound - self.gap:
                return self._made_whole(inside, integer, homes.x, bound, hint)
            known, alike = alike, both_marks(alike, homes.apart)
            if alike.max() == known.max():
                return None
            columns.alike = both_marks(columns.alike, homes.apart)
        return Outcome(None, -np.inf, -np.inf, infeasible=True)

    def _alike(self) -> Ints:
        """Marks of homes to begin with: alike in all that was found out, and worth the same."""
        alike = self.columns.alike
        return alike if self.duals is None else told_apart(self.columns, alike, self.duals)

    def _made_whole(
        self, inside: Program, integer: Bools, homes: Floats, bound: float, hint: Hint | None
    ) -> Outcome | None:
        """A plan with everybody in the zone of the first step; None when that costs something."""
        hints = (homes,) if hint is None or hint.plan is None else (homes, hint.plan)
        whole = solve_in_pieces(inside, gap=self.gap, clock=self.clock, hints=hints)
        if whole.x is not None and whole.value >= bound - self.gap:
            return replace(whole, bound=max(whole.value, bound))
        if whole.infeasible and hint is None:
            some = not_whole(self.columns, replace(inside, integer=integer), homes, self.clock)
            self.columns.whole_pools |= some
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
