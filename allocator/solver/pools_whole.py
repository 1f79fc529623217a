"""Which pools are the trouble, when needs that were divided over pools cannot be met whole.

A program that leaves needs divisible is many times quicker. Mostly all can be made whole afterwards; where they cannot,
few pools have to be whole from the start, and these are found by asking the same again with fewer and fewer of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from allocator.solver.clock import Clock
from allocator.solver.columns import Columns
from allocator.solver.engine import Floats
from allocator.solver.program import Program, solve_program


def not_whole(columns: Columns, program: Program, x: Floats, clock: Clock) -> set[int]:
    """Pools (by position) that cannot all be whole where everybody is in the zone of an answer; none: it is not they.

    Args:
        columns: of the program.
        program: everybody is in the zone of the answer; what need not be whole is divisible.
        x: the answer.
        clock: says how long it may take.

    The set is smallest: without any one of them the others can be whole.

    Raises:
        OutOfTime: when the limit passed.
    """
    of_pool: dict[int, list[int]] = {}
    for one in columns.demand:
        for pool, column in zip(one.pools, one.columns, strict=True):
            if program.upper[column] > program.lower[column] and not program.integer[column]:
                of_pool.setdefault(pool, []).append(column)
    homes = slice(columns.z_count, columns.z_count + columns.arc_count)
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[homes] = upper[homes] = x[homes]
    asked = replace(program, lower=lower, upper=upper, objective=np.zeros(len(lower)))

    def fails(pools: Iterable[int]) -> bool:
        integer = program.integer.copy()
        integer[[column for pool in pools for column in of_pool[pool]]] = True
        return solve_program(replace(asked, integer=integer), gap=0.9, seconds=clock.left()).infeasible

    return smallest(set(of_pool), fails) if of_pool and fails(of_pool) else set()


def smallest(pools: set[int], fails: Callable[[Iterable[int]], bool]) -> set[int]:
    """Leave out as many as can be left out, many at once first."""
    size = max(1, len(pools) // 2)
    while True:
        line = sorted(pools)
        for start in range(0, len(line), size):
            fewer = pools - set(line[start : start + size])
            if fewer and fails(fewer):
                pools = fewer
        if size == 1:
            return pools
        size = size // 2
