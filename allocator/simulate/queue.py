"""Plans that grow one placement at a time, as waiting lists and coordinated access do: no look-ahead, no swap."""

from collections.abc import Callable, Iterable
from itertools import product

import numpy as np

from allocator import rules
from allocator.domain.codes import Form
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.solver.aims import waiting_days
from allocator.solver.support import NeedChoice, capacity, demand, need_choices


class Growing:
    """A lawful plan of a round without chains, complexes, caps or pins, as a simulation has them."""

    def __init__(self, round_: Round) -> None:
        self.round = round_
        found = rules.judge(round_)
        index = {m.code: place for place, m in enumerate(round_.municipalities)}
        self.allowed = found.allowed & ~found.unfit
        self.points = found.points
        self.where = [index[u.municipality] for u in round_.units]
        self.room = [u.places if u.is_shared else min(u.places, 1) for u in round_.units]
        self.left = [capacity(pool) for pool in round_.support]
        self.placed: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._inside: dict[int, list[Household]] = {}
        self._needs: dict[int, list[NeedChoice]] = {}
        for choice in need_choices(round_, index):
            self._needs.setdefault(choice.household, []).append(choice)
        self._clash = {frozenset(pair) for pair in round_.policy.tag_conflicts}
        self._persons = {o.home: 0 for o in round_.occupants}
        for one in round_.occupants:
            self._persons[one.home] += one.persons

    def place(self, h: int, u: int) -> bool:
        """Place a household in a home when nothing forbids it; says whether it did."""
        household, unit = self.round.households[h], self.round.units[u]
        takes = household.persons if unit.form is Form.SHARED_ROOMS else 1
        if h in self.placed or not self.allowed[h, u] or takes > self.room[u] or not self._together(household, u):
            return False
        pools = self._pools(h, self.where[u])
        if pools is None:
            return False
        for choice, pool in zip(self._needs.get(h, ()), pools, strict=True):
            self.left[pool] -= demand(choice.need, self.round.support[pool], self.round)
        self.room[u] -= takes
        self.placed[h] = u, pools
        self._inside.setdefault(u, []).append(household)
        return True

    def _pools(self, h: int, municipality: int) -> tuple[int, ...] | None:
        """For each need the pool with most left; None when a need cannot be met."""
        left, chosen = list(self.left), []
        for choice in self._needs.get(h, ()):
            asked = [
                (demand(choice.need, self.round.support[p], self.round), p) for p in choice.pools.get(municipality, ())
            ]
            fits = [(left[p] - hours, -p) for hours, p in asked if hours <= left[p]]
            if not fits:
                return None
            rest, pool = max(fits)
            left[-pool] = rest
            chosen.append(-pool)
        return tuple(chosen)

    def _together(self, household: Household, u: int) -> bool:
        """Whether a shared home has room for these persons, and nobody whose code on living together clashes."""
        unit, mates = self.round.units[u], self._inside.get(u, [])
        if not unit.is_shared:
            return True
        persons = household.persons + sum(m.persons for m in mates) + self._persons.get(unit.id, 0)
        if unit.max_persons is not None and persons > max(unit.max_persons, self._persons.get(unit.id, 0)):
            return False
        return not any(
            frozenset(tags) in self._clash
            for mate in mates
            for tags in product(household.house_tags or (), mate.house_tags or ())
        )

    def plan(self) -> tuple[Placement, ...]:
        """The plan in the words of the domain."""
        return tuple(
            Placement(
                household=self.round.households[h].id,
                unit=self.round.units[u].id,
                pools=tuple(self.round.support[p].id for p in pools),
            )
            for h, (u, pools) in sorted(self.placed.items())
        )


Order = Callable[[Round], list[int]]


def by_waiting(round_: Round) -> list[int]:
    """Households, who waits longest first."""
    people = round_.households
    return sorted(range(len(people)), key=lambda h: (-waiting_days(round_, people[h]), people[h].id))


def by_urgency(round_: Round) -> list[int]:
    """Households, the most urgent class first, then who waits longest."""
    rank = {code: place for place, code in enumerate(round_.policy.urgency_codes)}
    return sorted(by_waiting(round_), key=lambda h: rank[round_.households[h].urgency])


def in_order(round_: Round, order: Order) -> tuple[Placement, ...]:
    """Each in turn gets the home that suits it best of those that are left; a place in a shelter comes last."""
    growing = Growing(round_)
    homes = range(len(round_.units))
    for h in order(round_):
        best = sorted(homes, key=lambda u: (not round_.units[u].counts_as_home, -int(growing.points[h, u]), u))
        next((u for u in best if growing.place(h, u)), None)
    return growing.plan()


def per_vacancy(round_: Round) -> tuple[Placement, ...]:
    """The vacancy with fewest eligible households first, each to the first in priority order (coordinated access)."""
    growing = Growing(round_)
    eligible = growing.allowed.sum(axis=0)
    order = by_urgency(round_)
    for u in _hardest_first(round_.units, eligible):
        for h in order:
            if growing.room[u] <= 0:
                break
            growing.place(h, u)
    return growing.plan()


def _hardest_first(units: Iterable[Unit], eligible: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> list[int]:
    homes = list(units)
    return sorted((u for u in range(len(homes)) if eligible[u]), key=lambda u: (int(eligible[u]), homes[u].id))


__all__ = ["Growing", "by_urgency", "by_waiting", "in_order", "per_vacancy"]
