"""Aims as people read them, of one plan or of two side by side: evenness in households or people, never as an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from allocator.domain.codes import Norm, StageName
from allocator.domain.policy import Dimension
from allocator.domain.proposal import StageResult
from allocator.domain.round import Round
from allocator.explain.difference import StageChange
from allocator.locale import N_
from allocator.reports.words import COUNTS, Tongue, aim_words, dimension_label
from allocator.solver.aims import SubStage, norm_sub_stages
from allocator.whatif.measure import distance

if TYPE_CHECKING:  # the solver takes a third of a second, and most who tell of evenness compare nothing
    from allocator.whatif.comparison import Aims, Comparison

DISTANCES = {
    Norm.EVEN: N_("Typical distance from the fair share ({unit})"),
    Norm.WORST_FIRST: N_("Shortfall of the worst off, for the region as a whole ({unit})"),
    Norm.TOTAL: N_("All deviations together ({unit})"),
}


@dataclass(frozen=True)
class AimRow:
    """An aim in words, with what it reaches before and after: whole numbers, or a distance with two decimals."""

    name: str
    before: Fraction | None
    after: Fraction | None
    places: int


def aim_row(found: "Comparison", aim: "Aims", tongue: Tongue) -> AimRow:
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
    return AimRow(_distance_words(sides[0], one, tongue), before, after, 2)


def told(round_: Round, result: StageResult, tongue: Tongue) -> tuple[str, str, str]:
    """An aim of one plan in words: what it reached, what no plan passes, and what it could reach alone."""
    value, bound, alone = _amounts(round_, result, (result.value, result.bound, result.alone), tongue)
    return value, bound, alone


def changed(round_: Round, one: StageChange, tongue: Tongue) -> tuple[str, str]:
    """An aim of two plans of one round in words: what it reached before and after."""
    before, after = _amounts(round_, one, (one.before, one.after), tongue)
    return before, after


def aim_name(round_: Round, one: StageResult | StageChange, tongue: Tongue) -> str:
    """What an aim is called where its values are told as here."""
    return of_evenness(round_, one, tongue) or aim_words(one, round_, tongue)


def of_evenness(round_: Round, one: StageResult | StageChange, tongue: Tongue) -> str | None:
    """The distance that tells how even a dimension is, in words; None for every other aim."""
    dimension = _of_norm(round_, one)
    if dimension is None or one.sub_stage != norm_sub_stages(round_, dimension)[0]:
        return None
    return _distance_words(round_, dimension, tongue)


def gap_told(round_: Round, sub: SubStage, gap: float, tongue: Tongue) -> str:
    """How far a plan is from what no plan passes: as a number, of evenness as the most that its distance may shrink.

    ``gap``: in the unit of the aim. Under norm ``even`` a root of a difference is at least a difference of roots.
    """
    dimension = next((d for d in round_.policy.dimensions if sub.name in norm_sub_stages(round_, d)), None)
    if sub.stage is not StageName.BALANCE or dimension is None:
        return tongue(N_("gap {gap}"), gap=tongue.number(round(gap)))
    most = distance(round_, dimension, round(gap)) + Fraction(1, 100)  # it is rounded down
    return tongue(N_("gap at most {gap}"), gap=tongue.number(most, 2, fixed=True))


def measured(round_: Round, result: StageResult) -> tuple[int | Fraction | None, ...]:
    """What an aim of one plan reached, what no plan passes, and what it could reach alone: evenness as a distance."""
    return _measured(round_, result, (result.value, result.bound, result.alone))


def _amounts(
    round_: Round, one: StageResult | StageChange, numbers: Sequence[int | None], tongue: Tongue
) -> tuple[str, ...]:
    """Counts as whole numbers; evenness as a distance with two decimals."""
    return tuple(
        "–" if n is None else tongue.number(n, 2, fixed=True) if isinstance(n, Fraction) else tongue.number(n)
        for n in _measured(round_, one, numbers)
    )


def _measured(
    round_: Round, one: StageResult | StageChange, numbers: Sequence[int | None]
) -> tuple[int | Fraction | None, ...]:
    dimension = _of_norm(round_, one)
    if dimension is None:
        return tuple(numbers)
    return tuple(None if n is None else distance(round_, dimension, n) for n in numbers)


def _distance_words(round_: Round, dimension: Dimension, tongue: Tongue) -> str:
    policy = round_.policy
    name = tongue(DISTANCES[policy.norm_of(dimension)], unit=tongue(COUNTS[dimension.unit]))
    return f"{name}: {dimension_label(dimension.name, policy, tongue)}"


def _of_norm(round_: Round, known: StageResult | StageChange) -> Dimension | None:
    """The dimension whose norm an aim counts; None for every other aim."""
    if known.stage is not StageName.BALANCE or known.sense != "min":
        return None
    return next((d for d in round_.policy.dimensions if known.sub_stage in norm_sub_stages(round_, d)), None)


def _balanced(round_: Round, known: StageResult) -> Dimension | None:
    """The dimension of which an aim is the evenness as a whole; None for every other aim."""
    dimension = _of_norm(round_, known)
    return dimension if dimension and known.sub_stage == norm_sub_stages(round_, dimension)[0] else None
