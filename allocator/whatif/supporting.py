"""Support as the thing to change: more hours in a pool, or a need that asks less, at the values where room turns.

What others take of a pool are whole multiples of one number of hundredths, so room in a pool only turns at certain
values; hours between two of them change nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import gcd

from allocator.domain.codes import SupportLevel
from allocator.domain.household import Household, Need
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.solver.question import Room
from allocator.solver.support import capacity, demand, serves, takes_pool
from allocator.whatif.applying import household_with, pool_with
from allocator.whatif.changes import EasierNeed, MoreSupport
from allocator.whatif.turning import Candidate


@dataclass(frozen=True)
class Supporting:
    """Finds the candidates of one household that are about its support."""

    round: Round
    household: Household

    @cached_property
    def needs(self) -> dict[int, Need]:
        """The needs that take a pool, by position among all needs."""
        return {i: need for i, need in enumerate(self.household.needs) if takes_pool(need)}

    @cached_property
    def pools(self) -> tuple[SupportPool, ...]:
        """Pools that could serve one of the needs and count what they give."""
        return tuple(p for p in self.round.support if any(self._takes(need, p) for need in self.needs.values()))

    def _takes(self, need: Need, pool: SupportPool) -> int:
        return demand(need, pool, self.round) if serves(pool, need, self.round) else 0

    def most(self, pool: SupportPool) -> int:
        """Hundredths that the household itself takes of a pool at most: more than that is never proposed."""
        return sum(self._takes(need, pool) for need in self.needs.values())

    def _grid(self, pool: SupportPool, *, own: bool) -> int:
        """The hundredths of which all that can be taken from a pool is a multiple; 0: nobody takes anything."""
        found = 0
        for household in self.round.households:
            if own or household.id != self.household.id:
                for need in household.needs:
                    if takes_pool(need):
                        found = gcd(found, self._takes(need, pool))
        return found

    # ------------------------------------------------------------ more of a pool

    def more(self) -> list[Candidate]:
        """More hours or places of one pool, up to what the household takes of it; and one more household to start."""
        found = [one for pool in self.pools for one in self._more_of(pool)]
        return sorted(found, key=lambda c: (c.size, c.change.model_dump_json()))

    def _more_of(self, pool: SupportPool) -> Iterator[Candidate]:
        step, now = self._grid(pool, own=True), capacity(pool)
        owed = _owed(pool)  # a pool that is over its capacity must first make that good
        amounts = [total - now for total in range(now - now % step + step, now + self.most(pool) + 1, step)]
        for more in (0,) if pool.max_households is None else (0, 1):
            for hundredths in (0, *amounts) if more else amounts:
                amount = Decimal(hundredths + (owed if hundredths else 0)) / 100
                change = MoreSupport(pool=pool.id, amount=amount, households=more)
                yield Candidate(change, (int(amount * 100), more), frozenset())

    def room_with(self, some: Iterable[MoreSupport]) -> dict[Room, tuple[float, float]]:
        """What every pool has, and what it has more by the largest of some changes."""
        more: dict[str, list[SupportPool]] = {}
        for change in some:
            more.setdefault(change.pool, []).append(pool_with(self.round, change))
        room: dict[Room, tuple[float, float]] = {}
        for pool in self.round.support:
            changed = more.get(pool.id, [])
            most = max((capacity(each) for each in changed), default=capacity(pool))
            room["pool", pool.id] = float(capacity(pool)), float(most - capacity(pool))
            if pool.max_households is not None:
                starts = max((each.max_households or 0 for each in changed), default=pool.max_households)
                room["pool-households", pool.id] = float(pool.max_households), float(starts - pool.max_households)
        return room

    # ------------------------------------------------------------ a need that asks less

    def room_by(self, change: EasierNeed) -> dict[Room, tuple[float, float]]:
        """As ``room_with``, with as much more of each pool as a need would take less of it.

        A plan with the easier need is one in which the pool that meets it has that much more.
        """
        now = self.household.needs[change.position]
        then = household_with(self.round, change).needs[change.position]
        room = self.room_with(())
        for pool in self.round.support:
            less = self._takes(now, pool) - self._takes(then, pool)
            room["pool", pool.id] = float(capacity(pool)), float(less)
        return room

    def fewer_hours(self) -> list[list[Candidate]]:
        """Per need the hours that it could take instead, most hours first; fewer hours never hinder."""
        return [self._hours(position, need) for position, need in self.needs.items() if need.provider is None]

    def _hours(self, position: int, need: Need) -> list[Candidate]:
        values: set[int] = set()
        now = 0
        for pool in self.pools:
            taken = self._takes(need, pool)
            if not taken or pool.hours_per_week is None:
                continue
            now = taken
            step = self._grid(pool, own=False) or taken
            values |= set(range(capacity(pool) % step or step, taken, step))
        return [
            Candidate(
                EasierNeed(household=self.household.id, position=position, level=need.level, hours=value / 100),
                (now - value,), frozenset(),
            )
            for value in sorted(values, reverse=True)
        ]  # fmt: skip

    def lower_levels(self) -> list[Candidate]:
        """A lower level for one need, with the same hours."""
        found = []
        for position, need in enumerate(self.household.needs):
            for level in SupportLevel:
                if SupportLevel.NONE.rank < level.rank < need.level.rank:
                    change = EasierNeed(household=self.household.id, position=position, level=level, hours=need.hours)
                    found.append(Candidate(change, (need.level.rank - level.rank, position), frozenset()))
        return sorted(found, key=lambda c: c.size)


def _owed(pool: SupportPool) -> int:
    """Hundredths by which more is in use than there is."""
    total = Decimal(str(pool.hours_per_week)) if pool.hours_per_week is not None else Decimal(pool.places or 0)
    return max(0, int((Decimal(str(pool.used)) - total) * 100))
