"""What comes is drawn before anything is decided: the same for every policy, and for a shorter or longer time."""

from collections import Counter

import pytest

from allocator.domain.scenario import Stream
from allocator.simulate.answers import Answer, answer, chance_of_no
from allocator.simulate.arrivals import unknown_codes, world
from tests.simulate.worlds import region, rules, small


def test_same_seed_same_world_and_more_weeks_change_nothing_before() -> None:
    short, long = world(small(), rules(), "7", 4), world(small(), rules(), "7", 8)
    assert world(small(), rules(), "7", 4) == short
    assert long.arrivals[: len(short.arrivals)] == short.arrivals
    assert long.offers[: len(short.offers)] == short.offers
    assert world(small(), rules(), "8", 4).arrivals != short.arrivals


def test_everybody_comes_ready_and_leaves_when_the_urgency_ends() -> None:
    scenario = small()
    there = world(scenario, rules(), "3", 6)
    for one in there.arrivals:
        least, most = scenario.households.urgent_weeks[one.household.urgency]
        came = (one.household.registered_on - scenario.start).days // 7
        assert least <= one.leaves - came <= most
        assert one.leaves > one.week
        assert one.household.urgent_until is not None
        assert (one.household.urgent_until - there.day(one.leaves)).days == -1
    keys = Counter(one.household.id for one in there.arrivals)
    assert max(keys.values()) == 1
    assert sum(one.week == 0 and one.household.id.startswith("S") for one in there.arrivals) == 40


def test_as_many_come_as_the_scenario_says() -> None:
    """Half a year of the whole region, against the sum of its rates with season and trend; five standard deviations."""
    scenario, weeks = region(), 26
    there = world(scenario, rules(), "1", weeks)
    for group, stream in scenario.households.groups.items():
        expected = sum(stream.rate(there.day(week).month, week) for week in range(weeks))
        came = sum(
            one.household.ledger_group == group for one in there.arrivals if not one.household.id.startswith("S")
        )
        assert abs(came - expected) <= 5 * expected**0.5, group


def test_a_rate_follows_season_and_trend() -> None:
    season = tuple(2.0 if month == 1 else 1.0 for month in range(1, 13))
    stream = Stream(per_week=3.0, season=season, trend=0.1)
    assert stream.rate(1, 0) == 6.0
    assert stream.rate(6, 0) == 3.0
    assert stream.rate(6, 52) == pytest.approx(3.3)


def test_a_pair_that_refuses_does_so_always_and_less_often_where_the_home_fits() -> None:
    scenario = region()
    there = world(scenario, rules(), "5", 8)
    people, homes = [a.household for a in there.arrivals[:80]], [o.unit for o in there.offers[:50]]
    noes = dict.fromkeys((0, 1000), 0)
    for household in people:
        for unit in homes:
            for points in noes:
                given = answer("5", scenario, household, unit, points)
                assert given is answer("5", scenario, household, unit, points)
                noes[points] += given is Answer.NO
            # one draw for the pair: who refuses what fits also refuses what does not
            if answer("5", scenario, household, unit, 1000) is Answer.NO:
                assert answer("5", scenario, household, unit, 0) is Answer.NO
    for points, count in noes.items():
        mean = sum(chance_of_no(scenario, unit, points) for unit in homes) / len(homes)
        assert abs(count / (len(people) * len(homes)) - mean) < 0.03


def test_codes_that_do_not_fit_the_policy_are_named() -> None:
    assert unknown_codes(small(), rules()) == ()
    whole = small()
    groups = whole.households.groups | {"XYZ": Stream(per_week=1)}
    worth = whole.worth.model_copy(update={"urgency": {"acute": 1.0, "later": 1.0}})
    other = whole.model_copy(
        update={"households": whole.households.model_copy(update={"groups": groups}), "worth": worth}
    )
    assert unknown_codes(other, rules()) == ("XYZ", "later", "regular", "urgent")
