"""Numbers and labels as people read them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import StageName
from allocator.domain.proposal import Text
from allocator.reports.words import Tongue, dimension_label, fact_words, rule_words, sub_stage_label
from allocator.rules.catalogue import CATALOGUE
from tests.reports import samples as s

NL, EN = Tongue("nl"), Tongue("en")


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (Fraction(5, 2), "2,5", "2.5"),
        (Fraction(1, 3), "0,3", "0.3"),
        (Fraction(1, 20), "0,1", "0.1"),
        (Fraction(-1, 20), "−0,1", "−0.1"),
        (Fraction(-1, 30), "0", "0"),
        (Fraction(2), "2", "2"),
        (1234567, "1.234.567", "1,234,567"),
        (-1000, "−1.000", "−1,000"),
    ],
)
def test_numbers(value: Fraction, nl: str, en: str) -> None:
    assert (NL.number(value), EN.number(value)) == (nl, en)


@given(st.fractions(-1000, 1000), st.integers(0, 3))
def test_numbers_are_rounded_to_the_nearest(value: Fraction, places: int) -> None:
    shown = Fraction(EN.number(value, places).replace(",", "").replace("−", "-"))
    assert abs(shown - value) <= Fraction(1, 2 * 10**places)


def test_signs_and_percentages() -> None:
    assert [EN.number(Fraction(n), signed=True) for n in (1, 0, -1)] == ["+1", "0", "−1"]
    assert EN.percent(Fraction(407, 1000)) == "40.7\u00a0%"


def test_counts_in_words_know_one_from_many() -> None:
    assert [EN.households(n) for n in (0, 1, 2500)] == ["0 households", "1 household", "2,500 households"]
    assert [EN.people(1), EN.homes(1), EN.bedrooms(1), EN.days(1)] == ["1 person", "1 home", "1 bedroom", "1 day"]
    assert EN.days(Fraction(21, 2)) == "10.5 days"


def test_an_unknown_language_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValueError, match="use nl or en"):
        Tongue("fr")


def test_labels_fall_back_to_the_code() -> None:
    policy = s.policy()
    assert (NL.label(policy.urgency, "U1"), EN.label(policy.urgency, "U9")) == ("Zeer dringend", "U9")
    assert fact_words("shoe_size", EN) == "shoe size"
    assert fact_words("gross_income", EN) == "income"
    assert rule_words("R-000", EN) == "R-000"
    assert rule_words(CATALOGUE[0].code, EN) == f"{CATALOGUE[0].code} {CATALOGUE[0].title}"


def test_dimensions_in_words() -> None:
    policy = s.policy()
    assert dimension_label("all", policy, EN) == "all placements"
    assert dimension_label("iks", policy, EN) == "Group Iks, intensive support or more"
    assert dimension_label("iks", policy, EN, shareable=True) == "a group of the policy"
    assert dimension_label("gone", policy, EN) == "gone"
    assert sub_stage_label(StageName.BALANCE, "all.count", policy, EN) == "all placements: how many"
    assert sub_stage_label(StageName.BALANCE, "all.total", policy, EN).endswith("(smallest total deviation)")
    assert "3 worst off" in sub_stage_label(StageName.BALANCE, "all.worst-3", policy, EN)
    assert sub_stage_label(StageName.WAITING, "waiting", policy, EN) == "Waiting time"


def test_a_sentence_in_both_languages() -> None:
    assert NL.of(Text(nl="ja", en="yes")) == "ja"
    assert EN.of({"nl": "ja", "en": "yes"}) == "yes"
    assert EN.of(None) == ""
