"""Whether the support a household needs still fits in a municipality, after the plan or after an exchange."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from allocator.domain.household import Need
from allocator.explain.causes import Cause
from allocator.explain.state import Ints, State
from allocator.solver import support

Profile = tuple[tuple[str, str, int, str, str], ...]
"""What the needs of a household come down to; households with equal profiles fit or do not fit alike."""


@dataclass(frozen=True)
class Pools:
    """What is left in the pools of a plan; amounts in hundredths of an hour or of a place."""

    state: State
    _known: dict[int, Ints] = field(default_factory=dict)

    @cached_property
    def _choices(self) -> list[list[support.NeedChoice]]:
        """Per household its needs that take a pool, with the pools that may serve each in a municipality."""
        found: list[list[support.NeedChoice]] = [[] for _ in self.state.round.households]
        for choice in support.need_choices(self.state.round, self.state.municipality_row):
            found[choice.household].append(choice)
        return found

    @cached_property
    def profiles(self) -> list[int]:
        """Number of the profile of each household; 0 needs no pool."""
        numbers: dict[Profile, int] = {(): 0}
        found = []
        for choices in self._choices:
            profile = tuple(
                (n.kind, n.level.value, self._hours(n), n.provider or "", str(n.start_by or ""))
                for n in (choice.need for choice in choices)
            )
            found.append(numbers.setdefault(profile, len(numbers)))
        return found

    def _hours(self, need: Need) -> int:
        hours = self.state.round.policy.support.default_hours.get(need.level, 0.0) if need.hours is None else need.hours
        return support.hundredths(hours)

    @cached_property
    def _of_profile(self) -> dict[int, list[support.NeedChoice]]:
        return {0: [], **dict(zip(self.profiles, self._choices, strict=True))}

    @cached_property
    def _used(self) -> tuple[Counter[str], Counter[str]]:
        """Taken by the plan from each pool, and households new in each pool."""
        taken: Counter[str] = Counter()
        heads: Counter[str] = Counter()
        for h in self.state.placement:
            for pool, amount in self.held_by(h).items():
                taken[pool] += amount
                heads[pool] += 1
        return taken, heads

    @cached_property
    def left(self) -> dict[str, int]:
        """Left in each pool after the plan."""
        return {p.id: support.capacity(p) - self._used[0][p.id] for p in self.state.round.support}

    @cached_property
    def heads_left(self) -> dict[str, int]:
        """New households each pool with a limit can still take."""
        limits = {p.id: p.max_households for p in self.state.round.support}
        return {pool: most - self._used[1][pool] for pool, most in limits.items() if most is not None}

    def held_by(self, h: int) -> Counter[str]:
        """What a placed household takes from pools; pools from which it takes nothing are left out."""
        held: Counter[str] = Counter()
        for choice, pool in zip(self._choices[h], self.state.placement[h].pools, strict=True):
            if amount := support.demand(choice.need, self.state.round.pool_by_id[pool], self.state.round):
                held[pool] += amount
        return held

    def givers(self, choice: support.NeedChoice, municipality: int) -> tuple[str, ...]:
        """Pools that may serve a need in a municipality (by row), full or not."""
        return tuple(self.state.round.support[p].id for p in choice.pools.get(municipality, ()))

    def causes(self, municipality: int) -> Ints:
        """Per profile: NONE when the support fits in what is left, else NO_SUPPORT or POOL."""
        if municipality not in self._known:
            found = [self.cause(number, municipality, {}) for number in range(len(self._of_profile))]
            self._known[municipality] = np.array(found, dtype=np.int64)
        return self._known[municipality].copy()

    def cause(self, profile: int, municipality: int, released: Mapping[str, int]) -> Cause:
        """The same for one profile, with what somebody gives back who leaves."""
        needs = self._of_profile[profile]
        if not all(self.givers(choice, municipality) for choice in needs):
            return Cause.NO_SUPPORT
        return Cause.POOL if self._fit(needs, municipality, released) is None else Cause.NONE

    def _fit(
        self, needs: list[support.NeedChoice], municipality: int, released: Mapping[str, int]
    ) -> tuple[str, ...] | None:
        """One pool for each need so that all fit, or None; tries every choice, a household has few needs."""

        def room(pool: str, taken: Counter[str], amount: int) -> bool:
            heads = self.heads_left.get(pool, 1) + (pool in released)
            enough = taken[pool] + amount <= self.left[pool] + released.get(pool, 0)
            return enough and (amount == 0 or heads > 0)

        def rest(k: int, taken: Counter[str]) -> tuple[str, ...] | None:
            if k == len(needs):
                return ()
            for pool in self.givers(needs[k], municipality):
                amount = support.demand(needs[k].need, self.state.round.pool_by_id[pool], self.state.round)
                if room(pool, taken, amount):
                    found = rest(k + 1, taken + Counter({pool: amount}))
                    if found is not None:
                        return (pool, *found)
            return None

        return rest(0, Counter())

    def pools_for(self, h: int, municipality: int, released: Mapping[str, int]) -> tuple[str, ...] | None:
        """Pools that a household could take in a municipality, or None."""
        return self._fit(self._choices[h], municipality, released)

    def missing(self, h: int, municipality: int) -> tuple[Need, ...]:
        """Needs that nobody meets in a municipality."""
        return tuple(c.need for c in self._choices[h] if not self.givers(c, municipality))

    def full(self, h: int, municipality: int) -> tuple[str, ...]:
        """Pools that could meet a need of the household there, were there more left."""
        return tuple(sorted({pool for c in self._choices[h] for pool in self.givers(c, municipality)}))
