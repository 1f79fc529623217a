"""What pools cannot give in whole needs: no whole plan breaks it, and the linear program knows it when it matters."""

from dataclasses import dataclass
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocator.solver.optimum import formulation_of
from allocator.solver.rounding import PoolRounding, Roundings
from tests.oracle.cases import random_round

AMOUNTS = st.lists(st.integers(1, 60), min_size=1, max_size=6)


@dataclass(frozen=True)
class Filled:
    """A pool, and how many needs of each kind it serves."""

    pool: PoolRounding
    served: tuple[int, ...]


def pool_of(amounts: list[int], room: int) -> PoolRounding:
    return PoolRounding(np.arange(len(amounts)), np.array(amounts), room)


@st.composite
def filled(draw: st.DrawFn) -> Filled:
    """Needs are put in one after the other, as long as there is room."""
    amounts = draw(AMOUNTS)
    room = draw(st.integers(max(amounts), 400))
    served, left = [0] * len(amounts), room
    for one in draw(st.lists(st.integers(0, len(amounts) - 1), max_size=60)):
        if amounts[one] <= left:
            served[one] += 1
            left -= amounts[one]
    return Filled(pool_of(amounts, room), tuple(served))


@given(filled())
def test_no_whole_plan_breaks_one(case: Filled) -> None:
    factors, most = case.pool.rounded
    of_amount = np.bincount(np.unique(case.pool.amounts, return_inverse=True)[1], weights=case.served)
    assert np.all(factors @ of_amount <= most)


@given(AMOUNTS, st.data())
def test_what_is_asked_is_broken_and_holds_for_whole_needs(amounts: list[int], data: st.DataObject) -> None:
    room = data.draw(st.integers(max(amounts), 400))
    pool = pool_of(amounts, room)
    shares = np.array([data.draw(st.floats(0.0, 3.0)) for _ in amounts])
    x = shares * room / max(float(shares @ pool.amounts), 1e-9)  # fills the pool to the last minute
    found = pool.broken(x)
    if found is None:
        return
    factors, most = found
    assert factors @ x > most
    for kind, amount in enumerate(amounts):
        assert factors[kind] * (room // amount) <= most


def test_two_needs_of_three_hours_do_not_share_the_last_hours() -> None:
    found = pool_of([300], 475).broken(np.array([1.58]))
    assert found is not None
    factors, most = found
    assert list(factors / most) == [1.0]


def test_long_needs_leave_no_room_for_each_other_and_short_ones_beside_them() -> None:
    """In 10 hours go one need of 6 and one of 4, not 1.6 needs of 6."""
    found = pool_of([400, 600], 1000).broken(np.array([0.1, 1.6]))
    assert found is not None
    factors, most = found
    assert factors @ np.array([1, 1]) <= most
    assert factors @ np.array([0, 2]) > most


def test_whole_needs_are_not_looked_at() -> None:
    pool = pool_of([300, 600], 1000)
    assert pool.broken(np.array([1.0, 1.0])) is None
    assert "rounded" not in vars(pool)


def test_only_needs_that_fit() -> None:
    pools = 0
    for seed in range(200):
        for pool in Roundings.of(formulation_of(random_round(Random(seed))).columns).pools:
            pools += 1
            assert np.all((pool.amounts > 0) & (pool.amounts <= pool.room))
    assert pools > 50
