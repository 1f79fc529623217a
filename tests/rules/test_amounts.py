from datetime import date

import pytest

from allocator.domain.policy import Amounts
from allocator.rules import NoAmountsError, amounts_for, amounts_of, unverified
from allocator.rules.amounts import years


@pytest.mark.parametrize(
    ("name", "cents"),
    [
        ("daeb_income_single", 51_537_00),
        ("daeb_income_multi", 56_910_00),
        ("daeb_rent_limit", 932_93),
        ("fit_income_single", 29_400_00),
        ("fit_income_multi", 39_925_00),
        ("fit_income_single_elderly", 28_775_00),
        ("fit_income_multi_elderly", 38_650_00),
        ("cap_low", 713_02),
        ("cap_high", 764_14),
        ("quality_limit", 498_20),
        ("pension_age", 67),
    ],
)
def test_amounts_of_2026(name: str, cents: int) -> None:
    assert getattr(amounts_for(date(2026, 11, 23)), name) == cents


def test_every_year_is_complete_and_says_where_it_comes_from() -> None:
    for year in years():
        assert {a.name for a in amounts_of(year)} == set(Amounts.model_fields) - {"year"}
        assert all(a.source for a in amounts_of(year))
        assert amounts_for(date(year, 1, 1)).year == year


def test_what_must_still_be_checked() -> None:
    assert unverified(2026) == ["cap_low", "cap_high", "pension_age"]


def test_a_year_without_amounts_says_what_to_do() -> None:
    with pytest.raises(NoAmountsError, match=r"no national amounts for 2031; known: 2026\. Give them in the policy"):
        amounts_for(date(2031, 1, 1))
