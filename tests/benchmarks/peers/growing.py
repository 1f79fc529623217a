"""A plan that grows one placement at a time and never breaks a constraint (docs/model.md, part 1)."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from allocator.domain.codes import SupportLevel
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.unit import Unit
from tests.benchmarks.peers.facts import (
    Facts,
    base,
    can_give,
    cap_counts_household,
    cap_counts_unit,
    demand,
    pooled,
    room_in,
    share_of_homes,
    takes,
)


class GrowingPlan:
    """Who lives where now: movers are at home until they are placed."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.round = facts, facts.round
        self.placed = np.zeros(len(self.round.households), dtype=np.bool_)
        self.home: dict[int, int] = dict(facts.movers)
        self.pools: dict[int, tuple[int, ...]] = {}
        self.room = [base(u) for u in self.round.units]
        self.inside: dict[str, set[int]] = defaultdict(set)
        """Households by place (complex or home), movers that have not moved included."""
        for h, u in facts.movers.items():
            self.inside[facts.place(u)].add(h)
        self.left = [room_in(p) for p in self.round.support]
        self.heads: list[set[int]] = [set() for _ in self.round.support]
        self.unfit = {c.id: c.unfit_allowed_now for c in self.round.corporations}
        self.caps = [cap.most for cap in self.round.policy.caps]
        self.most_persons = {j: self._most_persons(j) for j, u in enumerate(self.round.units) if u.is_shared}
        self.limits = {c.id: self._limits(c.id) for c in self.round.complexes}
        self.apart: dict[int, set[int]] = defaultdict(set)
        for a, b in facts.apart:
            self.apart[a].add(b)
            self.apart[b].add(a)

    # ------------------------------------------------------------ placing
    def place(self, h: int, u: int) -> bool:
        """Place a household when nothing forbids it; says whether it did."""
        household, unit = self.round.households[h], self.round.units[u]
        if self.placed[h] or takes(unit, household) > self.room[u] or not self._together(h, u):
            return False
        if self.facts.unfit[h, u] and self.unfit.get(unit.corporation or "", 0) < 1:
            return False
        caps = self._caps_of(household, unit)
        pools = self._pools_for(h, unit)
        if pools is None or any(self.caps[k] < 1 for k in caps):
            return False
        for k in caps:
            self.caps[k] -= 1
        if self.facts.unfit[h, u] and unit.corporation is not None:
            self.unfit[unit.corporation] -= 1
        self._move(h, u, pools)
        return True

    def _move(self, h: int, u: int, pools: tuple[int, ...]) -> None:
        household, unit = self.round.households[h], self.round.units[u]
        if h in self.home:
            self.room[self.home[h]] += takes(self.round.units[self.home[h]], household)
            self.inside[self.facts.place(self.home[h])].discard(h)
        self.placed[h], self.home[h], self.pools[h] = True, u, pools
        self.room[u] -= takes(unit, household)
        self.inside[self.facts.place(u)].add(h)
        for need, p in zip(pooled(household), pools, strict=True):
            if taken := demand(self.round, self.round.support[p], need):
                self.left[p] -= taken
                self.heads[p].add(h)

    def _caps_of(self, household: Household, unit: Unit) -> list[int]:
        caps = enumerate(self.round.policy.caps)
        return [k for k, cap in caps if cap_counts_household(cap, household) and cap_counts_unit(cap, unit)]

    def _pools_for(self, h: int, unit: Unit) -> tuple[int, ...] | None:
        """For each need the pool with most left; None when a need cannot be met."""
        chosen: list[int] = []
        left, household = list(self.left), self.round.households[h]
        for need in pooled(household):
            options = []
            for p, pool in enumerate(self.round.support):
                taken = demand(self.round, pool, need)
                new = taken > 0 and h not in self.heads[p] and p not in chosen
                full = new and pool.max_households is not None and len(self.heads[p]) >= pool.max_households
                if taken <= left[p] and not full and can_give(self.round, pool, need, unit.municipality):
                    options.append((left[p] - taken, -p))
            if not options:
                return None
            chosen.append(-max(options)[1])
            left[chosen[-1]] -= demand(self.round, self.round.support[chosen[-1]], need)
        return tuple(chosen)

    # ------------------------------------------------------------ living together
    def _together(self, h: int, u: int) -> bool:
        unit, place = self.round.units[u], self.facts.place(u)
        others = self.inside[place] - {h}
        if self.apart[h] & others:
            return False
        if unit.is_shared:
            mates = [self.round.households[g] for g in others if self.home[g] == u]
            me = self.round.households[h]
            if any(self._conflict(me, mate) for mate in mates):
                return False
            most = self.most_persons[u]
            if most is not None and me.persons + sum(m.persons for m in mates) > most:
                return False
        return all(self._fits_limit(h, others, *limit) for limit in self.limits.get(unit.complex or "", []))

    def _conflict(self, one: Household, other: Household) -> bool:
        mine, theirs = set(one.house_tags or ()), set(other.house_tags or ())
        return any(
            (a in mine and b in theirs) or (b in mine and a in theirs) for a, b in self.round.policy.tag_conflicts
        )

    def _most_persons(self, u: int) -> int | None:
        """Persons that may live in a shared home besides its occupants."""
        unit = self.round.units[u]
        if unit.max_persons is None:
            return None
        there = sum(self.round.occupants[k].persons for k in self.facts.occupants_of.get(unit.id, []))
        movers = sum(self.round.households[g].persons for g in self.facts.movers_in.get(u, []))
        return max(unit.max_persons - there, movers)

    def _limits(self, key: str) -> list[tuple[frozenset[int], int]]:
        """Limits of a complex: which households count, and how many of them may live there."""
        row, heavy = self.round.complex_by_id[key], SupportLevel.INTENSIVE.rank
        people, rows = self.round.households, self.round.occupants
        homes = [key, *(self.round.units[j].id for j in self.facts.units_of.get(key, []))]
        there = [rows[k] for home in homes for k in self.facts.occupants_of.get(home, [])]
        found = []
        if row.max_intensive is not None:
            who = frozenset(h for h, p in enumerate(people) if p.level.rank >= heavy)
            found.append(self._limit(key, who, sum(o.support_level.rank >= heavy for o in there), row.max_intensive))
        if row.max_share_per_group is not None:
            for group in (label.code for label in self.round.policy.groups):
                who = frozenset(h for h, p in enumerate(people) if group in (p.target_groups or ()))
                now = sum(group in o.target_groups for o in there)
                found.append(self._limit(key, who, now, share_of_homes(row)))
        return found

    def _limit(self, key: str, who: frozenset[int], occupants: int, most: int) -> tuple[frozenset[int], int]:
        movers = sum(g in who for u in self.facts.units_of.get(key, []) for g in self.facts.movers_in.get(u, []))
        return who, max(most - occupants, movers)

    def _fits_limit(self, h: int, others: set[int], who: frozenset[int], most: int) -> bool:
        return h not in who or len(who & others) + 1 <= most

    # ------------------------------------------------------------ reading
    def placements(self) -> tuple[Placement, ...]:
        """The plan in the words of the domain, in order of household."""
        return tuple(
            Placement(
                household=self.round.households[h].id,
                unit=self.round.units[self.home[h]].id,
                pools=tuple(self.round.support[p].id for p in pools),
            )
            for h, pools in sorted(self.pools.items())
        )
