"""Two plans of one round side by side: whose outcome differs, by group and municipality, and what each aim reached."""

from collections import Counter
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from allocator.domain.codes import StageName
from allocator.domain.household import Household
from allocator.domain.proposal import Solution, StageResult
from allocator.explain.difference import Kind
from allocator.solver.aims import Values, judged_points, stage_values
from allocator.whatif.again import Basis, Moved, compare


@dataclass(frozen=True)
class Aims:
    """One aim in both plans; None where a policy has it switched off.

    Attributes:
        known: the one there is.
        a: what the first plan reached.
        b: what the second plan reached.
        other: what the plan that was made without this aim reaches all the same, as the policy with it counts.
    """

    known: StageResult
    a: StageResult | None
    b: StageResult | None
    other: int | None = None

    @property
    def before(self) -> int | None:
        """The value in the first plan, an aim of it or not."""
        return self.a.value if self.a else self.other

    @property
    def after(self) -> int | None:
        """The value in the second plan, an aim of it or not."""
        return self.b.value if self.b else self.other

    @property
    def better(self) -> int:
        """1 when the second plan is better, -1 when it is worse, 0 when it is neither or one is not known."""
        if self.before is None or self.after is None or self.before == self.after:
            return 0
        return 1 if (self.after > self.before) == (self.known.sense == "max") else -1


class Tally(NamedTuple):
    """Households of one group or municipality: placed in the first and in the second plan, removed and added.

    ``moved``: another home. Of a municipality ``before`` and ``after`` count homes in it; the rest counts households
    that come from it.
    """

    before: int = 0
    after: int = 0
    removed: int = 0
    added: int = 0
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
    def moves(self) -> tuple[Moved, ...]:
        """Households with another outcome, in order of key."""
        return compare(self.a, self.b.round, self.b.solution).moves

    def of_kind(self, kind: Kind) -> tuple[Moved, ...]:
        """Those of one kind: added (a home only in the second plan), removed (only in the first), moved."""
        return tuple(one for one in self.moves if one.kind is kind)

    @cached_property
    def aims(self) -> list[Aims]:
        """Aims of both plans side by side, in the order of the first and then those of the second alone."""
        of_a = {(r.stage, r.sub_stage): r for r in self.a.solution.stages}
        of_b = {(r.stage, r.sub_stage): r for r in self.b.solution.stages}
        names = dict.fromkeys((*of_a, *of_b))
        others: Values = {}
        if of_b.keys() - of_a.keys():
            others |= _reached(self.b, self.a.solution)
        if of_a.keys() - of_b.keys():
            others |= _reached(self.a, self.b.solution)
        return [
            Aims(of_a.get(name) or of_b[name], of_a.get(name), of_b.get(name), _other(name, of_a, of_b, others))
            for name in names
        ]

    def by_group(self) -> dict[str | None, Tally]:
        """By the ledger group of the household (None: no group); only groups in which somebody is placed."""
        people = self.a.round.household_by_id
        before, after = (Counter(people[h].ledger_group for h in basis.home) for basis in (self.a, self.b))
        return self._tallies(lambda h: h.ledger_group, before, after)

    def by_municipality(self) -> dict[str | None, Tally]:
        """Homes given out in each municipality; removed, added and moved by where they come from (None: unknown)."""
        units = self.a.round.unit_by_id
        before, after = (
            Counter[str | None](units[p.unit].municipality for p in basis.home.values()) for basis in (self.a, self.b)
        )
        return self._tallies(lambda h: h.municipality_of_origin, before, after)

    def _tallies(
        self, of: Callable[[Household], str | None], before: Counter[str | None], after: Counter[str | None]
    ) -> dict[str | None, Tally]:
        people = self.a.round.household_by_id
        removed, added, moved = (
            Counter(of(people[one.household]) for one in self.of_kind(kind))
            for kind in (Kind.REMOVED, Kind.ADDED, Kind.MOVED)
        )
        keys = {*before, *after, *removed, *added, *moved}
        return {
            key: Tally(before[key], after[key], removed[key], added[key], moved[key])
            for key in sorted(keys, key=lambda key: (key is None, key or ""))
        }


def _reached(basis: Basis, plan: Solution) -> Values:
    """What a plan reaches in the aims of a round that it was not made for."""
    return stage_values(basis.round, plan.placements, judged_points(basis.context))


def _other(name: tuple[StageName, str], a: Container[object], b: Container[object], values: Values) -> int | None:
    return None if name in a and name in b else values.get(name)


def served(basis: Basis) -> frozenset[str]:
    """Households whose homelessness ends in a plan: a place in a shelter serves nobody."""
    units = basis.round.unit_by_id
    return frozenset(p.household for p in basis.solution.placements if units[p.unit].counts_as_home)
