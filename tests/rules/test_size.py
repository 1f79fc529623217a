from typing import Any

import pytest

from allocator.domain.unit import Occupant
from tests.rules.verdicts import ASK, MAY, NO, verdict

Changes = dict[str, Any]
FAMILY: Changes = {"adults": 2, "children": 3, "child_ages": (13, 6, 5)}  # 1 + 1 + 1 bedrooms


@pytest.mark.parametrize(
    ("h", "bedrooms", "expected"),
    [
        (FAMILY, 2, NO),
        (FAMILY, 3, MAY),
        (FAMILY, 4, MAY),
        (FAMILY | {"child_ages": None}, 2, NO),  # at least 3: 1 + 2 shared by three
        (FAMILY | {"child_ages": None}, 3, ASK),
        (FAMILY | {"child_ages": None}, 4, MAY),  # at most 4: each its own
        (FAMILY | {"child_ages": (13,)}, 3, ASK),  # two ages are not known
        (FAMILY | {"child_ages": (12, 11, 5)}, 3, MAY),  # 12 has its own, 11 shares
        (FAMILY | {"child_ages": (12, 12, 5)}, 3, NO),
        ({"adults": 1}, 0, MAY),  # a studio
        ({"adults": 2}, 0, NO),
        ({"adults": 2}, 1, MAY),
        ({"adults": 3}, 1, NO),
    ],
)
def test_enough_bedrooms(h: Changes, bedrooms: int, expected: str) -> None:
    assert verdict("R-101", h, {"bedrooms": bedrooms}) == expected


def test_the_norm_of_bedrooms_comes_from_the_policy() -> None:
    h = {"adults": 2, "children": 2, "child_ages": (9, 8)}
    assert verdict("R-101", h, {"bedrooms": 2}) == MAY
    assert verdict("R-101", h, {"bedrooms": 2}, {"own_bedroom_from_age": 8}) == NO
    assert verdict("R-101", h, {"bedrooms": 2}, {"children_per_bedroom": 1}) == NO
    assert verdict("R-101", {"adults": 2}, {"bedrooms": 1}, {"adults_per_bedroom": 1}) == NO
    assert verdict("R-101", {"adults": 2}, {"bedrooms": 0}, {"persons_without_bedroom": 2}) == MAY


@pytest.mark.parametrize(("form", "expected"), [("regular", NO), ("shared_rooms", MAY), ("shelter_place", MAY)])
def test_places_are_counted_instead_of_bedrooms(form: str, expected: str) -> None:
    assert verdict("R-101", FAMILY, {"bedrooms": 0, "form": form}) == expected


@pytest.mark.parametrize(("bedrooms", "expected"), [(3, MAY), (4, MAY), (5, NO)])
def test_not_too_large(bedrooms: int, expected: str) -> None:
    assert verdict("R-102", FAMILY, {"bedrooms": bedrooms}) == expected


@pytest.mark.parametrize(("bedrooms", "expected"), [(4, MAY), (5, ASK), (6, NO)])
def test_not_too_large_with_ages_not_known(bedrooms: int, expected: str) -> None:
    assert verdict("R-102", FAMILY | {"child_ages": None}, {"bedrooms": bedrooms}) == expected


def test_a_shared_home_is_never_too_large() -> None:
    assert verdict("R-102", {}, {"bedrooms": 9, "form": "group_home"}) == MAY
    assert verdict("R-102", {}, {"bedrooms": 2}, {"spare": 0}) == NO


@pytest.mark.parametrize(
    ("most", "expected"), [(4, NO), (5, MAY), (6, MAY), (None, MAY)], ids=["below", "at", "above", "no limit"]
)
def test_not_too_many_persons(most: int | None, expected: str) -> None:
    assert verdict("R-103", FAMILY, {"max_persons": most}) == expected


@pytest.mark.parametrize(("there", "expected"), [(3, MAY), (4, NO)])
def test_occupants_take_room(there: int, expected: str) -> None:
    shared = {"form": "group_home", "max_persons": 5}
    occupants = (Occupant(home="U1", persons=there),)
    assert verdict("R-103", {"adults": 2}, shared, occupants=occupants) == expected


@pytest.mark.parametrize(("least", "expected"), [(4, MAY), (5, MAY), (6, NO)])
def test_enough_persons(least: int, expected: str) -> None:
    assert verdict("R-104", FAMILY, {"min_persons": least}) == expected


LARGE: Changes = {"area_m2": 70.0, "bedrooms": 3}


@pytest.mark.parametrize(
    ("h", "u", "expected"),
    [
        ({}, LARGE, NO),
        ({}, LARGE | {"area_m2": 69.99}, MAY),
        ({}, LARGE | {"bedrooms": 2}, MAY),
        ({}, LARGE | {"area_m2": None}, ASK),
        ({}, {"area_m2": None, "bedrooms": 2}, MAY),
        ({"children": 1}, LARGE, MAY),
        ({"expecting": True}, LARGE, MAY),
        ({"expecting": None}, LARGE, ASK),
        ({"expecting": None, "children": 1}, LARGE, MAY),
        ({"expecting": None}, LARGE | {"area_m2": 60.0}, MAY),
    ],
)
def test_large_homes_for_families(h: Changes, u: Changes, expected: str) -> None:
    assert verdict("R-105", h, u) == expected


@pytest.mark.parametrize(("groups", "expected"), [(("GGZ",), MAY), (("MO",), NO), (None, ASK)])
def test_some_groups_are_excepted(groups: tuple[str, ...] | None, expected: str) -> None:
    assert verdict("R-105", {"target_groups": groups}, LARGE, {"except_groups": ("GGZ",)}) == expected
