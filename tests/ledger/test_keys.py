"""Keys and whole numbers made from them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import SupportLevel
from allocator.domain.policy import Dimension, KeyMix
from allocator.ledger import (
    ledger_group,
    left_out,
    quota_by_largest_remainder,
    shares,
    statutory_target,
    weights,
)
from tests.ledger.cases import A, B, C, D, region, weight

ALL = Dimension(name="all")
INTENSIVE = Dimension(name="intensive", min_level=SupportLevel.INTENSIVE)
GROUP = Dimension(name="former-homeless", group="DAK")

shares_of_many = st.dictionaries(
    st.integers(1, 40).map(lambda n: f"GM90{n:02}"),
    st.integers(1, 10**6).map(Fraction),
    min_size=1,
    max_size=12,
)


def test_shares_are_exact_and_leave_out_who_has_no_weight() -> None:
    round_ = region({A: 1, B: 2, C: 0, D: 4})
    assert shares(round_, ALL) == {A: Fraction(1, 7), B: Fraction(2, 7), D: Fraction(4, 7)}
    assert left_out(round_, ALL) == (C,)


def test_a_municipality_outside_the_round_has_no_part_in_the_key() -> None:
    keys = (weight(A, 1), weight(B, 1), weight("GM9999", 98))
    assert shares(region({A: 0, B: 0}, keys=keys), ALL) == {A: Fraction(1, 2), B: Fraction(1, 2)}


def test_keys_are_normalised_before_they_are_mixed() -> None:
    keys = (weight(A, 1), weight(B, 3), weight(A, 900, key="stock"), weight(B, 100, key="stock"))
    mix = {"all": (KeyMix(key="inhabitants", part=Decimal("0.5")), KeyMix(key="stock", part=Decimal("0.5")))}
    found = shares(region({A: 0, B: 0}, keys=keys, policy={"keys": mix}), ALL)
    assert found == {A: Fraction(23, 40), B: Fraction(17, 40)}


def test_a_key_without_weight_here_takes_no_part_in_the_mix() -> None:
    keys = (weight(A, 1), weight(B, 3), weight(A, 0, key="stock"))
    mix = {"all": (KeyMix(key="inhabitants", part=Decimal("0.2")), KeyMix(key="stock", part=Decimal("0.8")))}
    found = shares(region({A: 0, B: 0}, keys=keys, policy={"keys": mix}), ALL)
    assert found == {A: Fraction(1, 4), B: Fraction(3, 4)}


@pytest.mark.parametrize(
    ("dates", "used"),
    [
        ((date(2025, 1, 1), date(2026, 1, 1)), date(2026, 1, 1)),
        ((date(2026, 1, 1), date(2026, 7, 1)), date(2026, 7, 1)),  # the first day of the period itself
        ((date(2026, 1, 1), date(2026, 7, 2)), date(2026, 1, 1)),  # came later: never recomputed
        ((date(2026, 8, 1), date(2026, 9, 1)), date(2026, 8, 1)),  # all later: the oldest
    ],
)
def test_the_date_of_a_key(dates: tuple[date, ...], used: date) -> None:
    keys = tuple(k for on in dates for k in (weight(A, 1, on=on), weight(B, 1 if on == used else 9, on=on)))
    assert shares(region({A: 0, B: 0}, keys=keys), ALL)[A] == Fraction(1, 2)


def test_a_group_takes_its_own_mix_and_its_own_rows_else_those_of_all() -> None:
    keys = (weight(A, 1), weight(B, 1), weight(A, 1, group="DAK"), weight(B, 3, group="DAK"))
    round_ = region({A: 0, B: 0}, keys=keys)
    assert shares(round_, GROUP)[A] == Fraction(1, 4)
    assert shares(round_, INTENSIVE)[A] == Fraction(1, 2)
    mix = {"DAK": (KeyMix(key="origin"),), "all": (KeyMix(key="inhabitants"),)}
    origin = (*keys, weight(A, 4, key="origin"), weight(B, 1, key="origin"))
    assert shares(region({A: 0, B: 0}, keys=origin, policy={"keys": mix}), GROUP)[A] == Fraction(4, 5)


def test_a_dimension_of_a_level_has_a_ledger_of_its_own() -> None:
    assert [ledger_group(d) for d in (ALL, GROUP, INTENSIVE)] == ["all", "DAK", "intensive"]


def test_a_key_without_rows_gives_nobody_a_share() -> None:
    mix = {"all": (KeyMix(key="stock"),)}
    assert shares(region({A: 1, B: 2}, policy={"keys": mix}), ALL) == {}


def test_without_a_key_nobody_takes_part() -> None:
    round_ = region({A: 1, B: 2}, policy={"keys": {}})
    assert shares(round_, ALL) == {}
    assert left_out(round_, ALL) == (A, B)


def test_weights_are_hundred_over_the_share_half_to_even() -> None:
    assert weights({A: Fraction(1, 3), B: Fraction(2, 3)}) == {A: 300, B: 150}
    assert weights({A: Fraction(200, 605), B: Fraction(200, 603)}) == {A: 302, B: 302}  # 302.5 and 301.5


def test_largest_remainder_by_hand() -> None:
    tenth = Fraction(1, 10)
    assert quota_by_largest_remainder(7, {A: 5 * tenth, B: 3 * tenth, C: 2 * tenth}) == {A: 4, B: 2, C: 1}
    assert quota_by_largest_remainder(2, {C: tenth, B: tenth, A: tenth}) == {A: 1, B: 1, C: 0}  # tie: by code
    assert quota_by_largest_remainder(0, {A: Fraction(0)}) == {A: 0}


@given(shares_of_many, st.integers(0, 10**6))
def test_largest_remainder_sums_exactly_and_is_within_one(of: dict[str, Fraction], total: int) -> None:
    found = quota_by_largest_remainder(total, of)
    assert sum(found.values()) == total
    assert all(abs(found[m] - total * of[m] / sum(of.values())) < 1 for m in of)


@given(shares_of_many, st.integers(0, 10**4), st.integers(1, 99))
def test_scaling_all_weights_changes_nothing(of: dict[str, Fraction], total: int, factor: int) -> None:
    scaled = {code: share * factor for code, share in of.items()}
    assert quota_by_largest_remainder(total, scaled) == quota_by_largest_remainder(total, of)


@pytest.mark.parametrize(("total", "of"), [(-1, {A: Fraction(1)}), (1, {A: Fraction(0)}), (1, {A: Fraction(-1)})])
def test_a_quota_that_cannot_be_divided_says_what_to_do(total: int, of: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match=r"use a revision|give the key"):
        quota_by_largest_remainder(total, of)


@given(st.integers(0, 10**5), st.integers(0, 10**6), st.integers(1, 2 * 10**7))
def test_statutory_target_is_rounded_up(national: int, here: int, everywhere: int) -> None:
    exact = Fraction(national * here, everywhere)
    assert 0 <= statutory_target(national, here, everywhere) - exact < 1
