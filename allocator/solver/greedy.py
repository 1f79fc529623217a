"""A plan at once, for when there is no time: most urgent first, longest waiting first, simple homes only.

It never proves anything and leaves out every home and household that a joint constraint could touch, so what it
gives is always lawful.
"""

import numpy as np

from allocator.solver.candidates import Bools, Candidates
from allocator.solver.caps import cap_sees_household
from allocator.solver.support import capacity, demand

Choice = tuple[int, int, tuple[int, ...]]
"""Household, unit, and a pool for each need that takes one (indices)."""


def greedy_plan(data: Candidates, start: list[Choice]) -> list[Choice]:
    """Places in order on top of a lawful start (the pins); gives (household, unit, pools) per household placed."""
    simple = data.possible & ~data.unfit & _simple_units(data)[None, :] & _simple_households(data)[:, None]
    left = {p: capacity(pool) for p, pool in enumerate(data.round.support)}
    starts = {p: pool.max_households for p, pool in enumerate(data.round.support)}
    order = sorted(range(len(data.days)), key=lambda h: (int(data.urgency[h]), -int(data.days[h]), h))
    free = data.base > 0
    found = list(start)
    for choice in start:
        _take(data, choice, left, starts)
        free[choice[1]] = False
    for h in [h for h in order if h not in {choice[0] for choice in start}]:
        for u in np.flatnonzero(simple[h] & free):
            pools = _pools(data, h, int(data.unit_municipality[u]), left, starts)
            if pools is not None:
                found.append((h, int(u), pools))
                free[u] = False
                break
    return found


def _take(data: Candidates, choice: Choice, left: dict[int, int], starts: dict[int, int | None]) -> None:
    """Deduct what a placement takes of its pools."""
    support = data.round.support
    needs = data.needs_of.get(choice[0], ())
    taken = [(p, demand(n.need, support[p], data.round)) for n, p in zip(needs, choice[2], strict=True)]
    for p, amount in taken:
        left[p] -= amount
    for p in {p for p, amount in taken if amount}:
        limit = starts[p]
        starts[p] = None if limit is None else limit - 1


def _simple_units(data: Candidates) -> Bools:
    joint = {c.id for c in data.round.complexes}
    return np.array(
        [
            not unit.is_shared and unit.complex not in joint and u not in data.movers
            for u, unit in enumerate(data.round.units)
        ],
        dtype=bool,
    )


def _simple_households(data: Candidates) -> Bools:
    apart = {a.household for a in data.round.apart} | {a.other for a in data.round.apart}
    caps = data.round.policy.caps
    return np.array(
        [h.id not in apart and not any(cap_sees_household(cap, h) for cap in caps) for h in data.round.households],
        dtype=bool,
    )


def _pools(
    data: Candidates, household: int, municipality: int, left: dict[int, int], starts: dict[int, int | None]
) -> tuple[int, ...] | None:
    """A pool for each need, taken from what is left; None when one need cannot be met."""
    taken: list[tuple[int, int]] = []
    for choice in data.needs_of.get(household, ()):
        for p in choice.pools[municipality]:
            amount = demand(choice.need, data.round.support[p], data.round)
            starting = starts[p]
            if amount <= left[p] and (amount == 0 or starting is None or starting > 0):
                taken.append((p, amount))
                left[p] -= amount
                break
        else:
            for p, amount in taken:
                left[p] += amount
            return None
    for p in {p for p, amount in taken if amount}:
        limit = starts[p]
        starts[p] = None if limit is None else limit - 1
    return tuple(p for p, _ in taken)
