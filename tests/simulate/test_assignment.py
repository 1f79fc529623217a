"""The linear program of an assignment against another engine, and prices that are what one more is worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from allocator.solver.assignment import assign

WORTH = st.lists(st.lists(st.integers(-5, 40), min_size=4, max_size=4), min_size=1, max_size=6)


@given(WORTH)
def test_value_is_that_of_another_engine_and_prices_bear_it(worth: list[list[int]]) -> None:
    table = np.array(worth, dtype=float)
    taker, thing = np.nonzero(table > -100)
    found = assign(taker, thing, table[taker, thing], np.ones(len(table)), np.ones(4))
    gain = np.maximum(table, 0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    assert found.value == pytest.approx(gain[rows, columns].sum())
    assert found.taker_price.sum() + found.thing_price.sum() == pytest.approx(found.value)
    assert (found.taker_price[:, None] + found.thing_price[None, :] >= table - 1e-6).all()


def test_a_home_with_places_is_taken_so_often_and_nothing_gives_nothing() -> None:
    zero = np.zeros(3, dtype=np.int64)
    found = assign(np.arange(3), zero, np.array([5.0, 4.0, 3.0]), np.ones(3), np.array([2.0]))
    assert found.value == 9.0
    assert found.thing_price.tolist() == [pytest.approx(found.thing_price[0])]
    assert 3.0 <= found.thing_price[0] <= 4.0
    nothing = np.zeros(0, dtype=np.int64)
    assert assign(nothing, nothing, np.zeros(0), np.ones(2), np.ones(1)).value == 0.0
