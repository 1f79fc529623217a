"""What a move does to home, support and list: somebody lives there now, or has left."""

from collections.abc import Mapping
from datetime import date

from allocator.actions.parts.underway import occupant_of, uses_of
from allocator.domain.codes import UnitStatus
from allocator.store import NotFound, Work, claims, occupants, people, region
from allocator.store.placements import Kept


def settle(work: Work, kept: Kept, on: date) -> None:
    """The household lives there: its home is taken, the one that it left is free, and it is off the list."""
    unit, _ = region.unit(work, kept.line.unit)
    if unit.is_shared:
        left = max(0, unit.places - int(kept.facts["places"]))
        claims.close_ranks(work, unit.id, left)
        status = UnitStatus.OCCUPIED if left == 0 else unit.status
        region.keep_unit(work, unit.model_copy(update={"places": left, "status": status}))
    else:
        region.keep_unit(work, unit.model_copy(update={"status": UnitStatus.OCCUPIED}))
    if (home := kept.facts["left"]) is not None:
        _free(work, home, on)
    if (one := occupant_of(kept)) is not None:
        occupants.move_in(work, one, kept.id)
    _use(work, uses_of(kept), 1)
    people.remove_household(work, kept.line.household)


def _free(work: Work, key: str, on: date) -> None:
    """The home that a household left, from the day on which the next one can come."""
    try:
        unit, _ = region.unit(work, key)
    except NotFound:
        return
    if unit.status is UnitStatus.OCCUPIED and not unit.is_shared:
        region.keep_unit(work, unit.model_copy(update={"status": UnitStatus.FREE, "available_from": on}))


def leave(work: Work, kept: Kept) -> None:
    """The household has left: it counts for nobody any more. When the home is free, its corporation says."""
    occupants.move_out(work, kept.id)
    _use(work, uses_of(kept), -1)


def _use(work: Work, uses: Mapping[str, int], sign: int) -> None:
    """Hours or places of support that are taken, or given back."""
    for key, hundredths in uses.items():
        try:
            pool, _ = region.pool(work, key)
        except NotFound:
            continue
        if hundredths:
            used = max(0.0, round(pool.used + sign * hundredths / 100, 2))
            region.keep_pool(work, pool.model_copy(update={"used": used}))
