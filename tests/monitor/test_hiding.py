"""Small numbers cannot be found from the others: an attack on random tables, with all their sums and periods."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.monitored import LEAST
from allocator.monitor import hidden
from tests.monitor.attack import widths

Key = tuple[str, ...]


def table(values: list[int], rows: int, columns: int, spans: int) -> tuple[dict[Key, int], list[dict[Key, int]]]:
    """A table per period with its margins, and the same over all periods: period, row, column; ``*`` is all."""
    inner: list[Key] = list(product(map(str, range(spans)), map(str, range(rows)), map(str, range(columns))))
    numbers = dict(zip(inner, values, strict=True))
    sums: list[dict[Key, int]] = []
    for axis in range(3):
        for key in sorted({(*k[:axis], "*", *k[axis + 1 :]) for k in numbers}):
            parts = [k for k in numbers if k[:axis] == key[:axis] and k[axis + 1 :] == key[axis + 1 :]]
            parts = [k for k in parts if k[axis] != "*"]
            numbers[key] = sum(numbers[k] for k in parts)
            sums.append({key: -1} | dict.fromkeys(parts, 1))
    return numbers, sums


def cost(key: Key) -> float:
    return 4.0 ** key.count("*")


def published(numbers: Mapping[Any, int], out: Any) -> dict[Any, int | None]:
    return {key: None if key in out else n for key, n in numbers.items()}


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[Key, int], list[dict[Key, int]]]:
    rows, columns, spans = draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
    size = rows * columns * spans
    small, large = st.integers(0, 9), st.integers(0, 60)
    values = draw(st.lists(st.one_of(small, large), min_size=size, max_size=size))
    return table(values, rows, columns, spans)


@given(tables())
def test_every_number_left_out_may_be_five_apart(made: tuple[dict[Key, int], list[dict[Key, int]]]) -> None:
    numbers, sums = made
    out = hidden(numbers, sums, cost)
    assert {key for key, n in numbers.items() if n < LEAST} <= out
    found = widths(published(numbers, out), sums)
    assert all(width >= LEAST - 1e-6 for width in found.values()), found


@settings(max_examples=settings().max_examples // 5)
@given(tables(), st.data())
def test_a_later_release_does_not_give_away_what_an_earlier_one_left_out(
    made: tuple[dict[Key, int], list[dict[Key, int]]], data: st.DataObject
) -> None:
    """The first release has the first period only; the second one all, and the sum of all periods."""
    numbers, sums = made
    early = {key: n for key, n in numbers.items() if key[0] == "0"}
    first = hidden(early, [one for one in sums if all(key in early for key in one)], cost)
    shown = early.keys() - first
    second = hidden(numbers, sums, cost, before=first, shown=shown)
    assert first <= second
    known = {key: n if key in shown or key not in second else None for key, n in numbers.items()}
    found = widths(known, sums)
    assert all(width >= LEAST - 1e-6 for key, width in found.items() if numbers[key] < LEAST or key in first)


def test_what_was_published_is_not_taken_back_to_protect_what_may_be_lower_as_well() -> None:
    """7 in all in the first period is known: it cannot hide that in the second and third there are 3 in all."""
    numbers, sums = table([1, 0, 5, 1, 0, 0, 0, 0, 0, 0, 0, 3], 1, 4, 3)
    early = {key: n for key, n in numbers.items() if key[0] == "0"}
    first = hidden(early, [one for one in sums if all(key in early for key in one)], cost)
    shown = early.keys() - first
    second = hidden(numbers, sums, cost, before=first, shown=shown)
    assert ("0", "0", "*") in shown - second
    known = {key: n if key in shown or key not in second else None for key, n in numbers.items()}
    assert min(widths(known, sums).values()) >= LEAST


def test_what_was_published_is_taken_back_where_numbers_were_corrected() -> None:
    numbers, sums = table([3, 30], 1, 2, 1)
    shown = {key for key, n in numbers.items() if n >= LEAST}
    out = hidden(numbers, sums, cost, shown=shown)
    assert out & shown
    assert min(widths(published(numbers, out), sums).values()) >= LEAST


def test_a_lonely_small_number_takes_others_along_and_totals_stay() -> None:
    numbers, sums = table([3, 20, 30, 40], 2, 2, 1)
    out = hidden(numbers, sums, cost)
    inner = {("0", a, b) for a in "01" for b in "01"}
    assert {key for key in out if "*" not in key} == inner  # one alone would follow from its row and its column
    assert ("*", "*", "*") not in out
    assert numbers[("*", "*", "*")] == 93


def test_nothing_is_left_out_where_all_is_large() -> None:
    numbers, sums = table([5, 20, 30, 40], 2, 2, 1)
    assert hidden(numbers, sums, cost) == frozenset()


def test_a_total_that_is_small_itself_is_left_out_with_all_under_it() -> None:
    numbers, sums = table([1, 0, 2, 0], 2, 2, 1)
    assert hidden(numbers, sums, cost) == frozenset(numbers)


def test_a_number_in_no_sum_is_left_out_by_itself() -> None:
    assert hidden({"a": 3, "b": 8}, [], lambda _: 1.0) == frozenset({"a"})


def test_numbers_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        hidden({"a": 3, "b": 8}, [{"a": 1, "b": -1}], lambda _: 1.0)


def test_subtraction_would_have_found_it() -> None:
    """The attack of the tests finds what a careless table gives away."""
    numbers, sums = table([3, 20, 30, 40], 2, 2, 1)
    assert widths(published(numbers, {("0", "0", "0")}), sums) == {("0", "0", "0"): 0}
