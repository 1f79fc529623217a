"""Evenness is told in households, never as the index of the norm (docs/model.md 2.1)."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import CountUnit, Norm, StageName
from allocator.domain.proposal import StageResult
from allocator.domain.round import Round
from allocator.explain.difference import StageChange
from allocator.intake import read_case
from allocator.reports.evenness import aim_name, changed, gap_told, of_evenness, told
from allocator.reports.words import Tongue
from allocator.solver.aims import SubStage
from tests.reports import samples as s

EN, NL = Tongue("en"), Tongue("nl")
FIXTURES = Path(__file__).parents[2] / "fixtures"


def under(norm: Norm) -> Round:
    """The fixture whose README works all of this out by hand."""
    round_ = read_case(FIXTURES / "fair").round
    return round_.model_copy(update={"policy": round_.policy.model_copy(update={"norm": norm})})


def typed(row: dict[str, Any], **values: Any) -> StageResult:
    return StageResult.model_validate({name: row[name] for name in StageResult.model_fields if name in row} | values)


def result(part: str, value: int, bound: int | None = None, alone: int | None = None) -> StageResult:
    return typed(s.stage(StageName.BALANCE, f"all.{part}", value, sense="min"), bound=bound, alone=alone)


def test_even_is_told_as_the_root_of_the_weighted_mean_square() -> None:
    round_ = under(Norm.EVEN)
    even = result("even", 25_021_300, bound=25_021_300, alone=0)  # over weights of 1033: 155.6 hundredths squared
    assert told(round_, even, EN) == ("1.55", "1.55", "0.00")
    assert told(round_, even, NL) == ("1,55", "1,55", "0,00")
    assert aim_name(round_, even, EN) == "Typical distance from the fair share (households): all placements"


def test_all_deviations_together_are_counted_in_households() -> None:
    round_, total = under(Norm.TOTAL), result("total", 490)
    assert told(round_, total, EN) == ("4.90", "–", "–")
    assert aim_name(round_, total, EN) == "All deviations together (households): all placements"


def test_only_the_first_of_the_worst_off_is_called_a_distance_but_all_are_told_in_households() -> None:
    round_ = under(Norm.WORST_FIRST)
    first, second = result("worst-1", 60_000), result("worst-2", 110_000)
    assert told(round_, first, EN)[0] == "6.00"
    assert told(round_, second, EN)[0] == "11.00"
    assert of_evenness(round_, first, EN) == aim_name(round_, first, EN)
    assert of_evenness(round_, second, EN) is None
    assert "2 worst off together" in aim_name(round_, second, EN)


@pytest.mark.parametrize("stage", [StageName.URGENCY, StageName.WAITING, StageName.BALANCE])
def test_counts_stay_whole_numbers(stage: StageName) -> None:
    round_ = under(Norm.EVEN)
    part = {StageName.URGENCY: "U1", StageName.BALANCE: "all.count"}.get(stage, stage.value)
    count = typed(s.stage(stage, part, 1234), bound=1235, alone=None)
    assert told(round_, count, EN) == ("1,234", "1,235", "–")
    assert of_evenness(round_, count, EN) is None


def test_before_and_after_are_told_alike() -> None:
    round_ = under(Norm.EVEN)
    one = StageChange(StageName.BALANCE, "all.even", "min", 34_697_300, 25_021_300)
    assert changed(round_, one, EN) == ("1.83", "1.55")
    assert changed(round_, replace(one, before=None), EN) == ("–", "1.55")


def test_people_are_named_where_people_are_counted() -> None:
    round_ = under(Norm.EVEN)
    persons = tuple(d.model_copy(update={"unit": CountUnit.PERSONS}) for d in round_.policy.dimensions)
    round_ = round_.model_copy(update={"policy": round_.policy.model_copy(update={"dimensions": persons})})
    assert "(people)" in aim_name(round_, result("even", 0), EN)


@given(st.sampled_from(Norm), st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_gap_of_evenness_is_never_told_as_less_than_the_distances_differ(norm: Norm, one: int, other: int) -> None:
    round_, (bound, value) = under(norm), sorted((one, other))
    name = {Norm.EVEN: "all.even", Norm.TOTAL: "all.total", Norm.WORST_FIRST: "all.worst-1"}[norm]
    sub = SubStage(StageName.BALANCE, name, "min", 0)
    words = gap_told(round_, sub, float(value - bound), EN)
    most = Fraction(words.removeprefix("gap at most ").replace(",", ""))
    reached, passed = (Fraction(told(round_, result(name[4:], n), EN)[0].replace(",", "")) for n in (value, bound))
    assert most >= reached - passed


def test_a_gap_of_a_count_is_told_as_it_is() -> None:
    sub = SubStage(StageName.BALANCE, "all.count", "max", 0)
    assert gap_told(under(Norm.EVEN), sub, 17.0, NL) == "afstand tot de grens 17"
