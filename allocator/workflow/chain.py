"""Placements that wait for each other: what falls when one of them falls."""

from collections.abc import Iterable

from allocator.domain.workflow import LIVE
from allocator.workflow.placement import PlacementState


def falls_with(placement: PlacementState, others: Iterable[PlacementState]) -> tuple[PlacementState, ...]:
    """Live placements that depend on this household's move, directly or through others, the nearest first.

    Each of them is withdrawn for the reason ``earlier_fell_through``, in the same transaction.
    """
    live = sorted((p for p in others if p.state in LIVE and p.id != placement.id), key=lambda p: p.id)
    found: list[PlacementState] = []
    gone = [placement.household]
    for household in gone:
        fallen = [p for p in live if household in p.depends_on and p not in found]
        found += fallen
        gone += [p.household for p in fallen if p.household not in gone]
    return tuple(found)
