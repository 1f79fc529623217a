"""A round and its plan as arrays: who is where, and what every household and unit counts for.

Rows of all arrays are households or units in the order of the round; -1 stands for none.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from allocator import ledger
from allocator.domain.codes import Form, SupportLevel, UnitStatus
from allocator.domain.proposal import Placement, Solution
from allocator.domain.round import Round
from allocator.rules import Context, Judgement
from allocator.solver import aims
from allocator.solver.state import base_places, place_size

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class State:
    """What a plan makes of a round; everything is computed once, on first use."""

    round: Round
    solution: Solution
    judgement: Judgement
    context: Context

    # ------------------------------------------------------------ keys

    @cached_property
    def h(self) -> dict[str, int]:
        """Row of each household."""
        return {household.id: i for i, household in enumerate(self.round.households)}

    @cached_property
    def u(self) -> dict[str, int]:
        """Row of each unit."""
        return {unit.id: i for i, unit in enumerate(self.round.units)}

    @cached_property
    def placement(self) -> dict[int, Placement]:
        """Placement of each placed household, by row."""
        return {self.h[p.household]: p for p in self.solution.placements}

    @cached_property
    def placed_in(self) -> dict[int, list[int]]:
        """Rows of the households placed in each unit, in order of the draw."""
        found: dict[int, list[int]] = {}
        for h, placement in self.placement.items():
            found.setdefault(self.u[placement.unit], []).append(h)
        return {u: sorted(rows, key=lambda h: int(self.rank[h])) for u, rows in found.items()}

    @cached_property
    def unplaced(self) -> Ints:
        """Rows of the households without a placement."""
        return np.array([i for i in range(len(self.round.households)) if i not in self.placement], dtype=np.int64)

    @cached_property
    def pinned(self) -> frozenset[tuple[int, int]]:
        """Pairs that must be in the plan."""
        words = (w for w in self.round.pairs if w.verdict == "pin")
        return frozenset((self.h[w.household], self.u[w.unit]) for w in words)

    # ------------------------------------------------------------ households

    @cached_property
    def persons(self) -> Ints:
        """Persons of each household."""
        return _ints(h.persons for h in self.round.households)

    @cached_property
    def current(self) -> Ints:
        """Unit in which each household lives now."""
        return _ints(self.u.get(h.current_unit or "", -1) for h in self.round.households)

    @cached_property
    def location(self) -> Ints:
        """Unit in which each household lives after the plan."""
        where = self.current.copy()
        for h, placement in self.placement.items():
            where[h] = self.u[placement.unit]
        return where

    @cached_property
    def rank(self) -> Ints:
        """Draw order of the lottery, 0 first."""
        ranks = aims.ranks(self.round).household
        return _ints(ranks[h.id] for h in self.round.households)

    @cached_property
    def urgency(self) -> Ints:
        """Urgency class, 0 the most urgent."""
        order = {code: k for k, code in enumerate(self.round.policy.urgency_codes)}
        return _ints(order[h.urgency] for h in self.round.households)

    @cached_property
    def waiting(self) -> Ints:
        """Waiting days that count."""
        return _ints(aims.waiting_days(self.round, h) for h in self.round.households)

    @cached_property
    def previous(self) -> Ints:
        """Unit of the previous proposal."""
        before = {p.household: p.unit for p in self.round.previous}
        return _ints(self.u.get(before.get(h.id, ""), -1) for h in self.round.households)

    @cached_property
    def intensive(self) -> Bools:
        """Households with intensive support or more."""
        return np.array([h.level.rank >= SupportLevel.INTENSIVE.rank for h in self.round.households], dtype=bool)

    @cached_property
    def group_codes(self) -> tuple[str, ...]:
        """Priority groups of the policy, in the order of the columns of ``groups``."""
        return tuple(label.code for label in self.round.policy.groups)

    @cached_property
    def groups(self) -> Bools:
        """Households by priority group."""
        rows = [[g in (h.target_groups or ()) for g in self.group_codes] for h in self.round.households]
        return np.array(rows, dtype=bool).reshape(len(rows), len(self.group_codes))

    @cached_property
    def weights(self) -> list[Ints]:
        """What each household weighs in each dimension of balance, when the home counts."""
        return [
            _ints(
                (h.persons if d.unit == "persons" else 1) if ledger.in_dimension(d, h) else 0
                for h in self.round.households
            )
            for d in self.round.policy.dimensions
        ]

    # ------------------------------------------------------------ units

    @cached_property
    def municipality_row(self) -> dict[str, int]:
        """Row of each municipality."""
        return {m.code: i for i, m in enumerate(self.round.municipalities)}

    @cached_property
    def municipality(self) -> Ints:
        """Municipality of each unit."""
        return _ints(self.municipality_row[u.municipality] for u in self.round.units)

    @cached_property
    def own(self) -> Bools:
        """Households by municipality: of origin or preferred."""
        table = np.zeros((len(self.round.households), len(self.round.municipalities)), dtype=bool)
        for i, h in enumerate(self.round.households):
            for code in (h.municipality_of_origin, *h.preferred_municipalities):
                if code in self.municipality_row:
                    table[i, self.municipality_row[code]] = True
        return table

    @cached_property
    def complex(self) -> Ints:
        """Complex of each unit."""
        rows = {c.id: i for i, c in enumerate(self.round.complexes)}
        return _ints(rows.get(u.complex or "", -1) for u in self.round.units)

    def complex_of(self, units: Ints) -> Ints:
        """Complex of the units given; -1 where there is no unit or no complex."""
        if not len(self.complex):
            return np.full(len(units), -1, dtype=np.int64)
        return np.where(units >= 0, self.complex[units], -1)

    @cached_property
    def served(self) -> Bools:
        """Units that count as a home."""
        return np.array([aims.is_served(u) for u in self.round.units], dtype=bool)

    @cached_property
    def stayers(self) -> dict[int, list[int]]:
        """Households that live in a unit of the round and stay there, by unit."""
        found: dict[int, list[int]] = {}
        for h in self.unplaced.tolist():
            if self.current[h] >= 0:
                found.setdefault(int(self.current[h]), []).append(h)
        return found

    @cached_property
    def leavers(self) -> dict[int, list[int]]:
        """Households that leave a unit of the round, by unit."""
        found: dict[int, list[int]] = {}
        for h in self.placement:
            if self.current[h] >= 0:
                found.setdefault(int(self.current[h]), []).append(h)
        return found

    @cached_property
    def places_left(self) -> Ints:
        """Places of each unit that the plan leaves empty (households; persons in shared rooms)."""
        left = _ints(base_places(u) for u in self.round.units)
        for u, leaving in self.leavers.items():
            left[u] += sum(self.size(h, u) for h in leaving)
        for u, coming in self.placed_in.items():
            left[u] -= sum(self.size(h, u) for h in coming)
        return left

    def size(self, h: int, u: int) -> int:
        """Places a household takes in a unit."""
        return place_size(self.round.households[h], self.round.units[u])

    def sizes(self, rows: Ints, u: int) -> Ints:
        """Places that households take in a unit."""
        one_each = self.round.units[u].form is not Form.SHARED_ROOMS
        return np.ones(len(rows), dtype=np.int64) if one_each else self.persons[rows]

    @cached_property
    def occupied(self) -> Bools:
        """Units in which somebody lives and that nobody leaves in this plan."""
        return np.array(
            [u.status is UnitStatus.OCCUPIED and i not in self.leavers for i, u in enumerate(self.round.units)],
            dtype=bool,
        )

    @cached_property
    def occupant_persons(self) -> Counter[str]:
        """Persons of ``occupants.csv``, by home."""
        found: Counter[str] = Counter()
        for occupant in self.round.occupants:
            found[occupant.home] += occupant.persons
        return found


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)
