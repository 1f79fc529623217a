"""Reserves: who takes a home when its household refuses, chosen for all homes together.

The model, exactly. A *place* is a placement of the plan. A household without a home *can stand in* for a place when
the plan with the two exchanged, and nobody else moved, is lawful (every rule and every joint limit, judged by
``solver.verify``). Each place gets up to k reserves and no household is reserve for two places. Among all such choices:
as many places as possible have a first reserve; then as many as possible a second; and so on. Of all sets of households
that reach this for the first reserves, the one is taken that is first in order of urgency, waiting days and draw.

So after any single refusal of a place with a reserve the plan is repaired at once. For every two places with a reserve
it is worked out whether both can be repaired together, by any of their reserves; where not, it is said why.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from allocator.domain.codes import StageName
from allocator.domain.proposal import Placement
from allocator.domain.sentence import Sentence, Term
from allocator.explain.causes import Cause
from allocator.explain.difference import StageChange
from allocator.locale import N_
from allocator.whatif.again import Basis
from allocator.whatif.covering import covered
from allocator.whatif.repairing import Repairs

_CAUSES = {
    Cause.NO_SUPPORT: N_("nobody gives the support that is needed in this municipality"),
    Cause.POOL: N_("those who give the support have too little left"),
    Cause.CORPORATION_NORM: N_("the corporation may let no more homes above the rent limit for lower incomes"),
    Cause.CAP: N_("a cap of the policy is reached"),
    Cause.COMPLEX: N_("the complex would no longer be mixed"),
    Cause.LIVING_TOGETHER: N_("living together is not expected to work"),
    Cause.APART: N_("somebody must be kept apart"),
    Cause.PLACES: N_("there are too few places for so many persons"),
    Cause.RETURN: N_("who refuses can no longer stay in its own home, which goes to others"),
}


@dataclass(frozen=True)
class Reserve:
    """One household that can take a place at once, and what the plan reaches then, stage by stage."""

    placement: Placement
    stages: tuple[StageChange, ...]


@dataclass(frozen=True)
class Place:
    """A placement that may be refused, its reserves in order, and why there are no more of them."""

    household: str
    unit: str
    reserves: tuple[Reserve, ...]
    why: Sentence | None


@dataclass(frozen=True)
class Clash:
    """Two places that each have a reserve, but that cannot both be repaired at once."""

    one: tuple[str, str]
    other: tuple[str, str]
    why: Sentence


@dataclass(frozen=True)
class Reserves:
    """The whole cover.

    Attributes:
        each: reserves asked for per place.
        places: every placement of the plan.
        clashes: pairs of places that cannot be repaired together.
        pairs: pairs of places of which both have a reserve.
    """

    each: int
    places: tuple[Place, ...]
    clashes: tuple[Clash, ...]
    pairs: int


def reserves(basis: Basis, each: int = 2) -> Reserves:
    """Choose reserves for every place of a plan.

    Args:
        basis: the round and its plan.
        each: reserves per place at most, from 1 on.
    """
    return _Cover(Repairs(basis), each).result


@dataclass(frozen=True)
class _Cover:
    repairs: Repairs
    each: int
    _fits: dict[tuple[int, str], Placement | None] = field(default_factory=dict)

    @cached_property
    def result(self) -> Reserves:
        places = tuple(self._place(i) for i in range(len(self.repairs.placements)))
        having = [i for i, place in enumerate(places) if place.reserves]
        clashes = tuple(clash for i, j in combinations(having, 2) if (clash := self._clash(places, i, j)))
        return Reserves(self.each, places, clashes, len(having) * (len(having) - 1) // 2)

    # ------------------------------------------------------------ who

    @cached_property
    def _causes(self) -> list[dict[str, Cause]]:
        return [self.repairs.causes(i) for i in range(len(self.repairs.placements))]

    @cached_property
    def chosen(self) -> dict[int, list[str]]:
        """Reserves per place; a choice that the judge does not allow is taken out and the rest chosen again."""
        out: set[tuple[int, str]] = set()
        while True:
            found = covered(range(len(self._causes)), self._able(out), self.each)
            wrong = {(i, one) for i, who in found.items() for one in who if not self._lawful(i, one)}
            if not wrong:
                return found
            out |= wrong

    def _able(self, out: set[tuple[int, str]]) -> dict[str, list[int]]:
        """Per household, the most pressing first, the places in which it can stand in."""
        able: dict[str, list[int]] = {one: [] for one in self.repairs.waiting}
        for i, causes in enumerate(self._causes):
            for one, cause in causes.items():
                if cause is Cause.NONE and (i, one) not in out:
                    able[one].append(i)
        return {one: places for one, places in able.items() if places}

    def _lawful(self, i: int, household: str) -> bool:
        return self._repair(i, household) is not None

    def _repair(self, i: int, household: str) -> Placement | None:
        """The placement of a reserve when the judge finds the repaired plan lawful."""
        key = (i, household)
        if key not in self._fits:
            found = self.repairs.repair(i, household)
            self._fits[key] = None if found is None or self.repairs.wrong({i: found}) else found
        return self._fits[key]

    # ------------------------------------------------------------ one place

    def _place(self, i: int) -> Place:
        old, who = self.repairs.placements[i], self.chosen[i]
        why = None if len(who) == self.each else self._why(i, len(who))
        return Place(old.household, old.unit, tuple(self._reserves(i, who)), why)

    def _reserves(self, i: int, who: list[str]) -> Iterator[Reserve]:
        for household in who:
            placement = self._repair(i, household)
            if placement is not None:
                yield Reserve(placement, self._stages(i, placement))

    def _stages(self, i: int, placement: Placement) -> tuple[StageChange, ...]:
        after = self.repairs.values({i: placement})
        senses = {(s.stage, s.sub_stage): s.sense for s in self.repairs.basis.solution.stages}
        return tuple(
            StageChange(stage, name, senses.get((stage, name), "max"), before, after[stage, name])
            for (stage, name), before in self._before.items()
            if stage is not StageName.LOTTERY or before != after[stage, name]
        )

    @cached_property
    def _before(self) -> dict[tuple[StageName, str], int]:
        return self.repairs.values({})

    def _why(self, i: int, count: int) -> Sentence:
        """Why a place has fewer reserves than asked."""
        causes = Counter(self._causes[i].values())
        if not causes:
            return Sentence(N_("The rules allow this home to no household that has none."))
        if causes[Cause.NONE] > count:
            values = {"count": causes[Cause.NONE], "chosen": count}
            text = N_("{count:household|households} could come; {chosen} chosen, the others are reserve elsewhere.")
            return Sentence(text, values)
        if count:
            return Sentence(N_("No more than {count:household|households} could come."), {"count": count})
        cause, number = causes.most_common(1)[0]
        text = N_("{count:household|households} may live here by the rules, but cannot come: {cause}.")
        return Sentence(text, {"count": number, "cause": self._words(cause)})

    def _words(self, cause: Cause) -> Term:
        return Term(_CAUSES.get(cause, N_("the rest of the plan stands in the way")))

    # ------------------------------------------------------------ two at once

    def _clash(self, places: tuple[Place, ...], i: int, j: int) -> Clash | None:
        why: Sentence | None = None
        for one, other in product(places[i].reserves, places[j].reserves):
            first, second = one.placement, other.placement
            if not self.repairs.touched(i, first) & self.repairs.touched(j, second):
                return None
            stated = {i: first, j: second}
            wrong = self.repairs.wrong(self.repairs.both((i, first.household), (j, second.household)) or stated)
            if not wrong:
                return None
            why = why or wrong[0].sentence
        a, b = self.repairs.placements[i], self.repairs.placements[j]
        return Clash((a.household, a.unit), (b.household, b.unit), why or Sentence(N_("There is no reserve.")))


__all__ = ["Clash", "Place", "Reserve", "Reserves", "reserves"]
