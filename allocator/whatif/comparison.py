"""Two plans of one round side by side: whose outcome differs, by group and municipality, and what each aim reached."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from allocator.domain.household import Household
from allocator.domain.proposal import StageResult
from allocator.whatif.again import Basis


@dataclass(frozen=True)
class Change:
    """One household that one of the two plans treats otherwise; homes by key, None for no home."""

    household: Household
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Aims:
    """One aim in both plans; None where a policy has it switched off. ``known`` is the one there is."""

    known: StageResult
    a: StageResult | None
    b: StageResult | None


class Tally(NamedTuple):
    """Households of one group or municipality: placed in the first and in the second plan, who lost, who gained.

    ``moved``: another home. Of a municipality ``before`` and ``after`` count homes in it; the rest counts households
    that come from it.
    """

    before: int = 0
    after: int = 0
    lost: int = 0
    gained: int = 0
    moved: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))


@dataclass(frozen=True)
class Comparison:
    """Two plans of one round: before and after, or under policy A and under policy B."""

    a: Basis
    b: Basis

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Households with another outcome, in order of key."""
        found = (Change(h, self.a.home_of(h.id), self.b.home_of(h.id)) for h in self.a.round.households)
        return tuple(change for change in found if change.before != change.after)

    @property
    def gained(self) -> tuple[Change, ...]:
        """Who has a home only in the second plan."""
        return tuple(c for c in self.changes if c.before is None)

    @property
    def lost(self) -> tuple[Change, ...]:
        """Who has a home only in the first plan."""
        return tuple(c for c in self.changes if c.after is None)

    @property
    def moved(self) -> tuple[Change, ...]:
        """Who has another home."""
        return tuple(c for c in self.changes if c.before is not None and c.after is not None)

    @cached_property
    def aims(self) -> list[Aims]:
        """Aims of both plans side by side, in the order of the first and then those of the second alone."""
        of_a = {(r.stage, r.sub_stage): r for r in self.a.solution.stages}
        of_b = {(r.stage, r.sub_stage): r for r in self.b.solution.stages}
        names = dict.fromkeys((*of_a, *of_b))
        return [Aims(of_a.get(name) or of_b[name], of_a.get(name), of_b.get(name)) for name in names]

    def by_group(self) -> dict[str | None, Tally]:
        """By the ledger group of the household (None: no group); only groups in which somebody is placed."""
        people = self.a.round.household_by_id
        return self._tallies(lambda h: h.ledger_group, *(
            Counter(people[h].ledger_group for h in basis.home) for basis in (self.a, self.b)
        ))  # fmt: skip

    def by_municipality(self) -> dict[str | None, Tally]:
        """Homes given out in each municipality; who loses, gains and moves by where they come from (None: unknown)."""
        units = self.a.round.unit_by_id
        return self._tallies(lambda h: h.municipality_of_origin, *(
            Counter(units[u].municipality for u in basis.unit_of.values()) for basis in (self.a, self.b)
        ))  # fmt: skip

    def _tallies(
        self, of: Callable[[Household], str | None], before: Counter[str | None], after: Counter[str | None]
    ) -> dict[str | None, Tally]:
        lost, gained, moved = (_count(of, some) for some in (self.lost, self.gained, self.moved))
        keys = {*before, *after, *lost, *gained, *moved}
        return {
            key: Tally(before[key], after[key], lost[key], gained[key], moved[key])
            for key in sorted(keys, key=lambda key: (key is None, key or ""))
        }


def _count(of: Callable[[Household], str | None], changes: Iterable[Change]) -> Counter[str | None]:
    return Counter(of(change.household) for change in changes)
