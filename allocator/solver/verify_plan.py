"""What the judge looks at: a plan with its households and homes, and what it says when something is wrong."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from allocator import rules
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.domain.unit import Complex, Occupant, Unit


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that may not be in a solution: a fixed code for tests and tools, a sentence for people."""

    code: str
    sentence: Sentence


class Placed(NamedTuple):
    """A placement with the household and the unit it names."""

    placement: Placement
    household: Household
    unit: Unit


@dataclass(frozen=True)
class Plan:
    """Placements whose households and units exist, and what follows from them."""

    round: Round
    context: rules.Context
    placed: tuple[Placed, ...]

    @classmethod
    def of(cls, round_: Round, context: rules.Context, placements: Iterable[Placement]) -> "Plan":
        """The plan; raises ``KeyError`` when a household or unit is not in the round."""
        found = ((p, round_.household_by_id[p.household], round_.unit_by_id[p.unit]) for p in placements)
        return cls(round_, context, tuple(Placed(*parts) for parts in found))

    @cached_property
    def home(self) -> dict[str, Unit]:
        """Where each placed household goes; of a household placed twice the last home."""
        return {p.household.id: p.unit for p in self.placed}

    @cached_property
    def arrivals(self) -> dict[str, list[Household]]:
        """Households placed in each unit."""
        found: defaultdict[str, list[Household]] = defaultdict(list)
        for placed in self.placed:
            found[placed.unit.id].append(placed.household)
        return dict(found)

    @cached_property
    def movers(self) -> dict[str, list[Household]]:
        """Movers who live in each unit now, whether they move or stay."""
        found: defaultdict[str, list[Household]] = defaultdict(list)
        for household in self.round.households:
            if household.current_unit is not None:
                found[household.current_unit].append(household)
        return dict(found)

    def leaving(self, unit: Unit) -> list[Household]:
        """Movers who leave the unit."""
        return [h for h in self.movers.get(unit.id, []) if h.id in self.home]

    def staying(self, unit: Unit) -> list[Household]:
        """Movers who stay in the unit."""
        return [h for h in self.movers.get(unit.id, []) if h.id not in self.home]

    def whereabouts(self, household: str) -> Unit | None:
        """The unit a household goes to, or else stays in; None when it has no home on the list."""
        if household in self.home:
            return self.home[household]
        known = self.round.household_by_id.get(household)
        return self.round.unit_by_id.get(known.current_unit or "") if known else None

    def units_of(self, complex_: Complex) -> list[Unit]:
        """The units on the list that belong to a complex."""
        return [u for u in self.round.units if u.complex == complex_.id]

    def occupants(self, *homes: str) -> list[Occupant]:
        """Occupant rows of units or complexes, by key of the home."""
        return [o for o in self.round.occupants if o.home in homes]
