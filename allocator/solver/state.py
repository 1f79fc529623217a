"""What a plan does to the homes, and the order in which lots are drawn (docs/model.md 1.2, 2.3 and 2.4).

Plain Python over placements; shared by the aims, the explanation and the judge.
"""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

from allocator.domain.codes import Form, UnitStatus
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.unit import Unit

LotteryKey = tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, ...], ...]]


class Ranks(NamedTuple):
    """Draw order of the lottery: rank (0 is drawn first) by id."""

    household: dict[str, int]
    unit: dict[str, int]
    pool: dict[str, int]


def place_size(household: Household, unit: Unit) -> int:
    """Places the household takes in a unit, or frees there: its persons in shared rooms, else 1."""
    return household.persons if unit.form is Form.SHARED_ROOMS else 1


def base_places(unit: Unit) -> int:
    """Places free before anybody moves; in persons for shared rooms, else in households."""
    if unit.status is not UnitStatus.FREE:
        return 0
    return unit.places if unit.is_shared else min(unit.places, 1)


def movers_by_unit(round_: Round) -> dict[str, tuple[Household, ...]]:
    """Per unit the movers who live in it now; units without movers are left out."""
    found: defaultdict[str, list[Household]] = defaultdict(list)
    for household in round_.households:
        if household.current_unit is not None:
            found[household.current_unit].append(household)
    return {unit: tuple(movers) for unit, movers in found.items()}


def depends_on(
    round_: Round, placements: Iterable[Placement], order: Ranks | None = None
) -> dict[str, tuple[str, ...]]:
    """Per household that waits for others: the movers (sorted by id) who must leave its home first.

    In a unit that movers leave, placements are taken in draw order; the first ones, that fit in the places
    already free, wait for nobody; each later one waits for all who leave that unit.
    """
    rank = (order or ranks(round_)).household
    coming: defaultdict[str, list[Household]] = defaultdict(list)
    for placement in placements:
        coming[placement.unit].append(round_.household_by_id[placement.household])
    placed = {household.id for households in coming.values() for household in households}
    waits: dict[str, tuple[str, ...]] = {}
    for unit_id, movers in movers_by_unit(round_).items():
        leaving = tuple(sorted(h.id for h in movers if h.id in placed))
        if leaving and unit_id in coming:
            unit = round_.unit_by_id[unit_id]
            arrivals = sorted(coming[unit_id], key=lambda h: rank[h.id])
            taken = accumulate(place_size(h, unit) for h in arrivals)
            later = (h for h, so_far in zip(arrivals, taken, strict=True) if so_far > base_places(unit))
            waits |= {h.id: leaving for h in later}
    return waits


def ranks(round_: Round) -> Ranks:
    """Draw order of all households, units and pools: by SHA-256 of seed, round and id, then by id."""
    return Ranks(
        household=_ranks(round_, (h.id for h in round_.households)),
        unit=_ranks(round_, (u.id for u in round_.units)),
        pool=_ranks(round_, (p.id for p in round_.support)),
    )


def _ranks(round_: Round, ids: Iterable[str]) -> dict[str, int]:
    drawn = sha256(f"{round_.lottery_seed}\n{round_.round_id}\n".encode())

    def draw(id_: str) -> tuple[str, str]:
        mine = drawn.copy()
        mine.update(id_.encode())
        return mine.hexdigest(), id_

    return {id_: rank for rank, id_ in enumerate(sorted(set(ids), key=draw))}


def lottery_key(round_: Round, placements: Iterable[Placement], order: Ranks | None = None) -> LotteryKey:
    """The place of a plan in the lottery: the smaller wins; equal only for the same plan.

    Who is placed (ranks, closed by a rank nobody has, so that placing more wins from placing fewer), then the
    rank of each one's home, then of each one's pools.
    """
    rank = order or ranks(round_)
    plan = sorted(placements, key=lambda p: rank.household[p.household])
    nobody = len(rank.household)
    return (
        (*(rank.household[p.household] for p in plan), nobody),
        tuple(rank.unit[p.unit] for p in plan),
        tuple(tuple(rank.pool[pool] for pool in p.pools) for p in plan),
    )
