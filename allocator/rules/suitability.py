"""Suitability: named points of a pair by the policy, 0 to 1000 in all. What is not known gives no points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from allocator.domain.codes import Accessibility
from allocator.domain.policy import SuitabilityPoints
from allocator.rules.algebra import Tri, equal
from allocator.rules.context import Context
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.sets import within

MOST = 1000
"""Most points of a pair."""

MOST_SPARE = 20
"""More bedrooms than a unit can have too many."""

Steps: TypeAlias = Iterator[tuple[Tri, int]]
Part: TypeAlias = Callable[[Households, Units, SuitabilityPoints], Steps]


def no_spare_bedroom(h: Households, u: Units, p: SuitabilityPoints) -> Steps:
    """Full points without a spare bedroom, less for each; a home of places wastes none."""
    points = [max(0, p.no_spare_bedroom - p.per_spare_bedroom * spare) for spare in range(MOST_SPARE + 1)]
    shared = u.is_shared | ~u.counts_bedrooms
    for spare, (here, more) in enumerate(zip(points, [*points[1:], 0], strict=True)):
        if here > more:
            yield shared | (u.sleeping_rooms <= h.bedrooms_needed + spare), here - more


def origin(h: Households, u: Units, p: SuitabilityPoints) -> Steps:
    """In the municipality where the household comes from."""
    yield equal(h.origin, u.municipality), p.origin


def preferred(h: Households, u: Units, p: SuitabilityPoints) -> Steps:
    """In a municipality that the household prefers."""
    yield within(u.municipality, h.preferred), p.preferred


def affordable(h: Households, u: Units, p: SuitabilityPoints) -> Steps:
    """Rent at or under the capping threshold for so many persons."""
    yield u.rent <= h.rent_cap, p.affordable


def accessibility_not_wasted(h: Households, u: Units, p: SuitabilityPoints) -> Steps:
    """A home for a walker or wheelchair only for who needs that much; step-free is no adaptation."""
    plain = u.accessibility <= Accessibility.STEP_FREE.rank
    yield plain | (u.accessibility <= h.accessibility), p.accessibility_not_wasted


PARTS: dict[str, Part] = {
    part.__name__: part for part in (no_spare_bedroom, origin, preferred, affordable, accessibility_not_wasted)
}
"""The parts by the name of their number in the policy."""


def points_of(h: Households, u: Units, points: SuitabilityPoints, shape: tuple[int, ...]) -> NDArray[np.int32]:
    """Points of every pair (int32, in the shape given), before words on pairs."""
    total = np.zeros(shape, dtype=np.int32)
    for part in PARTS.values():
        for holds, worth in part(h, u, points):
            if worth:
                total += np.multiply(holds.value, np.int32(worth))
    return np.minimum(total, MOST, out=total)


def points_named(context: Context, household_id: str, unit_id: str) -> dict[str, int]:
    """The points of one pair by name, for the explanation; ``score`` alone where people gave points.

    The parts may add up to more than 1000; the pair has 1000 then.

    Raises:
        KeyError: when the round has no such household or unit.
    """
    pair = context.positions(household_id, unit_id)
    if pair in context.scores:
        return {"score": context.scores[pair]}
    h, u = context.pair(*pair)
    policy = context.policy.suitability
    return {
        name: sum(worth for holds, worth in part(h, u, policy) if holds.value.all()) for name, part in PARTS.items()
    }
