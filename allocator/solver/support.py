"""Which support pool may serve which need, and what it costs (docs/model.md 1.5)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from allocator.domain.codes import SupportLevel
from allocator.domain.household import Need
from allocator.domain.region import SupportPool
from allocator.domain.round import Round

_FREE_OF_POOLS = (SupportLevel.NONE, SupportLevel.ON_SITE_24H)


def takes_pool(need: Need) -> bool:
    """Whether a need takes a pool; on-site support comes with the home."""
    return need.level not in _FREE_OF_POOLS


def hundredths(value: float) -> int:
    """Hours in hundredths, rounded half to even on their decimal spelling."""
    return int((Decimal(str(value)) * 100).to_integral_value(ROUND_HALF_EVEN))


def capacity(pool: SupportPool) -> int:
    """What a pool can still give: hundredths of hours a week, or hundredths of places; never below 0."""
    total = Decimal(str(pool.hours_per_week)) if pool.hours_per_week is not None else Decimal(pool.places or 0)
    free = (total - Decimal(str(pool.used))) * 100
    return max(0, int(free.to_integral_value(ROUND_FLOOR)))


def demand(need: Need, pool: SupportPool, round: Round) -> int:
    """What a need takes from a pool, in hundredths; 0 when the provider moves along."""
    if need.provider is not None:
        return 0
    if pool.hours_per_week is None:
        return 100
    hours = need.hours if need.hours is not None else round.policy.support.default_hours.get(need.level, 0.0)
    return hundredths(hours)


def serves(pool: SupportPool, need: Need, round: Round) -> bool:
    """Whether a pool may serve a need, apart from the municipality and its capacity."""
    if need.kind not in pool.kinds or need.level.rank > pool.max_level.rank:
        return False
    if need.provider is not None and pool.provider != need.provider:
        return False
    support = round.policy.support
    start_by: date = need.start_by or round.as_of + timedelta(days=support.start_window_days)
    if pool.available_from is not None and pool.available_from > start_by:
        return False
    lasts_until = round.as_of + timedelta(days=support.min_days)
    return pool.available_until is None or pool.available_until >= lasts_until


@dataclass(frozen=True, slots=True)
class NeedChoice:
    """One need that takes a pool, with the pools that may serve it per municipality (indices)."""

    household: int
    position: int
    need: Need
    pools: dict[int, tuple[int, ...]]


def need_choices(round: Round, municipality_index: dict[str, int]) -> tuple[NeedChoice, ...]:
    """All needs of the round that take a pool, in the order of households and needs."""
    cache: dict[tuple[object, ...], dict[int, tuple[int, ...]]] = {}
    found: list[NeedChoice] = []
    for h, household in enumerate(round.households):
        taking = [need for need in household.needs if takes_pool(need)]
        for position, need in enumerate(taking):
            key = (need.kind, need.level, need.provider, need.start_by)
            if key not in cache:
                cache[key] = _by_municipality(round, need, municipality_index)
            found.append(NeedChoice(h, position, need, cache[key]))
    return tuple(found)


def _by_municipality(round: Round, need: Need, municipality_index: dict[str, int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for p, pool in enumerate(round.support):
        if serves(pool, need, round):
            for code in pool.municipalities:
                if code in municipality_index:
                    found.setdefault(municipality_index[code], []).append(p)
    return {m: tuple(pools) for m, pools in found.items()}
