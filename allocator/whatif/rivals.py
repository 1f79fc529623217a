"""Plans in which somebody else has the one home that is added: plans that the household has to beat.

One more household is added to the plan there is; or, of a plan that was found with another of the homes, whoever has
that home there has this one instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator import rules
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.solver import aims
from allocator.solver.aims import Values
from allocator.solver.caps import cap_sees_household, cap_sees_unit
from allocator.solver.homes import Found
from allocator.solver.support import capacity, demand, serves, takes_pool
from allocator.whatif.again import Basis

_TRIED = 30


class Rivals:
    """The plan there is, in a round with homes of which one may come.

    Args:
        basis: the round and its plan.
        changed: the same round with more homes, each a home of its own outside any complex.
        judgement: what the rules say of its pairs.
    """

    def __init__(self, basis: Basis, changed: Round, judgement: rules.Judgement) -> None:
        self.round, self.judgement = changed, judgement
        self._own = _Plan(changed, tuple(basis.solution.placements))

    def values(self, unit: Unit, household: str, found: Sequence[Found] = ()) -> Values:
        """What the best of such plans reaches, with a home that comes.

        Args:
            unit: the home.
            household: key of whom it is asked about, who is not added.
            found: plans with another of the homes.
        """
        plans = [self._own, *map(self._of, found)]
        filled = (placements for plan in plans for placements in self._filled(plan, unit, household))
        return max((aims.stage_values(self.round, one, self._points) for one in filled), key=self._merit)

    def _of(self, found: Found) -> "_Plan":
        """A plan that was found, but for who has the home that comes there."""
        round_ = self.round
        guest = next((h for h, u, _ in found.choices if u == found.home), None)
        placements = (
            Placement(household=round_.households[h].id, unit=round_.units[u].id, pools=tuple(map(self._pool, pools)))
            for h, u, pools in found.choices
            if u != found.home
        )
        return _Plan(round_, tuple(placements), None if guest is None else round_.households[guest])

    def _pool(self, position: int) -> str:
        return self.round.support[position].id

    def _filled(self, plan: "_Plan", unit: Unit, household: str) -> Iterator[tuple[Placement, ...]]:
        """The plan with its guest in the home, and with the most pressing that can be instead; else as it is.

        Where the guest moves out of a home, somebody else may have that: then it is the guest or nobody.
        """
        guest = plan.guest
        able = [] if guest is None or not self._may(guest, unit) else [plan.added(guest, unit)]
        if guest is None or guest.current_unit is None:
            added = (plan.added(h, unit) for h in self._pressing(plan, unit, household))
            able.append(next((one for one in added if one is not None), None))
            if not any(able):
                yield plan.placements
        yield from ((*plan.placements, one) for one in able if one is not None)

    def _may(self, household: Household, unit: Unit) -> bool:
        return bool(self.judgement.allowed[self.judgement.h_index[household.id], self.judgement.u_index[unit.id]])

    def _pressing(self, plan: "_Plan", unit: Unit, household: str) -> list[Household]:
        """Those without a home in a plan who may have this one, the most pressing first."""
        k = self.judgement.u_index[unit.id]
        classes = {code: i for i, code in enumerate(self.round.policy.urgency_codes)}

        def order(one: Household) -> tuple[int, bool, int, str]:
            elsewhere = not aims.in_own_municipality(one, unit)
            return classes[one.urgency], elsewhere, -aims.waiting_days(self.round, one), one.id

        able = [
            h
            for i, h in enumerate(self.round.households)
            if self.judgement.allowed[i, k] and h.id != household and h.id not in plan.placed and h.current_unit is None
        ]
        return sorted(able, key=order)[:_TRIED]

    def _points(self, household: Household, unit: Unit) -> int:
        return int(self.judgement.points[self.judgement.h_index[household.id], self.judgement.u_index[unit.id]])

    def _merit(self, values: Values) -> list[int]:
        """Stage by stage; more is better."""
        subs = aims.sub_stages(self.round)
        return [v if sub.sense == "max" else -v for sub, v in zip(subs, values.values(), strict=True)]


@dataclass(frozen=True)
class _Plan:
    """Placements, what they leave of the support, and who had the home that is not there."""

    round: Round
    placements: tuple[Placement, ...]
    guest: Household | None = None

    @cached_property
    def placed(self) -> set[str]:
        """Households with a home."""
        return {p.household for p in self.placements}

    @cached_property
    def left(self) -> dict[str, tuple[int, int | None]]:
        """Per pool what is left of it, and how many may still start (None: no matter how many)."""
        left = {pool.id: capacity(pool) for pool in self.round.support}
        starts = {pool.id: pool.max_households for pool in self.round.support}
        for placement in self.placements:
            needs = [n for n in self.round.household_by_id[placement.household].needs if takes_pool(n)]
            started = set()
            for need, pool in zip(needs, placement.pools, strict=True):
                taken = demand(need, self.round.pool_by_id[pool], self.round)
                left[pool] -= taken
                started |= {pool} if taken else set()
            for pool in started:
                most = starts[pool]
                starts[pool] = None if most is None else most - 1
        return {pool: (left[pool], starts[pool]) for pool in left}

    def added(self, household: Household, unit: Unit) -> Placement | None:
        """Its placement, when no cap sees it and each of its needs finds room in a pool of its own."""
        if any(cap_sees_household(c, household) and cap_sees_unit(c, unit) for c in self.round.policy.caps):
            return None
        pools: list[str] = []
        for need in household.needs:
            if takes_pool(need):
                fitting = (
                    p.id
                    for p in self.round.support
                    if p.id not in pools and unit.municipality in p.municipalities and serves(p, need, self.round)
                    and demand(need, p, self.round) <= self.left[p.id][0] and self.left[p.id][1] != 0
                )  # fmt: skip
                pool = next(fitting, None)
                if pool is None:
                    return None
                pools.append(pool)
        return Placement(household=household.id, unit=unit.id, pools=tuple(pools))
