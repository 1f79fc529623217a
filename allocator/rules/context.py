"""A round made ready to be judged: its facts, the rules in force, and what people said about pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from allocator.domain.codes import Unknown, Verdict
from allocator.domain.round import Round
from allocator.rules.algebra import Bools, Tri
from allocator.rules.catalogue import CATALOGUE
from allocator.rules.columns import Table, Trace, as_it_is, columns, rows
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.features.world import BedroomNorm, World
from allocator.rules.rule import Rule
from allocator.rules.sets import Place
from allocator.rules.settings import Numbers

RULE_INDEX = {rule.code: position for position, rule in enumerate(CATALOGUE)}
"""Position of each rule in the catalogue."""

BY_CODE = {rule.code: rule for rule in CATALOGUE}
"""Each rule by its number."""


class Active(NamedTuple):
    """A rule in force, its position in the catalogue and its numbers."""

    position: int
    rule: Rule
    numbers: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What one rule says before waivers; the masks broadcast over the pairs.

    Attributes:
        denied: where it refuses (or, for a rule that only counts, where the pair is unfit).
        ask: where it cannot be decided and must be asked; None: nowhere.
        may: its three-valued answer.
    """

    denied: Bools
    ask: Bools | None
    may: Tri


def outcome(active: Active, h: Households, u: Units) -> Outcome:
    """Judge by one rule; what unknown means is the rule's own."""
    may = active.rule.judge(h, u, active.numbers)
    denied, unknown = may.is_false, may.is_unknown
    if unknown is None or active.rule.unknown is Unknown.ALLOW:
        return Outcome(denied, None, may)
    if active.rule.unknown is Unknown.REFUSE:
        return Outcome(denied | unknown, None, may)
    return Outcome(denied, unknown, may)


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """What the rules say of one pair.

    Attributes:
        refused: rules that refuse, after waivers.
        ask: rules that rest on a fact that is not known.
        waived: rules that would refuse or ask, had they not been waived.
        unfit: counts for the corporation as not appropriate.
        points: suitability, 0..1000.
    """

    refused: tuple[str, ...]
    ask: tuple[str, ...]
    waived: tuple[str, ...]
    unfit: bool
    points: int

    @property
    def allowed(self) -> bool:
        """Whether no rule refuses."""
        return not self.refused


class Context:
    """One round with everything that its pairs are judged by; facts are found once, when first read.

    Args:
        round_: the round.
    """

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self.policy = round_.policy
        self.world = World(round_, _norm(round_))
        self.households = Table(round_.households, self.world)
        self.units = Table(round_.units, self.world)
        self.h_index = {h.id: position for position, h in enumerate(round_.households)}
        self.u_index = {u.id: position for position, u in enumerate(round_.units)}
        self.active = tuple(
            Active(position, rule, rule.under(round_.policy, round_.as_of))
            for position, rule in enumerate(CATALOGUE)
            if rule.holds(round_.policy, round_.as_of)
        )
        self.trace: Trace = {}
        self.verdicts: dict[tuple[int, int], PairVerdict] = {}
        self._h_sides: dict[tuple[int, bool], Households] = {}
        self._u_sides: dict[tuple[int, bool], Units] = {}

    @cached_property
    def waivers(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Per rule that may be waived the pairs (positions) for which it was."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for word in self.round.pairs:
            known = word.household in self.h_index and word.unit in self.u_index
            if word.verdict is not Verdict.WAIVE or not known:
                continue
            if word.rule in BY_CODE and BY_CODE[word.rule].waivable:
                found[word.rule].append((self.h_index[word.household], self.u_index[word.unit]))
        return {code: tuple(pairs) for code, pairs in found.items()}

    @cached_property
    def waived(self) -> dict[tuple[int, int], frozenset[str]]:
        """Per pair (positions) the rules waived for it."""
        found: dict[tuple[int, int], frozenset[str]] = {}
        for code, pairs in self.waivers.items():
            for pair in pairs:
                found[pair] = found.get(pair, frozenset()) | {code}
        return found

    @cached_property
    def scores(self) -> dict[tuple[int, int], int]:
        """Points that people gave a pair (positions); the last row counts."""
        return {
            (self.h_index[word.household], self.u_index[word.unit]): word.score
            for word in self.round.pairs
            if word.score is not None and word.household in self.h_index and word.unit in self.u_index
        }

    def grid(self, *, traced: bool = False) -> tuple[Households, Units]:
        """All households in rows, all units in columns; traced results know which facts leave them unknown."""
        trace = self.trace if traced else None
        return Households(self.households, rows, trace=trace), Units(self.units, columns, trace=trace)

    def pair(self, household: int, unit: int, *, traced: bool = False) -> tuple[Households, Units]:
        """One pair by position, as columns (1,); each side is kept for the next pair."""
        trace = self.trace if traced else None
        h, u = self._h_sides.get((household, traced)), self._u_sides.get((unit, traced))
        if h is None:
            h = Households(self.households, as_it_is, np.array([household]), trace)
            self._h_sides[household, traced] = h
        if u is None:
            u = Units(self.units, as_it_is, np.array([unit]), trace)
            self._u_sides[unit, traced] = u
        return h, u

    def some_pairs(self, pairs: Sequence[tuple[int, int]]) -> tuple[Households, Units]:
        """Pairs by position, as columns (pairs,); only the facts of these households and homes are found."""
        h, u = np.array(pairs, dtype=np.intp).T
        return Households(*_part(self.households, h)), Units(*_part(self.units, u))

    def hangs_on(self, active: Active) -> dict[str, Bools]:
        """The facts on which a rule hangs: per ``h.fact`` or ``u.fact`` the pairs (H, U) that need it known.

        Facts that change nothing for a pair (a lift in a home on the ground floor) are left out there.
        """
        may = active.rule.judge(*self.grid(traced=True), active.numbers)
        if may.causes is None:
            return {}
        shape = (len(self.h_index), len(self.u_index))
        found = {name: np.broadcast_to(mask, shape) for name, mask in self.named(may.causes).items()}
        return {name: mask for name, mask in found.items() if mask.any()}

    def named(self, causes: NDArray[np.uint64]) -> dict[str, Bools]:
        """Causes by the name of the fact, in the order of the names."""
        return {name: (causes & np.uint64(1 << bit)) != 0 for name, bit in sorted(self.trace.items())}

    def positions(self, household_id: str, unit_id: str) -> tuple[int, int]:
        """Positions of a pair.

        Raises:
            KeyError: when the round has no such household or unit.
        """
        if household_id not in self.h_index:
            raise KeyError(f"The round has no household {household_id!r}.")
        if unit_id not in self.u_index:
            raise KeyError(f"The round has no unit {unit_id!r}.")
        return self.h_index[household_id], self.u_index[unit_id]


def _norm(round_: Round) -> BedroomNorm:
    numbers = BY_CODE["R-101"].under(round_.policy, round_.as_of)
    return BedroomNorm(
        max(1, numbers.whole("adults_per_bedroom")),
        max(1, numbers.whole("children_per_bedroom")),
        numbers.whole("own_bedroom_from_age"),
    )


def _part(table: Table[Any], which: NDArray[np.intp]) -> tuple[Table[Any], Place, NDArray[np.intp]]:
    """A table of some items, how pairs of them are laid out, and where in it the one of each pair is."""
    items, index = np.unique(which, return_inverse=True)
    return Table((table.items[i] for i in items), table.world), as_it_is, index
