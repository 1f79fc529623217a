"""The plain pair model of docs/model.md: one Boolean a pair, and one a (household, need, municipality, pool).

One builder for all engines. It knows nothing of classes, types or arcs: that is the point of a peer.
"""

from collections import defaultdict
from functools import cached_property
from itertools import product

import numpy as np

from allocator.domain.codes import Form, SupportLevel
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from tests.benchmarks.peers import facts as read_facts
from tests.benchmarks.peers.facts import (
    Bools,
    Facts,
    Ints,
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
from tests.benchmarks.peers.linear import FAR, Linear, whole
from tests.benchmarks.peers.together import living_together


class PairModel:
    """The constraints of a round over pairs; `aims` adds what is wanted."""

    def __init__(self, round_: Round) -> None:
        self.facts: Facts = read_facts.read(round_)
        self.round = round_
        self.linear = Linear()
        self.pair_h, self.pair_u = (whole(a) for a in np.nonzero(self.facts.allowed))
        self.x = self.linear.add_columns(len(self.pair_h))
        self.choice: dict[tuple[int, int, str], list[tuple[int, int]]] = {}
        self._households()
        self._places()
        self._persons()
        living_together(self)
        self._complexes()
        self._support()
        self._unfit()
        self._caps()
        self._pins()

    # ------------------------------------------------------------ looking up
    @cached_property
    def first_pair(self) -> Ints:
        """Pairs of household h are first_pair[h] to first_pair[h + 1]."""
        return whole(np.searchsorted(self.pair_h, np.arange(len(self.round.households) + 1)))

    @cached_property
    def by_unit(self) -> list[Ints]:
        """Pair columns of each unit."""
        order = np.argsort(self.pair_u, kind="stable")
        edges = np.searchsorted(self.pair_u[order], np.arange(1, len(self.round.units)))
        return [whole(part) for part in np.split(order, edges)]

    def of_household(self, h: int) -> Ints:
        return self.x[self.first_pair[h] : self.first_pair[h + 1]]

    def of_units(self, units: list[int]) -> Ints:
        return np.concatenate([self.by_unit[j] for j in units]) if units else whole([])

    # ------------------------------------------------------------ rows
    def _households(self) -> None:
        n = len(self.round.households)
        self.linear.add_rows(self.pair_h, self.x, 1, np.zeros(n), np.ones(n))

    def _places(self) -> None:
        """A unit takes what is free now and what its movers leave behind."""
        people, homes = self.round.households, self.round.units
        by_person = np.array([u.form is Form.SHARED_ROOMS for u in homes], dtype=bool)
        used = np.where(by_person[self.pair_u], self.facts.persons[self.pair_h], 1)
        groups, columns, weights = [self.pair_u], [self.x], [used]
        for g, home in self.facts.movers.items():
            leaves = self.of_household(g)
            groups.append(np.full(len(leaves), home))
            columns.append(leaves)
            weights.append(np.full(len(leaves), -takes(homes[home], people[g])))
        free = [base(u) for u in homes]
        self.linear.add_rows(
            np.concatenate(groups),
            np.concatenate(columns),
            np.concatenate(weights),
            np.full(len(homes), -FAR),
            free,
        )

    def _persons(self) -> None:
        """Persons in a shared home, those who stay included."""
        facts, persons = self.facts, self.facts.persons
        for j, unit in enumerate(self.round.units):
            if not unit.is_shared or unit.max_persons is None:
                continue
            movers = facts.movers_in.get(j, [])
            now = sum(self.round.occupants[k].persons for k in facts.occupants_of.get(unit.id, []))
            now += int(sum(persons[g] for g in movers))
            columns, weights = [self.by_unit[j]], [persons[self.pair_h[self.by_unit[j]]]]
            for g in movers:
                columns.append(self.of_household(g))
                weights.append(np.full(len(columns[-1]), -persons[g]))
            room = max(unit.max_persons, now) - now
            self.linear.add_row(np.concatenate(columns), np.concatenate(weights), -FAR, room)

    def _complexes(self) -> None:
        """Intensive support and each priority group in a complex, never more than allowed or than now."""
        people = self.round.households
        intensive = SupportLevel.INTENSIVE.rank
        for row in self.round.complexes:
            if row.max_intensive is not None:
                heavy = np.array([h.level.rank >= intensive for h in people], dtype=bool)
                there = [o.support_level.rank >= intensive for o in self.round.occupants]
                self._complex_limit(row.id, heavy, there, row.max_intensive)
            if row.max_share_per_group is not None:
                most = share_of_homes(row)
                for group in (label.code for label in self.round.policy.groups):
                    mine = np.array([group in (h.target_groups or ()) for h in people], dtype=bool)
                    there = [group in o.target_groups for o in self.round.occupants]
                    self._complex_limit(row.id, mine, there, most)

    def _complex_limit(self, key: str, counts: Bools, there: list[bool], most: int) -> None:
        units = self.facts.units_of.get(key, [])
        homes = [key, *(self.round.units[j].id for j in units)]
        now = sum(there[k] for home in homes for k in self.facts.occupants_of.get(home, []))
        movers = [g for j in units for g in self.facts.movers_in.get(j, []) if counts[g]]
        now += len(movers)
        arrive = self.of_units(units)
        arrive = arrive[counts[self.pair_h[arrive]]]
        leave = [self.of_household(g) for g in movers]
        columns = np.concatenate([arrive, *leave])
        weights = np.concatenate([np.ones(len(arrive)), *(-np.ones(len(c)) for c in leave)])
        self.linear.add_row(columns, weights, -FAR, max(most, now) - now)

    def _support(self) -> None:
        """Each need of a placed household takes one pool whole; no pool gives more than it has."""
        used: dict[int, list[tuple[int, int]]] = defaultdict(list)
        heads: dict[int, dict[int, list[list[int]]]] = defaultdict(lambda: defaultdict(list))
        town = np.array([u.municipality for u in self.round.units])
        for h, household in enumerate(self.round.households):
            needs, pairs = pooled(household), self.of_household(h)
            if not needs:
                continue
            towns = town[self.pair_u[pairs]] if len(pairs) else np.array([])
            for (k, need), m in product(enumerate(needs), sorted(set(towns))):
                options = [p for p, pool in enumerate(self.round.support) if can_give(self.round, pool, need, m)]
                columns = self.linear.add_columns(len(options))
                here = pairs[towns == m]
                weights = np.concatenate([np.ones(len(columns)), -np.ones(len(here))])
                self.linear.add_row(np.concatenate([columns, here]), weights, 0, 0)
                self.choice[h, k, m] = list(zip(options, columns.tolist(), strict=True))
                for p, column in self.choice[h, k, m]:
                    if taken := demand(self.round, self.round.support[p], need):
                        used[p].append((column, taken))
                        heads[p][h].append([k, column])
        self._pool_limits(used, heads)

    def _pool_limits(
        self, used: dict[int, list[tuple[int, int]]], heads: dict[int, dict[int, list[list[int]]]]
    ) -> None:
        for p, entries in used.items():
            pool = self.round.support[p]
            columns, taken = zip(*entries, strict=True)
            self.linear.add_row(columns, taken, -FAR, room_in(pool))
            if pool.max_households is None:
                continue
            counted: list[int] = []
            for takers in heads[p].values():
                needs = sorted({k for k, _ in takers})
                if len(needs) == 1:
                    counted += [column for _, column in takers]
                    continue
                one = int(self.linear.add_columns(1)[0])  # 1 as soon as any need of this household is met here
                for k in needs:
                    mine = [column for need, column in takers if need == k]
                    self.linear.add_row([*mine, one], [1] * len(mine) + [-1], -FAR, 0)
                counted.append(one)
            self.linear.add_row(counted, 1, -FAR, pool.max_households)

    def _unfit(self) -> None:
        """Appropriate allocation: unfit lettings per corporation."""
        allowed = {c.id: c.unfit_allowed_now for c in self.round.corporations}
        unfit = self.facts.unfit[self.pair_h, self.pair_u]
        for corporation in sorted({u.corporation for u in self.round.units if u.corporation is not None}):
            owned = np.array([u.corporation == corporation for u in self.round.units], dtype=bool)
            self.linear.add_row(self.x[unfit & owned[self.pair_u]], 1, 0, allowed.get(corporation, 0))

    def _caps(self) -> None:
        for cap in self.round.policy.caps:
            people = np.array([cap_counts_household(cap, h) for h in self.round.households], dtype=bool)
            homes = np.array([cap_counts_unit(cap, u) for u in self.round.units], dtype=bool)
            self.linear.add_row(self.x[people[self.pair_h] & homes[self.pair_u]], 1, 0, cap.most)

    def _pins(self) -> None:
        for h, u in self.facts.pins:
            mine = self.of_household(h)
            self.linear.add_row(mine[self.pair_u[mine] == u], 1, 1, 1)

    # ------------------------------------------------------------ reading a plan
    def placements(self, solution: Ints) -> tuple[Placement, ...]:
        """The plan in the words of the domain, with the pools chosen."""
        found = []
        for pair in np.flatnonzero(solution[: len(self.x)]).tolist():
            h, u = int(self.pair_h[pair]), int(self.pair_u[pair])
            household, unit = self.round.households[h], self.round.units[u]
            pools = tuple(
                self.round.support[p].id
                for k in range(len(pooled(household)))
                for p, column in self.choice[h, k, unit.municipality]
                if solution[column]
            )
            found.append(Placement(household=household.id, unit=unit.id, pools=pools))
        return tuple(found)
