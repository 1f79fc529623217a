"""Every pair that can ever be, judged once by the rules of the match: who could live where, apart from dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from allocator import rules
from allocator.domain.household import Household
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.generate import places
from allocator.simulate.arrivals import World
from allocator.solver.support import need_choices

FREE_OF_DATES = {"ready_from": None, "urgent_until": None, "parked_until": None, "refused_offers": 0}
ALWAYS = {"available_from": None, "offer_before": None}


@dataclass(frozen=True)
class Pairs:
    """Households x homes: whether the rules allow it, and the points of suitability (0..1000)."""

    households: tuple[str, ...]
    units: tuple[str, ...]
    allowed: NDArray[np.bool_]
    points: NDArray[np.int32]

    @cached_property
    def row(self) -> dict[str, int]:
        """Place of each household."""
        return {key: place for place, key in enumerate(self.households)}

    @cached_property
    def column(self) -> dict[str, int]:
        """Place of each home."""
        return {key: place for place, key in enumerate(self.units)}

    def point(self, household: str, unit: str) -> int:
        """Suitability of one pair."""
        return int(self.points[self.row[household], self.column[unit]])


def judged(world: World, households: Iterable[Household], units: Iterable[Unit]) -> Pairs:
    """Judge all pairs, leaving dates out: whoever is allowed on some day is allowed here."""
    some = {h.id: h.model_copy(update=FREE_OF_DATES) for h in households}
    offered = {u.id: u.model_copy(update=ALWAYS) for u in units}
    round_ = bare(world, tuple(some.values()), tuple(offered.values()))
    found = rules.judge(round_)
    allowed = found.allowed & ~found.unfit & _supported(round_)
    return Pairs(tuple(h.id for h in round_.households), tuple(u.id for u in round_.units), allowed, found.points)


def bare(world: World, households: Sequence[Household], units: Sequence[Unit]) -> Round:
    """A round of the first day with these households and homes, and nothing that was decided."""
    return Round(
        round_id="all",
        as_of=world.scenario.start,
        period=f"{world.scenario.start.year}",
        policy=world.policy,
        households=tuple(households),
        units=tuple(units),
        municipalities=places.municipalities(world.scene),
        corporations=world.corporations,
        keys=places.keys(world.scene),
        support=world.pools,
    )


def _supported(round_: Round) -> NDArray[np.bool_]:
    """(H, U): whether some pool gives each need where the home stands, however full it is."""
    index = {m.code: place for place, m in enumerate(round_.municipalities)}
    there = np.ones((len(round_.households), len(index)), dtype=np.bool_)
    for choice in need_choices(round_, index):
        served = np.zeros(len(index), dtype=np.bool_)
        served[[m for m, pools in choice.pools.items() if pools]] = True
        there[choice.household] &= served
    return there[:, [index[u.municipality] for u in round_.units]]


__all__ = ["Pairs", "bare", "judged"]
