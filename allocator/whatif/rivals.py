"""Who else could simply be added to a plan when one home more is there: a plan that the household has to beat."""

from allocator import rules
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.solver import aims
from allocator.solver.aims import Values
from allocator.solver.caps import cap_sees_household, cap_sees_unit
from allocator.solver.support import capacity, demand, serves, takes_pool
from allocator.whatif.again import Basis

_TRIED = 30


class Rivals:
    """The plan there is, and what is left of its support.

    Args:
        basis: the round and its plan.
        changed: the same round with more homes, each a home of its own outside any complex.
        judgement: what the rules say of its pairs.
    """

    def __init__(self, basis: Basis, changed: Round, judgement: rules.Judgement) -> None:
        self.basis, self.round, self.judgement = basis, changed, judgement
        self.left = {pool.id: capacity(pool) for pool in changed.support}
        self.starts = {pool.id: pool.max_households for pool in changed.support}
        for placement in basis.solution.placements:
            self._take(placement)

    def _take(self, placement: Placement) -> None:
        needs = [n for n in self.basis.round.household_by_id[placement.household].needs if takes_pool(n)]
        started = set()
        for need, pool in zip(needs, placement.pools, strict=True):
            taken = demand(need, self.round.pool_by_id[pool], self.round)
            self.left[pool] -= taken
            started |= {pool} if taken else set()
        for pool in started:
            most = self.starts[pool]
            self.starts[pool] = None if most is None else most - 1

    def values(self, unit: Unit, household: str) -> Values:
        """What the plan reaches with the most pressing household that can be, other than this one, added in a home."""
        k = self.judgement.u_index[unit.id]
        classes = {code: i for i, code in enumerate(self.round.policy.urgency_codes)}
        able = [
            h
            for i, h in enumerate(self.round.households)
            if self.judgement.allowed[i, k]
            and h.id != household
            and h.id not in self.basis.home
            and h.current_unit is None
        ]
        pressing = sorted(able, key=lambda h: (classes[h.urgency], -aims.waiting_days(self.round, h), h.id))
        added = next((p for h in pressing[:_TRIED] if (p := self._added(h, unit)) is not None), None)
        more = () if added is None else (added,)
        return aims.stage_values(self.round, (*self.basis.solution.placements, *more), self._points)

    def _points(self, household: Household, unit: Unit) -> int:
        return int(self.judgement.points[self.judgement.h_index[household.id], self.judgement.u_index[unit.id]])

    def _added(self, household: Household, unit: Unit) -> Placement | None:
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
                    and demand(need, p, self.round) <= self.left[p.id] and self.starts[p.id] != 0
                )  # fmt: skip
                pool = next(fitting, None)
                if pool is None:
                    return None
                pools.append(pool)
        return Placement(household=household.id, unit=unit.id, pools=tuple(pools))
