"""Cases printed in newspapers or the Staatscourant (T1 to T9): the ledger must give the printed number."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from allocator.domain.codes import CountUnit
from allocator.domain.policy import CarryOver, Dimension
from allocator.ledger import (
    Standing,
    add_up,
    balance_after,
    carry_over,
    progress,
    standing,
    statutory_target,
)
from tests.ledger.cases import A, exactly, post, region

IN_NL_2024, IN_GRONINGEN_2024 = 17_942_942, 243_768  # inhabitants on 1 January 2024
IN_NL_2023 = 17_811_291
PERSONS = Dimension(name="all", unit=CountUnit.PERSONS, statutory=True)


def owed(*rows: tuple[str, int]) -> Fraction:
    """Balance over the whole period of one municipality with these postings."""
    return add_up(post(kind, A, amount) for kind, amount in rows)[A].balance


def test_t1_groningen_2025_h1_lowered_to_204() -> None:
    assert statutory_target(15_000, IN_GRONINGEN_2024, IN_NL_2024) == 204
    assert statutory_target(15_000, 243_800, IN_NL_2024) == 204


def test_t2_groningen_2025_h1_was_240_for_any_national_number_that_rounds_to_17_700_or_less() -> None:
    national = [n for n in range(17_000, 18_000) if statutory_target(n, IN_GRONINGEN_2024, IN_NL_2024) == 240]
    assert (national[0], national[-1]) == (17_592, 17_665)
    assert statutory_target(17_700, IN_GRONINGEN_2024, IN_NL_2024) == 241


def test_t1_as_a_revision_during_the_period() -> None:
    assert owed(("quota", 240), ("revision", 204 - 240)) == 204


def test_t3_stadskanaal_ahead_by_12_still_has_22_to_do() -> None:
    balance = owed(("quota", 48), ("placed", 60))
    assert balance == -12
    carried = carry_over(balance, CarryOver(kept=Decimal(0), most=0), statutory=True)
    quota = statutory_target(18_750, 32_040, IN_NL_2023)
    assert quota == 34
    assert Standing(quota=Fraction(quota), carried=carried).balance == 22


def test_t4_veendam_behind_by_24() -> None:
    assert owed(("quota", 69), ("placed", 45)) == 24


def test_t5_westerwolde_33_to_go() -> None:
    assert owed(("quota", 52), ("placed", 19)) == 33


def test_t6_tholen_24_open_on_1_april() -> None:
    rows = [post("carry_over", A, 17), post("quota", A, 20)]
    assert add_up(rows)[A].balance == 37
    rows += [post("placed", A, n, on=date(2017, month, 1)) for month, n in ((2, 5), (3, 1), (4, 7))]
    assert add_up(rows)[A].balance == 24


def test_t7_province_of_groningen_360_open() -> None:
    assert owed(("opening", 26), ("quota", 520), ("placed", 186)) == 360


def test_t8_province_of_groningen_about_266_to_do() -> None:
    national, share = 13_000, Fraction(341, 10_000)
    quota = statutory_target(national, 341, 10_000)
    assert abs(quota - national * share) < 1
    # Rounding up in each of the 23 municipalities of 2018 adds less than 1 each.
    assert quota - 183 <= 266 <= quota + 23 - 183


@pytest.mark.parametrize("month", range(1, 7))
def test_t9_after_month_m_of_a_half_year_m_sixths_must_be_there(month: int) -> None:
    last_day = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30}[month]
    assert progress("2026-H1", date(2026, month, last_day)) == Fraction(month, 6)


def test_committed_is_shown_and_counts_until_it_is_signed() -> None:
    round_ = region(
        {A: 1},
        post("quota", A, 52, unit="persons"),
        post("placed", A, 19, unit="persons"),
        post("committed", A, 4, unit="persons"),
        dimension=PERSONS,
    )
    found = standing(round_, PERSONS)[A]
    assert (found.realised, found.committed, found.balance) == exactly(19, 4, 29)
    assert balance_after(found, 3) == 26
