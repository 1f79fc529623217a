"""Aims of two plans side by side as people read them: evenness in households or people, never as an index."""

from dataclasses import dataclass
from fractions import Fraction

from allocator.domain.codes import StageName
from allocator.domain.policy import Dimension
from allocator.domain.proposal import StageResult
from allocator.domain.round import Round
from allocator.reports.prices import DISTANCES
from allocator.reports.words import COUNTS, Tongue, aim_words, dimension_label
from allocator.solver.aims import norm_sub_stages
from allocator.whatif.comparison import Aims, Comparison
from allocator.whatif.measure import distance


@dataclass(frozen=True)
class AimRow:
    """An aim in words, with what it reaches before and after: whole numbers, or a distance with two decimals."""

    name: str
    before: Fraction | None
    after: Fraction | None
    places: int


def aim_row(found: Comparison, aim: Aims, tongue: Tongue) -> AimRow:
    """One aim of two plans. The evenness of a dimension is told as a distance (``allocator.whatif.measure``)."""
    sides = (found.a if aim.a else found.b).round, (found.b if aim.b else found.a).round
    parts = [_balanced(round_, aim.known) for round_ in sides]
    one, other = parts
    if one is None or other is None:
        values = [None if value is None else Fraction(value) for value in (aim.before, aim.after)]
        return AimRow(aim_words(aim.known, sides[0], tongue), values[0], values[1], 0)
    before, after = (
        None if value is None else distance(round_, dimension, value)
        for round_, dimension, value in ((sides[0], one, aim.before), (sides[1], other, aim.after))
    )
    policy = sides[0].policy
    name = tongue(DISTANCES[policy.norm_of(one)], unit=tongue(COUNTS[one.unit]))
    return AimRow(f"{name}: {dimension_label(one.name, policy, tongue)}", before, after, 2)


def _balanced(round_: Round, known: StageResult) -> Dimension | None:
    """The dimension of which an aim is the evenness as a whole; None for every other aim."""
    if known.stage is not StageName.BALANCE or known.sense != "min":
        return None
    return next((d for d in round_.policy.dimensions if known.sub_stage in norm_sub_stages(round_, d)[:1]), None)
