"""What a plain model reads in a round, straight from docs/model.md, part 1; nothing of `allocator.solver`."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from allocator.domain.codes import CountUnit, Form, StageName, SupportLevel, UnitStatus, Verdict
from allocator.domain.household import Household, Need
from allocator.domain.policy import Cap, Dimension
from allocator.domain.region import ALL_GROUPS, SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Complex, Unit
from allocator.rules import judge

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
NO_POOL = (SupportLevel.NONE, SupportLevel.ON_SITE_24H)


@dataclass(frozen=True)
class Facts:
    """A round with its judged pairs; households and units are numbered in the round's order."""

    round: Round
    allowed: Bools
    points: Ints
    unfit: Bools

    @cached_property
    def unit_number(self) -> dict[str, int]:
        return {u.id: j for j, u in enumerate(self.round.units)}

    @cached_property
    def household_number(self) -> dict[str, int]:
        return {h.id: i for i, h in enumerate(self.round.households)}

    @cached_property
    def movers(self) -> dict[int, int]:
        """Household number -> number of the unit it lives in now."""
        return {
            i: self.unit_number[h.current_unit]
            for i, h in enumerate(self.round.households)
            if h.current_unit is not None and h.current_unit in self.unit_number
        }

    @cached_property
    def movers_in(self) -> dict[int, list[int]]:
        """Unit number -> numbers of the households that live there now and may leave."""
        found: dict[int, list[int]] = defaultdict(list)
        for i, j in self.movers.items():
            found[j].append(i)
        return dict(found)

    @cached_property
    def occupants_of(self) -> dict[str, list[int]]:
        """Unit or complex key -> numbers of occupant rows."""
        found: dict[str, list[int]] = defaultdict(list)
        for k, row in enumerate(self.round.occupants):
            found[row.home].append(k)
        return dict(found)

    @cached_property
    def units_of(self) -> dict[str, list[int]]:
        """Complex key -> numbers of its units."""
        found: dict[str, list[int]] = defaultdict(list)
        for j, unit in enumerate(self.round.units):
            if unit.complex is not None:
                found[unit.complex].append(j)
        return dict(found)

    @cached_property
    def pins(self) -> list[tuple[int, int]]:
        words = [p for p in self.round.pairs if p.verdict is Verdict.PIN]
        return [(self.household_number[p.household], self.unit_number[p.unit]) for p in words]

    @cached_property
    def apart(self) -> list[tuple[int, int]]:
        """Numbers of two households that are kept apart now (occupants are a pair rule)."""
        number = self.household_number
        rows = [a for a in self.round.apart if a.until is None or a.until >= self.round.as_of]
        return [(number[a.household], number[a.other]) for a in rows if a.other in number]

    @cached_property
    def persons(self) -> Ints:
        return np.array([h.persons for h in self.round.households], dtype=np.int64)

    def place(self, unit: int) -> str:
        """Where keep-apart looks: the complex, or else the home."""
        return self.round.units[unit].complex or f" {self.round.units[unit].id}"


def read(round_: Round) -> Facts:
    """Judge all pairs of a round and set the numbers ready."""
    judged = judge(round_)
    return Facts(
        round_,
        np.asarray(judged.allowed, dtype=np.bool_),
        np.asarray(judged.points, dtype=np.int64),
        np.asarray(judged.unfit, dtype=np.bool_),
    )


def base(unit: Unit) -> int:
    """Free places of a unit before anybody leaves it."""
    if unit.status is not UnitStatus.FREE:
        return 0
    return unit.places if unit.is_shared else min(unit.places, 1)


def takes(unit: Unit, household: Household) -> int:
    """How many places of the unit the household takes, or leaves behind."""
    return household.persons if unit.form is Form.SHARED_ROOMS else 1


def share_of_homes(row: Complex) -> int:
    """Most households of one priority group in a complex, rounded down."""
    return int((Decimal(str(row.max_share_per_group)) * row.homes).to_integral_value(ROUND_FLOOR))


def cap_counts_household(cap: Cap, household: Household) -> bool:
    """Whether placements of a household can count under a cap."""
    in_group = cap.group is None or cap.group in (household.target_groups or ())
    return in_group and household.level.rank >= cap.min_level.rank


def cap_counts_unit(cap: Cap, unit: Unit) -> bool:
    """Whether placements in a unit can count under a cap."""
    return (
        cap.municipality in (None, unit.municipality)
        and cap.corporation in (None, unit.corporation)
        and (not cap.forms or unit.form in cap.forms)
    )


def member(dimension: Dimension, household: Household) -> bool:
    """Whether a household counts in a dimension of balance."""
    in_group = dimension.group in (ALL_GROUPS, household.ledger_group)
    return in_group and household.level.rank >= dimension.min_level.rank


def weight(dimension: Dimension, household: Household) -> int:
    """How much a member weighs in a dimension."""
    return household.persons if dimension.unit is CountUnit.PERSONS else 1


def waiting_days(round_: Round, household: Household) -> int:
    """Days served when this household is placed, capped."""
    rule = round_.policy.waiting
    ready = household.ready_from if rule.count_from == "ready" else None
    days = (round_.as_of - (ready or household.registered_on)).days
    return min(rule.cap_days, max(0, days))


def pooled(household: Household) -> list[Need]:
    """The needs that take a pool, in order."""
    return [need for need in household.needs if need.level not in NO_POOL]


def can_give(round_: Round, pool: SupportPool, need: Need, municipality: str) -> bool:
    """Whether a pool may meet a need in a municipality, apart from how full it is."""
    start = need.start_by or round_.as_of + timedelta(days=round_.policy.support.start_window_days)
    last = round_.as_of + timedelta(days=round_.policy.support.min_days)
    return (
        need.kind in pool.kinds
        and municipality in pool.municipalities
        and need.level.rank <= pool.max_level.rank
        and need.provider in (None, pool.provider)
        and (pool.available_from is None or pool.available_from <= start)
        and (pool.available_until is None or pool.available_until >= last)
    )


def demand(round_: Round, pool: SupportPool, need: Need) -> int:
    """Hundredths of an hour (or place) that a need takes of a pool."""
    if need.provider is not None:
        return 0
    if pool.places is not None:
        return 100
    hours = need.hours if need.hours is not None else round_.policy.support.default_hours.get(need.level, 0)
    return int((100 * Decimal(str(hours))).quantize(Decimal(1), ROUND_HALF_EVEN))


def room_in(pool: SupportPool) -> int:
    """Hundredths of an hour (or place) that a pool can still give."""
    whole = pool.places if pool.places is not None else pool.hours_per_week or 0
    left = 100 * (Decimal(str(whole)) - Decimal(str(pool.used)))
    return max(0, int(left.to_integral_value(ROUND_FLOOR)))


def stages_on(round_: Round) -> list[tuple[StageName, int]]:
    """The stages a peer is compared by, with their tolerance, in the policy's order (no lottery)."""
    return [(s.name, s.tolerance) for s in round_.policy.stages if s.on and s.name is not StageName.LOTTERY]
