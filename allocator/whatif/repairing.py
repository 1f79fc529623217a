"""One refusal repaired: somebody without a home takes the place, and nobody else moves.

A refusal takes one placement out of the plan; who refused stays where it is now. A pin of the pair no longer holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.domain.codes import Verdict
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.explain.causes import Cause
from allocator.explain.decide import Decisions
from allocator.explain.state import State
from allocator.rules import Context
from allocator.solver import aims
from allocator.solver.caps import cap_sees_household, cap_sees_unit
from allocator.solver.support import capacity, demand, serves, takes_pool
from allocator.solver.verify import Violation, feasible
from allocator.whatif.again import Basis

Touched = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Repairs:
    """All single repairs of a plan; ``placements`` in the order of the plan."""

    basis: Basis

    @cached_property
    def round(self) -> Round:
        """The round without pins: who refuses is no longer pinned, and all others keep their homes anyway."""
        kept = tuple(w for w in self.basis.round.pairs if w.verdict is not Verdict.PIN)
        return self.basis.round.model_copy(update={"pairs": kept})

    @cached_property
    def context(self) -> Context:
        """Facts and rules, found once."""
        return Context(self.round)

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """What can be refused."""
        return self.basis.solution.placements

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions(State(self.round, self.basis.solution, self.basis.judgement, self.context))

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """Households without a home, the most pressing first: urgency, then waiting days, then the draw."""
        state = self._decisions.state
        rows = sorted(
            state.unplaced.tolist(), key=lambda h: (state.urgency[h], -state.waiting[h], state.rank[h])
        )  # fmt: skip
        return tuple(self.round.households[h].id for h in rows)

    def causes(self, number: int) -> dict[str, Cause]:
        """Per household without a home that the rules allow there: what stands in its way, NONE where nothing does."""
        state, placement = self._decisions.state, self.placements[number]
        u = state.u[placement.unit]
        rows = state.unplaced[self.basis.judgement.allowed[state.unplaced, u]]
        if not len(rows):
            return {}
        found = self._decisions.exchange.causes(u, state.h[placement.household], np.asarray(rows))
        return {self.round.households[h].id: Cause(int(c)) for h, c in zip(rows.tolist(), found, strict=True)}

    # ------------------------------------------------------------ the repaired plan

    def repair(self, number: int, household: str) -> Placement | None:
        """The placement of who comes instead, with a pool for each need; None where the support does not fit."""
        rest = [p for i, p in enumerate(self.placements) if i != number]
        return next(self._ways(number, household, rest), None)

    def both(self, one: tuple[int, str], other: tuple[int, str]) -> dict[int, Placement] | None:
        """The placements of two who come at once, by number; None where the support does not fit, whatever the pools.

        What both who refuse would have had is free again.
        """
        rest = [p for i, p in enumerate(self.placements) if i not in (one[0], other[0])]
        for first in self._ways(*one, rest):
            second = next(self._ways(*other, [*rest, first]), None)
            if second is not None:
                return {one[0]: first, other[0]: second}
        return None

    def _ways(self, number: int, household: str, rest: Sequence[Placement]) -> Iterator[Placement]:
        """Who comes in the place with this number, with every choice of pools that fits beside others."""
        old = self.placements[number]
        left, starts = self._left(rest)
        needs = [n for n in self.round.household_by_id[household].needs if takes_pool(n)]
        where = self.round.unit_by_id[old.unit].municipality
        options = [
            [
                (p.id, demand(n, p, self.round))
                for p in self.round.support
                if where in p.municipalities and serves(p, n, self.round)
            ]
            for n in needs
        ]
        for pools in _choices(options, left, starts, ()):
            yield Placement(household=household, unit=old.unit, pools=pools)

    def _left(self, placements: Sequence[Placement]) -> tuple[dict[str, int], dict[str, int]]:
        """What pools have left in hundredths, and how many households they can still start with."""
        left = {p.id: capacity(p) for p in self.round.support}
        starts = {p.id: p.max_households for p in self.round.support if p.max_households is not None}
        for placement in placements:
            used = set()
            needs = [n for n in self.round.household_by_id[placement.household].needs if takes_pool(n)]
            for need, pool in zip(needs, placement.pools, strict=True):
                taken = demand(need, self.round.pool_by_id[pool], self.round)
                left[pool] -= taken
                used |= {pool} if taken else set()
            for pool in used & starts.keys():
                starts[pool] -= 1
        return left, starts

    def with_repairs(self, repairs: Mapping[int, Placement]) -> tuple[Placement, ...]:
        """The plan in which the placements with these numbers are replaced."""
        return tuple(repairs.get(i, p) for i, p in enumerate(self.placements))

    def wrong(self, repairs: Mapping[int, Placement]) -> list[Violation]:
        """What the independent judge finds wrong with the repaired plan; nothing when it is lawful."""
        return feasible(self.round, self.with_repairs(repairs), self.context)

    def values(self, repairs: Mapping[int, Placement]) -> aims.Values:
        """What the repaired plan reaches, stage by stage."""
        return aims.stage_values(self.round, self.with_repairs(repairs), aims.judged_points(self.context))

    # ------------------------------------------------------------ what repairs have in common

    def touched(self, number: int, repair: Placement) -> Touched:
        """Everything of which a repair may take more: two repairs that share nothing cannot hinder each other."""
        return frozenset(self._touched(number, repair))

    def _touched(self, number: int, repair: Placement) -> Iterator[tuple[str, str]]:
        unit = self.round.unit_by_id[repair.unit]
        comes, went = (self.round.household_by_id[p.household] for p in (repair, self.placements[number]))
        homes = [unit, *(self.round.unit_by_id.get(h.current_unit or "") for h in (comes, went))]
        for home in homes:
            if home is not None:
                yield "unit", home.id
                if home.complex is not None:
                    yield "complex", home.complex
        yield from (("pool", pool) for pool in repair.pools)
        judgement = self.basis.judgement
        if unit.corporation and judgement.unfit[judgement.h_index[comes.id], judgement.u_index[unit.id]]:
            yield "corporation", unit.corporation
        for cap in self.round.policy.caps:
            if cap_sees_household(cap, comes) and cap_sees_unit(cap, unit):
                yield "cap", cap.id


def _choices(
    options: Sequence[Sequence[tuple[str, int]]], left: dict[str, int], starts: dict[str, int], chosen: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """Every way to give each need a pool that has room; pools in the order of their keys."""
    if not options:
        yield chosen
        return
    for pool, amount in options[0]:
        new = bool(amount) and pool in starts and pool not in chosen
        if amount > left[pool] or (new and starts[pool] < 1):
            continue
        rest = left | {pool: left[pool] - amount}
        yield from _choices(options[1:], rest, starts, (*chosen, pool))
