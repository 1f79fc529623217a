import re

from allocator.rules import CATALOGUE
from allocator.rules.document import markdown

PAGE = markdown()


def test_every_rule_has_its_place() -> None:
    assert re.findall(r"^### (R-\d+)$", PAGE, re.M) == [rule.code for rule in CATALOGUE]
    for rule in CATALOGUE:
        assert re.sub(r"\{(\w+):\w+\|(\w+)\}", r"{\1} \2", rule.says) in PAGE
        assert rule.unknown_means in PAGE


def test_fields_are_named_by_their_column_with_their_sensitivity() -> None:
    assert "`household.gross_income_eur` (personal)" in PAGE
    assert "`household.excluded_postcodes` (safety)" in PAGE
    assert "`apart.other` (safety)" in PAGE
    assert "`unit.rent_eur` (open)" in PAGE


def test_numbers_dates_and_standing() -> None:
    assert "- Numbers: `window_days` = 14" in PAGE
    assert "Cannot be waived; can be switched off; never refuses: what it denies is counted as unfit." in PAGE
    assert "off unless the policy has it" in PAGE


def test_amounts_show_what_is_not_verified() -> None:
    assert "| `cap_low` | €713.02 | **no** |" in PAGE
    assert "| `quality_limit` | €498.20 | yes |" in PAGE
    assert "| `pension_age` | 67 years | **no** |" in PAGE
