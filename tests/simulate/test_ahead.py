"""Homes that are kept back: with a reason, for a while, and never at the cost of urgency."""

from collections import Counter
from datetime import timedelta

import pytest

from allocator.domain.codes import Accessibility
from allocator.domain.scenario import Scenario
from allocator.run import best_plan
from allocator.simulate.ahead import Ahead
from allocator.simulate.arrivals import world
from allocator.simulate.even import imbalance
from allocator.simulate.held import WHO, expected
from allocator.simulate.pairs import judged
from allocator.simulate.region import Region
from allocator.simulate.weeks import simulate
from tests.simulate.worlds import job, rules, small

LEAST = 0.34


def eager() -> Scenario:
    """A scenario in which homes are kept back easily, so that the bounds are met often."""
    found = small(waiting=25)
    return found.model_copy(update={"ahead": found.ahead.model_copy(update={"least_chance": LEAST, "hold_weeks": 2})})


def test_a_home_is_kept_only_for_somebody_expected_not_too_long_and_not_in_its_last_week() -> None:
    scenario = eager()
    found = [one for seed in ("1", "2") for one in simulate(job("ahead", seed, 6, scenario)).held]
    assert found
    for one in found:
        assert one.chance >= LEAST - 1e-6
        assert 1 <= one.kept <= one.most == 2
        assert 1 <= one.within <= scenario.ahead.weeks
        assert one.who in WHO


def test_urgency_and_balance_lose_nothing_by_looking_ahead() -> None:
    """As many of the most urgent are served each week as without looking ahead; of all, less the homes that wait."""
    there = world(eager(), rules(), "2", 8)
    region = Region(there, judged(there, [a.household for a in there.arrivals], [o.unit for o in there.offers]))
    looking = Ahead(there)
    first, *_ = rules().urgency_codes
    for week in range(8):
        region.begin(week)
        round_ = region.round()
        plan, held = looking.decide(region, round_)
        people = round_.household_by_id
        mine = Counter(people[p.household].urgency for p in plan)
        before = best_plan(round_).placements
        plain = Counter(people[p.household].urgency for p in before)
        assert imbalance(round_, plan) <= imbalance(round_, before)
        assert mine[first] == plain[first]
        assert mine.total() >= plain.total() - len(held)
        taken = {p.unit for p in plan}
        assert not taken & {one.unit for one in held}
        for one in held:
            assert set(one.households) <= set(people) - {p.household for p in plan}
        region.offer(round_, plan)


def test_it_looks_only_at_sampled_futures_never_at_what_comes() -> None:
    """What is decided in the first weeks does not change with what happens after them."""
    scenario = eager()
    short, long = (simulate(job("ahead", "1", weeks, scenario)) for weeks in (3, 6))
    assert long.placed[:3] == short.placed
    assert long.imbalance[:3] == short.imbalance
    assert [one for one in long.held if one.week <= 3] == list(short.held)


@pytest.mark.parametrize(
    ("change", "who", "words"),
    [
        ({"accessibility": Accessibility.WHEELCHAIR}, "wheelchair", "somebody with a wheelchair"),
        ({"accessibility": Accessibility.NONE, "adults": 2, "children": 3}, "large", "a large household"),
        ({"accessibility": Accessibility.NONE, "adults": 1, "children": 0}, "fits", "a household that the home fits"),
    ],
)
def test_the_reason_is_said_in_words_that_name_nobody(change: dict[str, object], who: str, words: str) -> None:
    there = world(small(), rules(), "1", 2)
    unit = there.offers[0].unit.model_copy(
        update={"accessibility": Accessibility.WHEELCHAIR, "form": "regular", "reserved_for": ()}
    )
    arrival = there.arrivals[0]
    someone = arrival.household.model_copy(update=change)
    takers = [(arrival.__class__(3, someone, 9, None, 4), ahead) for ahead in (2, 3, 5)]
    one = expected(unit, takers, 1.0, ("H1",), week=1, most=3)
    assert one.who == who
    said = one.sentence()
    assert said.render("en").startswith(f"{unit.id} waits because {words}")
    assert said.render("en").endswith("is expected within 3 weeks; at most 3 weeks.")
    assert "3 weken" in said.render("nl")
    assert someone.id not in said.render("en")
    assert there.day(3) - there.day(0) == timedelta(weeks=3)
