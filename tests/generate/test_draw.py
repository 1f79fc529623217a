"""Choices are the same everywhere, and follow the distribution that was asked for."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from allocator.generate.draw import Draw, along

names = st.text(max_size=10)


def test_the_first_numbers_of_a_stream_never_change() -> None:
    draw = Draw(2026, "household", 7)
    assert [draw.whole(0, 999_999) for _ in range(4)] == [236756, 465747, 140138, 875790]


@given(names, st.integers(-50, 50), st.integers(0, 50))
def test_whole_numbers_stay_within_both_ends(name: str, low: int, more: int) -> None:
    draw = Draw(name)
    assert all(low <= draw.whole(low, low + more) <= low + more for _ in range(20))


@given(names, st.lists(st.integers(), unique=True, max_size=12), st.integers(0, 15))
def test_some_are_different_and_in_their_own_order(name: str, items: list[int], number: int) -> None:
    chosen = Draw(name).some(items, number)
    assert len(chosen) == min(number, len(items))
    assert list(chosen) == [item for item in items if item in chosen]


@given(names, st.lists(st.integers(), max_size=12))
def test_shuffled_keeps_every_item(name: str, items: list[int]) -> None:
    assert sorted(Draw(name).shuffled(items)) == sorted(items)


def test_weights_are_followed() -> None:
    draw = Draw("weights")
    seen = Counter(draw.weighted({"often": 3.0, "never": 0.0, "seldom": 1.0}) for _ in range(4000))
    assert set(seen) == {"often", "seldom"}
    assert abs(seen["seldom"] - 1000) < 120
    assert abs(sum(draw.chance(0.25) for _ in range(4000)) - 1000) < 120


def test_a_distribution_is_read_along_its_points() -> None:
    points = ((0.0, 10.0), (0.5, 20.0), (1.0, 100.0))
    assert [along(points, part) for part in (0, 0.25, 0.5, 0.75, 1)] == [10, 15, 20, 60, 100]
    assert Draw("day").day(date(2026, 1, 1), ((0, 31), (1, 31))) == date(2026, 2, 1)
