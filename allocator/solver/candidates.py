"""From a round to arrays: who could go where, what that is worth, and what each unit can hold."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from allocator.domain.codes import Form, SupportLevel, UnitStatus, Verdict
from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.rules import Judgement
from allocator.solver import aims
from allocator.solver.support import NeedChoice, need_choices

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Candidates:
    """Arrays of one round; H households and U units in the round's order.

    ``possible`` (H, U) says which pairs can be in any plan; ``points`` (H, U) their suitability, 0..1000.
    A *zone* is a municipality with the two flags of a unit: counts as home, counts for the share.
    """

    round: Round
    possible: Bools
    points: NDArray[np.int32]
    unfit: Bools
    pinned: Bools
    previous: Bools
    persons: Ints
    urgency: Ints
    days: Ints
    level: Ints
    moves_from: Ints
    unit_municipality: Ints
    zone: Ints
    zones: tuple[tuple[int, bool, bool], ...]
    base: Ints
    shared: Bools
    counts_persons: Bools
    needs: tuple[NeedChoice, ...]
    told_apart: Bools | None = None
    """(H,) households that form no class with others; when given, homes form no types either."""

    @cached_property
    def movers(self) -> dict[int, tuple[int, ...]]:
        """Unit -> households that live there now and would free something by moving."""
        found: dict[int, list[int]] = {}
        for h in np.flatnonzero(self.moves_from >= 0):
            found.setdefault(int(self.moves_from[h]), []).append(int(h))
        return {u: tuple(hs) for u, hs in found.items()}

    @cached_property
    def needs_of(self) -> dict[int, tuple[NeedChoice, ...]]:
        """Household -> its needs that take a pool."""
        found: dict[int, list[NeedChoice]] = {}
        for choice in self.needs:
            found.setdefault(choice.household, []).append(choice)
        return {h: tuple(choices) for h, choices in found.items()}

    def freed(self, household: int) -> int:
        """What a mover leaves behind: one home or place, or its persons in shared rooms."""
        return int(self.persons[household]) if self.counts_persons[self.moves_from[household]] else 1


def candidates(round: Round, judgement: Judgement) -> Candidates:
    """Arrays of a round from what the rules say about its pairs."""
    municipality = {m.code: i for i, m in enumerate(round.municipalities)}
    unit_municipality = np.array([municipality[u.municipality] for u in round.units], dtype=np.int64)
    needs = need_choices(round, municipality)
    moves_from = _moves_from(round)
    base = np.array([_base(u) for u in round.units], dtype=np.int64)
    holds = base > 0
    holds[moves_from[moves_from >= 0]] = True
    supported = _supported(len(round.households), len(municipality), needs)
    zones, zone = _zones(round.units, unit_municipality)
    pinned, previous = _marks(round)
    return Candidates(
        round=round,
        possible=judgement.allowed & holds[None, :] & supported[:, unit_municipality],
        points=judgement.points,
        unfit=judgement.unfit,
        pinned=pinned,
        previous=previous,
        persons=np.array([h.persons for h in round.households], dtype=np.int64),
        urgency=_urgency(round.households, round.policy),
        days=np.array([aims.waiting_days(round, h) for h in round.households], dtype=np.int64),
        level=np.array([h.level.rank for h in round.households], dtype=np.int64),
        moves_from=moves_from,
        unit_municipality=unit_municipality,
        zone=zone,
        zones=zones,
        base=base,
        shared=np.array([u.is_shared for u in round.units], dtype=bool),
        counts_persons=np.array([u.form is Form.SHARED_ROOMS for u in round.units], dtype=bool),
        needs=needs,
    )


def _base(unit: Unit) -> int:
    if unit.status is not UnitStatus.FREE:
        return 0
    return unit.places if unit.is_shared else min(unit.places, 1)


def _moves_from(round: Round) -> Ints:
    index = {u.id: i for i, u in enumerate(round.units)}
    found = [index.get(h.current_unit, -1) if h.current_unit else -1 for h in round.households]
    return np.array(found, dtype=np.int64)


def _urgency(households: tuple[Household, ...], policy: Policy) -> Ints:
    order = {code: i for i, code in enumerate(policy.urgency_codes)}
    return np.array([order[h.urgency] for h in households], dtype=np.int64)


def _supported(count: int, municipalities: int, needs: tuple[NeedChoice, ...]) -> Bools:
    """(H, M): whether every need of the household has a pool that works in the municipality."""
    supported = np.ones((count, municipalities), dtype=bool)
    for choice in needs:
        served = np.zeros(municipalities, dtype=bool)
        served[list(choice.pools)] = True
        supported[choice.household] &= served
    return supported


def _zones(units: tuple[Unit, ...], municipality: Ints) -> tuple[tuple[tuple[int, bool, bool], ...], Ints]:
    keys = [(int(m), u.counts_as_home, u.counts_for_share) for m, u in zip(municipality, units, strict=True)]
    zones = tuple(sorted(set(keys)))
    index = {key: i for i, key in enumerate(zones)}
    return zones, np.array([index[key] for key in keys], dtype=np.int64)


def _marks(round: Round) -> tuple[Bools, Bools]:
    """(H, U) pins, and (H, U) placements of the previous proposal."""
    h_index = {h.id: i for i, h in enumerate(round.households)}
    u_index = {u.id: i for i, u in enumerate(round.units)}
    shape = (len(h_index), len(u_index))
    pinned, previous = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for word in round.pairs:
        if word.verdict is Verdict.PIN:
            pinned[h_index[word.household], u_index[word.unit]] = True
    for placed in round.previous:
        if placed.household in h_index and placed.unit in u_index:
            previous[h_index[placed.household], u_index[placed.unit]] = True
    return pinned, previous


INTENSIVE = SupportLevel.INTENSIVE.rank
"""From this level on a household counts for a complex's intensive cap."""
