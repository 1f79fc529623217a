"""The oracle itself: answers by hand, and pruning that loses nothing."""

from hashlib import sha256
from itertools import product
from random import Random

import pytest

from allocator.domain.codes import Norm, StageName
from allocator.domain.round import Round
from tests import builders
from tests.oracle import brute, by_hand, cases
from tests.oracle.law import lawful
from tests.oracle.order import Answer
from tests.oracle.verdicts import Verdicts

URGENCY, BALANCE, WAITING = StageName.URGENCY, StageName.BALANCE, StageName.WAITING
SUITABILITY = StageName.SUITABILITY


def answer(round: Round) -> Answer:
    found = brute.solve(round)
    assert found is not None
    return found


def homes(found: Answer) -> dict[str, str]:
    return {p.household: p.unit for p in found.plan}


def test_leximin_looks_past_whoever_was_worst() -> None:
    found = answer(by_hand.leximin())
    assert homes(found) == by_hand.LEXIMIN_PLAN
    assert found.values[BALANCE, "all.count"] == 4
    assert [found.values[BALANCE, f"all.worst-{k}"] for k in (1, 2, 3)] == [60_000, 60_000, 60_000]


def test_without_tolerance_the_first_stage_decides() -> None:
    found = answer(by_hand.two_or_one(*by_hand.stages(URGENCY, WAITING), days=150))
    assert set(homes(found)) == {"h1", "h2"}
    assert found.values[WAITING, "waiting"] == 100


def test_the_next_stage_uses_the_tolerance() -> None:
    found = answer(by_hand.two_or_one(*by_hand.stages(URGENCY, WAITING, urgency=1), days=150))
    assert set(homes(found)) == {"h3"}
    assert (found.values[URGENCY, "soon"], found.best[URGENCY, "soon"]) == (1, 2)
    assert found.values[WAITING, "waiting"] == 150


def test_the_stage_after_the_next_does_not_use_the_tolerance() -> None:
    order = by_hand.stages(URGENCY, WAITING, SUITABILITY, urgency=1)
    found = answer(by_hand.two_or_one(*order, days=100, score=1000))
    assert set(homes(found)) == {"h1", "h2"}
    assert found.values[SUITABILITY, "suitability"] < 1000 * 2


def test_the_lottery_does_not_use_the_tolerance() -> None:
    for seed in range(8):
        round = by_hand.two_or_one(*by_hand.stages(URGENCY, urgency=1), days=100)
        found = answer(round.model_copy(update={"lottery_seed": str(seed)}))
        assert set(homes(found)) == {"h1", "h2"}


def test_a_chain_and_a_swap_place_everybody() -> None:
    assert homes(answer(by_hand.chain())) == {"h1": "u2", "h2": "u1"}
    assert homes(answer(by_hand.swap())) == {"h1": "u2", "h2": "u1"}


@pytest.mark.parametrize(("hours", "placed"), [(2.24, 0), (2.25, 1), (4.49, 1), (4.5, 2)])
def test_a_pool_serves_whom_it_has_hours_for(hours: float, placed: int) -> None:
    found = answer(by_hand.one_pool(hours))
    assert len(found.plan) == placed
    assert all(p.pools == ("p1",) for p in found.plan)


@pytest.mark.parametrize("norm", Norm)
def test_balance_shares_evenly(norm: Norm) -> None:
    found = answer(by_hand.even_split(norm=norm))
    municipalities = [builders.HERE if unit.startswith("a") else builders.THERE for unit in homes(found).values()]
    assert sorted(municipalities) == [builders.HERE, builders.THERE]


def test_even_is_the_sum_of_squares_over_share() -> None:
    found = answer(by_hand.even_split(norm=Norm.EVEN, regional_quota=0))
    assert found.values[BALANCE, "all.even"] == 200 * 100**2 + 200 * 100**2  # c = 100 / (1/2), 1 too many each


def test_a_pin_that_cannot_be_kept_leaves_no_plan() -> None:
    assert brute.solve(by_hand.pinned_and_forbidden()) is None


@pytest.mark.parametrize("seed", range(8))
def test_the_lottery_prefers_who_is_drawn_first(seed: int) -> None:
    people = [by_hand.person(h) for h in ("h1", "h2", "h3")]
    round = builders.a_round(people, [builders.unit("u1")], lottery_seed=str(seed))
    first = min(("h1", "h2", "h3"), key=lambda h: sha256(f"{seed}\ntest\n{h}".encode()).hexdigest())
    assert homes(answer(round)) == {first: "u1"}


@pytest.mark.parametrize("seed", range(40))
def test_pruning_loses_no_plan(seed: int) -> None:
    round = cases.random_round(Random(seed), households=3, units=4)
    verdicts = Verdicts(round)
    options = [[None, *brute.options_of(round, verdicts, h)] for h in round.households]
    plans = (tuple(o.placement for o in chosen if o is not None) for chosen in product(*options))
    assert set(brute.all_plans(round, verdicts)) == {p for p in plans if lawful(round, p, verdicts)}


def test_it_says_when_a_round_is_too_large() -> None:
    people, units = [by_hand.person(f"h{n}") for n in range(6)], [builders.unit(f"u{n}") for n in range(6)]
    with pytest.raises(brute.TooManyPlans):
        brute.solve(builders.a_round(people, units), most=1000)
