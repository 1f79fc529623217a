from typing import Any

import pytest
from hypothesis import given

from allocator.domain.policy import SuitabilityPoints
from allocator.domain.round import Round
from allocator.rules import Context, judge, points_named
from allocator.rules.suitability import MOST
from tests.builders import HERE, THERE, a_round, household, policy, unit, word
from tests.rules.rounds import rounds

Changes = dict[str, Any]


def named(h: Changes, u: Changes, **changes: Any) -> dict[str, int]:
    return points_named(Context(a_round(household(**h), unit(**u), **changes)), "H1", "U1")


@pytest.mark.parametrize(
    ("bedrooms", "points"), [(0, 400), (1, 400), (2, 200), (3, 0), (9, 0)], ids=["studio", "at", "one", "two", "many"]
)
def test_spare_bedrooms_cost_points(bedrooms: int, points: int) -> None:
    assert named({}, {"bedrooms": bedrooms})["no_spare_bedroom"] == points


def test_a_bedroom_too_few_wastes_none() -> None:
    assert named({"adults": 4}, {"bedrooms": 1})["no_spare_bedroom"] == 400


def test_bedrooms_that_depend_on_an_unknown_age_give_no_points() -> None:
    family = {"adults": 2, "children": 2}
    assert named(family, {"bedrooms": 3})["no_spare_bedroom"] == 0
    assert named(family | {"child_ages": (3, 4)}, {"bedrooms": 2})["no_spare_bedroom"] == 400


def test_a_home_of_places_wastes_no_bedroom() -> None:
    assert named({}, {"bedrooms": 6, "form": "group_home"})["no_spare_bedroom"] == 400


def test_free_spare_bedrooms() -> None:
    flat = policy(suitability=SuitabilityPoints(per_spare_bedroom=0))
    assert named({}, {"bedrooms": 9}, policy=flat)["no_spare_bedroom"] == 400


@pytest.mark.parametrize(("origin", "points"), [(HERE, 150), (THERE, 0), (None, 0)])
def test_origin(origin: str | None, points: int) -> None:
    assert named({"municipality_of_origin": origin}, {})["origin"] == points


@pytest.mark.parametrize(("preferred", "points"), [((HERE,), 150), ((THERE,), 0), ((), 0)])
def test_preferred(preferred: tuple[str, ...], points: int) -> None:
    assert named({"preferred_municipalities": preferred}, {})["preferred"] == points


@pytest.mark.parametrize(
    ("persons", "rent", "points"),
    [(2, 713_02, 200), (2, 713_03, 0), (3, 713_03, 200), (3, 764_15, 0), (1, None, 0)],
)
def test_affordable(persons: int, rent: int | None, points: int) -> None:
    assert named({"adults": persons}, {"rent": rent})["affordable"] == points


@pytest.mark.parametrize(
    ("needed", "offered", "points"),
    [
        ("none", "step_free", 100),
        ("none", "walker", 0),
        ("step_free", "walker", 0),
        ("walker", "walker", 100),
        ("wheelchair", "walker", 100),
        (None, "none", 100),
        (None, "walker", 0),
        ("none", None, 0),
    ],
)
def test_adapted_homes_are_not_wasted(needed: str | None, offered: str | None, points: int) -> None:
    found = named({"accessibility": needed}, {"accessibility": offered})
    assert found["accessibility_not_wasted"] == points


def test_people_replace_the_points() -> None:
    assert named({}, {}, pairs=(word(score=0),)) == {"score": 0}


def test_never_more_than_the_most() -> None:
    generous = policy(suitability=SuitabilityPoints(origin=1000, affordable=1000))
    found = judge(a_round(policy=generous))
    assert found.points.tolist() == [[MOST]]


@given(rounds())
def test_the_parts_add_up(round_: Round) -> None:
    context = Context(round_)
    found = judge(round_, context)
    for h, one in enumerate(round_.households):
        for u, home in enumerate(round_.units):
            assert min(MOST, sum(points_named(context, one.id, home.id).values())) == found.points[h, u]
