"""Brute force: every plan of a small round, of which the lawful ones are held against each other.

A second opinion, so nothing of allocator/solver is used; see README.md for what it shares with the product.
Pruning rests on one sound argument: places and pools only fill up while the search goes down, never empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from allocator.domain.codes import Form, UnitStatus, Verdict
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from tests.oracle.law import lawful
from tests.oracle.order import Answer, best_of
from tests.oracle.pools import Takes, choices, free_capacity
from tests.oracle.verdicts import Verdicts

Plan = tuple[Placement, ...]
"""Placements in the order of the round's households."""


class TooManyPlans(Exception):
    """The round has more lawful plans, or more branches, than brute force should look at."""


@dataclass(frozen=True)
class Option:
    """One way to place one household: where, with which pools, and what that takes."""

    placement: Placement
    size: int
    takes: Takes


def solve(round: Round, *, most: int = 20_000) -> Answer | None:
    """The unique best plan with the value of every sub-stage; None when no plan keeps the pins.

    Raises:
        TooManyPlans: when more than `most` branches would have to be looked at.
    """
    verdicts = Verdicts(round)
    plans = all_plans(round, verdicts, most=most)
    return best_of(round, plans, verdicts) if plans else None


def all_plans(round: Round, verdicts: Verdicts, *, most: int = 20_000) -> list[Plan]:
    """Every lawful plan of the round, in a fixed order."""
    search = _Search(round, verdicts, most)
    return [plan for plan in search.plans() if lawful(round, plan, verdicts)]


class _Search:
    """Depth first over the households: each stays where it is, or takes one of its options."""

    def __init__(self, round: Round, verdicts: Verdicts, most: int) -> None:
        self.households = round.households
        self.options = [options_of(round, verdicts, h) for h in round.households]
        self.units = round.unit_by_id
        self.room = {u.id: _base(u) for u in round.units}
        for household in round.households:  # as if every mover moves; who stays takes its place back
            if household.current_unit in self.room:
                self.room[household.current_unit] += _size(household, self.units[household.current_unit])
        self.pool_room = free_capacity(round)
        self.branches_left = most

    def plans(self, index: int = 0) -> Iterator[Plan]:
        """All ways to go on from the household with this number."""
        self.branches_left -= 1
        if self.branches_left < 0:
            raise TooManyPlans
        if index == len(self.households):
            yield ()
            return
        if self._stay(index):
            yield from self.plans(index + 1)
        self._come_back(index)
        for option in self.options[index]:
            if self._take(option, 1):
                yield from ((option.placement, *rest) for rest in self.plans(index + 1))
            self._take(option, -1)

    def _stay(self, index: int) -> bool:
        household = self.households[index]
        if household.current_unit not in self.room:
            return True
        self.room[household.current_unit] -= _size(household, self.units[household.current_unit])
        return self.room[household.current_unit] >= 0

    def _come_back(self, index: int) -> None:
        household = self.households[index]
        if household.current_unit in self.room:
            self.room[household.current_unit] += _size(household, self.units[household.current_unit])

    def _take(self, option: Option, times: int) -> bool:
        self.room[option.placement.unit] -= times * option.size
        for pool, demand in option.takes:
            self.pool_room[pool] -= times * demand
        fits = self.room[option.placement.unit] >= 0
        return fits and all(self.pool_room[pool] >= 0 for pool, _ in option.takes)


def options_of(round: Round, verdicts: Verdicts, household: Household) -> list[Option]:
    """Each home the rules and people allow, times each choice of pools there."""
    pinned = {w.unit for w in round.pairs if w.household == household.id and w.verdict is Verdict.PIN}
    forbidden = {w.unit for w in round.pairs if w.household == household.id and w.verdict is Verdict.FORBID}
    found = []
    for unit in round.units:
        if unit.id in forbidden or (pinned and pinned != {unit.id}):
            continue
        if not verdicts.of(household.id, unit.id).allowed:
            continue
        for picks in product(*choices(round, household, unit)):
            pools, takes = tuple(p for p, _ in picks), tuple(picks)
            placement = Placement(household=household.id, unit=unit.id, pools=pools)
            found.append(Option(placement, _size(household, unit), takes))
    return found


def _base(unit: Unit) -> int:
    if unit.status is not UnitStatus.FREE:
        return 0
    if unit.form in (Form.GROUP_HOME, Form.SHARED_ROOMS):
        return unit.places
    return 1 if unit.places >= 1 else 0


def _size(household: Household, unit: Unit) -> int:
    return household.adults + household.children if unit.form is Form.SHARED_ROOMS else 1
