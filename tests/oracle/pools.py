"""The oracle's own reading of docs/model.md 1.5: which pools a need may take, and what it takes from them."""

from datetime import timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from allocator.domain.codes import SupportLevel
from allocator.domain.household import Household, Need
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Unit

LEVELS = list(SupportLevel)
Takes = tuple[tuple[str, int], ...]
"""Per need the pool it takes and the demand in hundredths (of an hour a week, or of a place)."""


def needs_with_pool(household: Household) -> list[Need]:
    """The needs that take a pool, in the household's order."""
    return [n for n in household.needs if n.level not in (SupportLevel.NONE, SupportLevel.ON_SITE_24H)]


def choices(round: Round, household: Household, unit: Unit) -> list[Takes]:
    """Per need every pool that may be taken when the household lives in this unit, with the demand."""
    return [
        tuple((p.id, demand(round, need, p)) for p in round.support if may_take(round, need, p, unit))
        for need in needs_with_pool(household)
    ]


def may_take(round: Round, need: Need, pool: SupportPool, unit: Unit) -> bool:
    """Whether a pool may serve a need in a unit, apart from how much is left."""
    if need.kind not in pool.kinds or unit.municipality not in pool.municipalities:
        return False
    if LEVELS.index(need.level) > LEVELS.index(pool.max_level):
        return False
    if need.provider is not None and need.provider != pool.provider:
        return False
    start_by = need.start_by
    if start_by is None:
        start_by = round.as_of + timedelta(days=round.policy.support.start_window_days)
    if pool.available_from is not None and pool.available_from > start_by:
        return False
    last_day = round.as_of + timedelta(days=round.policy.support.min_days)
    return pool.available_until is None or pool.available_until >= last_day


def demand(round: Round, need: Need, pool: SupportPool) -> int:
    """What the need takes, in hundredths."""
    if need.provider is not None:
        return 0
    if pool.places is not None:
        return 100
    hours = need.hours if need.hours is not None else round.policy.support.default_hours[need.level]
    return int((Decimal(str(hours)) * 100).to_integral_value(ROUND_HALF_EVEN))


def free_capacity(round: Round) -> dict[str, int]:
    """What is left in each pool, in hundredths, never below 0."""
    left = {}
    for pool in round.support:
        total = Decimal(pool.places) if pool.places is not None else Decimal(str(pool.hours_per_week or 0))
        hundredths = ((total - Decimal(str(pool.used))) * 100).to_integral_value(ROUND_FLOOR)
        left[pool.id] = max(0, int(hundredths))
    return left
