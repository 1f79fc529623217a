"""Judge all pairs of a round at once, some pairs, or one, by the same rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allocator.domain.round import Round
from allocator.rules.algebra import Bools
from allocator.rules.catalogue import CATALOGUE
from allocator.rules.context import Active, Context, PairVerdict, outcome
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import Rule
from allocator.rules.suitability import points_of

NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What the rules say of every pair; arrays in the order of the round's households and units.

    Attributes:
        allowed: (H, U) bool, no rule in force refuses it; blocks and waivers are applied.
        ask: (H, U) bool, some rule rests on a fact that is not known.
        unfit: (H, U) bool, counts for the corporation as not appropriate (R-405).
        points: (H, U) int32, suitability 0..1000; scores of pairs are applied.
        refusals: (H, U) uint8, number of rules that refuse; a block counts.
        sole: (H, U) int16, position in the catalogue of the only rule that refuses, else -1.
        by_rule: (H, R) int32, homes refused to a household by each rule.
        by_rule_unit: (U, R) int32, households refused from a unit by each rule.
        h_index: position of each household.
        u_index: position of each unit.
    """

    allowed: Bools
    ask: Bools
    unfit: Bools
    points: NDArray[np.int32]
    refusals: NDArray[np.uint8]
    sole: NDArray[np.int16]
    by_rule: NDArray[np.int32]
    by_rule_unit: NDArray[np.int32]
    h_index: dict[str, int]
    u_index: dict[str, int]


def judge(round_: Round, context: Context | None = None) -> Judgement:
    """Judge all pairs of a round; a context of the same round saves finding its facts again."""
    context = context or Context(round_)
    h, u = context.grid()
    shape = (len(context.h_index), len(context.u_index))
    tally = _Tally(shape)
    for active in context.active:
        found = outcome(active, h, u)
        waived = context.waivers.get(active.rule.code, ())
        tally.ask_where(_lifted(found.ask, waived, shape))
        denied = _lifted(found.denied, waived, shape)
        if denied is None or not denied.any():
            continue
        if active.rule.counts_only:
            tally.unfit |= denied
        else:
            tally.refuse(active.position, denied)
    points = points_of(h, u, context.policy.suitability, shape)
    for pair, score in context.scores.items():
        points[pair] = score
    allowed = tally.refusals == 0
    sole = np.where(tally.refusals == 1, tally.sum_of_positions - 1, NOBODY).astype(np.int16, copy=False)
    return Judgement(
        allowed,
        tally.ask,
        tally.unfit,
        points,
        tally.refusals,
        sole,
        tally.by_rule,
        tally.by_rule_unit,
        context.h_index,
        context.u_index,
    )


class _Tally:
    """What the rules said so far. ``sum_of_positions`` adds position + 1 of each rule that refuses."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.shape = shape
        self.ask = np.zeros(shape, dtype=np.bool_)
        self.unfit = np.zeros(shape, dtype=np.bool_)
        self.refusals = np.zeros(shape, dtype=np.uint8)
        self.sum_of_positions = np.zeros(shape, dtype=np.int16)
        self.by_rule = np.zeros((shape[0], len(CATALOGUE)), dtype=np.int32)
        self.by_rule_unit = np.zeros((shape[1], len(CATALOGUE)), dtype=np.int32)

    def ask_where(self, ask: Bools | None) -> None:
        if ask is not None:
            self.ask |= ask

    def refuse(self, position: int, denied: Bools) -> None:
        self.refusals += denied
        self.sum_of_positions += np.multiply(denied, np.int16(position + 1))
        homes, households = self.shape[1], self.shape[0]
        self.by_rule[:, position] = _row_counts(denied) * (homes if denied.shape[1] == 1 else 1)
        self.by_rule_unit[:, position] = _column_counts(denied) * (households if denied.shape[0] == 1 else 1)


def _row_counts(mask: Bools) -> NDArray[np.int32]:
    return np.fromiter(map(np.count_nonzero, mask), np.int32, len(mask))


def _column_counts(mask: Bools) -> NDArray[np.int32]:
    """How often each column is set; 255 rows at a time fit in a byte, which is several times faster."""
    counts = np.zeros(mask.shape[1], dtype=np.int32)
    for start in range(0, len(mask), 255):
        counts += np.add.reduce(mask[start : start + 255], axis=0, dtype=np.uint8)
    return counts


def _lifted(mask: Bools | None, pairs: Sequence[tuple[int, int]], shape: tuple[int, int]) -> Bools | None:
    """The mask without the pairs for which the rule was waived."""
    if mask is None or not pairs:
        return mask
    full = np.array(np.broadcast_to(mask, shape))
    full[tuple(np.array(pairs).T)] = False
    return full


def judge_pair(context: Context, household_id: str, unit_id: str) -> PairVerdict:
    """Judge one pair by the same rules; a context remembers the pairs it was asked about.

    Raises:
        KeyError: when the round has no such household or unit.
    """
    pair = context.positions(household_id, unit_id)
    if pair not in context.verdicts:
        (context.verdicts[pair],) = _judged(context, [pair], *context.pair(*pair))
    return context.verdicts[pair]


def judge_pairs(context: Context, pairs: Iterable[tuple[str, str]]) -> None:
    """Judge pairs of a household and a unit at once; afterwards the context remembers them as ``judge_pair`` does.

    Raises:
        KeyError: when the round has no such household or unit.
    """
    new = list(dict.fromkeys(p for p in (context.positions(*pair) for pair in pairs) if p not in context.verdicts))
    if new:
        context.verdicts |= dict(zip(new, _judged(context, new, *context.some_pairs(new)), strict=True))


def _judged(context: Context, pairs: Sequence[tuple[int, int]], h: Households, u: Units) -> Iterator[PairVerdict]:
    """The verdict of each of the pairs that these columns (n,) lay out."""
    said = [_Said() for _ in pairs]
    lifted = [context.waived.get(pair, frozenset()) for pair in pairs]
    for active in context.active:
        denied, asked = _bits(active, h, u, len(pairs))
        for i in np.flatnonzero(denied | asked).tolist():
            said[i].add(active.rule, asked=bool(asked[i]), waived=active.rule.code in lifted[i])
    points = points_of(h, u, context.policy.suitability, (len(pairs),)).tolist()
    for pair, one, worth in zip(pairs, said, points, strict=True):
        scored = context.scores.get(pair, worth)
        yield PairVerdict(tuple(one.refused), tuple(one.ask), tuple(one.waived), one.unfit, scored)


@dataclass(slots=True)
class _Said:
    """What the rules say of one pair, so far."""

    refused: list[str] = field(default_factory=list)
    ask: list[str] = field(default_factory=list)
    waived: list[str] = field(default_factory=list)
    unfit: bool = False

    def add(self, rule: Rule, *, asked: bool, waived: bool) -> None:
        """A rule that refuses, or that has to ask."""
        if waived:
            self.waived.append(rule.code)
        elif asked:
            self.ask.append(rule.code)
        elif rule.counts_only:
            self.unfit = True
        else:
            self.refused.append(rule.code)


def _bits(active: Active, h: Households, u: Units, pairs: int) -> tuple[Bools, Bools]:
    """(pairs,) Where a rule refuses, and where it has to ask."""
    found = outcome(active, h, u)
    asked = np.zeros(pairs, dtype=bool) if found.ask is None else np.broadcast_to(found.ask, (pairs,))
    return np.broadcast_to(found.denied, (pairs,)), asked
