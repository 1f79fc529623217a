"""What pools cannot give in whole needs: no whole plan breaks it, and the linear program knows it when it matters."""

from dataclasses import dataclass
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocator import rules
from allocator.domain.region import SupportPool
from allocator.solver.candidates import candidates
from allocator.solver.contest import Contest
from allocator.solver.optimum import formulation_of, solve
from allocator.solver.rounding import PoolRounding, Roundings
from tests import builders
from tests.oracle.cases import random_round

AMOUNTS = st.lists(st.integers(1, 60), min_size=1, max_size=6)


@dataclass(frozen=True)
class Filled:
    """A pool, and how many needs of each kind it serves."""

    pool: PoolRounding
    served: tuple[int, ...]


def pool_of(amounts: list[int], room: int) -> PoolRounding:
    return PoolRounding("P", np.arange(len(amounts)), np.array(amounts), room)


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


def test_a_pool_may_have_another_room_than_in_the_round_or_nobody_knows_how_much() -> None:
    one, other = pool_of([300], 475), PoolRounding("Q", np.array([1]), np.array([200]), 300)
    both = Roundings((one, other))
    assert both.with_room({}) == both
    assert both.with_room({"Q": None}).pools == (one,)
    assert both.with_room({"P": 700}).pools[0].room == 700
    assert both.with_room({"P": 0}).pools[0].broken(np.array([0.5])) is None


def pool_with(hours: float) -> SupportPool:
    return SupportPool(id="S1", provider="P", kinds=("home",), municipalities=("GM0014",), hours_per_week=hours)


def test_more_hours_of_a_pool_are_not_rounded_as_if_they_were_not_there() -> None:
    """Of three who need three hours each one is placed; with four and a half more a less urgent one is placed too."""
    urgencies = {"H1": builders.URGENT, "H2": builders.LATER, "H3": builders.LATER}
    round_ = builders.a_round(
        [builders.household(key, urgency=u, needs=(builders.need(key, hours=3.0),)) for key, u in urgencies.items()],
        [builders.unit(f"U{number}") for number in range(1, 4)],
        support=(pool_with(3.0),),
    )
    found = solve(round_)
    assert [one.household for one in found.placements] == ["H1"]
    roomy = round_.model_copy(update={"support": (pool_with(7.5),)})
    contest = Contest(candidates(roomy, rules.judge(roomy)), 1, found.stages, alone=False)
    assert not contest.could(room={("pool", "S1"): (300.0, 0.0)})
    assert contest.could(room={("pool", "S1"): (300.0, 450.0)})
