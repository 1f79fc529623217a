"""Dates, money and numbers by locale: as people write them, and nothing lost on the way."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator import locale

LANGUAGES = st.sampled_from(locale.LANGUAGES)


@pytest.mark.parametrize(
    ("cents", "nl", "en"),
    [
        (71_302, "€ 713,02", "€713.02"),
        (0, "€ 0,00", "€0.00"),
        (5, "€ 0,05", "€0.05"),
        (-1_234_567, "-€ 12.345,67", "-€12,345.67"),
        (100_000_000, "€ 1.000.000,00", "€1,000,000.00"),
    ],
)
def test_money(cents: int, nl: str, en: str) -> None:
    assert (locale.money(cents, "nl"), locale.money(cents, "en")) == (nl, en)


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (1234, "1.234", "1,234"),
        (-1234, "-1.234", "-1,234"),
        (0, "0", "0"),
        (1234.5, "1.234,5", "1,234.5"),
        (2.004, "2", "2"),
        (0.126, "0,13", "0.13"),
    ],
)
def test_numbers(value: float, nl: str, en: str) -> None:
    assert (locale.number(value, "nl"), locale.number(value, "en")) == (nl, en)


def test_days_months_and_moments() -> None:
    one = date(2026, 3, 5)
    assert (locale.day(one, "nl"), locale.day(one, "en")) == ("5 maart 2026", "5 March 2026")
    assert (locale.month(one, "nl"), locale.month(one, "en")) == ("maart 2026", "March 2026")
    summer = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
    here = ZoneInfo("Europe/Amsterdam")
    assert locale.moment(summer, "nl", here) == "2 juli 2026, 00:05"
    assert locale.moment(summer, "en", here) == "2 July 2026, 00:05"


def plain(said: str, lang: str) -> Decimal:
    """A number as a language writes it, as computers do."""
    return Decimal(said.replace(".", "").replace(",", ".") if lang == "nl" else said.replace(",", ""))


@given(st.integers(-(10**12), 10**12), LANGUAGES)
def test_every_cent_is_written(cents: int, lang: str) -> None:
    said = locale.money(cents, lang).replace("€", "").replace(" ", "")
    assert plain(said, lang) * 100 == cents


@given(st.decimals(-(10**9), 10**9, places=4), LANGUAGES)
def test_a_number_keeps_all_its_decimals(value: Decimal, lang: str) -> None:
    assert plain(locale.decimal(value, lang), lang) == value
