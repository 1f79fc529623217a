from typing import Any

import pytest

from allocator.domain.unit import Occupant
from tests.builders import policy
from tests.rules.verdicts import ASK, MAY, NO, verdict

Changes = dict[str, Any]


@pytest.mark.parametrize(
    ("forms", "form", "expected"),
    [
        ((), "regular", MAY),
        ((), "flex", MAY),
        ((), "group_home", NO),
        (("group_home",), "group_home", MAY),
        (("group_home",), "regular", NO),
    ],
)
def test_form_accepted(forms: tuple[str, ...], form: str, expected: str) -> None:
    assert verdict("R-201", {"accepted_forms": forms}, {"form": form}) == expected


@pytest.mark.parametrize("form", ["group_home", "shared_rooms"])
@pytest.mark.parametrize(("listed", "expected"), [((), NO), (("group_home", "shared_rooms"), MAY)])
def test_a_default_is_no_choice_to_share(form: str, listed: tuple[str, ...], expected: str) -> None:
    sharing = policy(default_forms=("group_home", "shared_rooms"))
    assert verdict("R-202", {"accepted_forms": listed}, {"form": form}, policy=sharing) == expected
    assert verdict("R-202", {"accepted_forms": listed}, {"form": "regular"}, policy=sharing) == MAY


@pytest.mark.parametrize(
    ("groups", "form", "expected"),
    [
        (("MO", "SKA"), "skaeve_huse", MAY),
        (("MO",), "skaeve_huse", NO),
        (None, "skaeve_huse", ASK),
        (None, "regular", MAY),
    ],
)
def test_skaeve_huse_on_indication(groups: tuple[str, ...] | None, form: str, expected: str) -> None:
    assert verdict("R-203", {"target_groups": groups}, {"form": form}) == expected


def test_the_group_of_the_indication_is_a_number_of_the_policy() -> None:
    assert verdict("R-203", {}, {"form": "skaeve_huse"}, {"indication_group": "MO"}) == MAY


@pytest.mark.parametrize(
    ("whom", "h", "expected"),
    [
        ("any", {"sex": None}, MAY),
        ("women", {"sex": "female"}, MAY),
        ("women", {"sex": "male"}, NO),
        ("women", {"sex": "mixed"}, NO),
        ("women", {"sex": None}, ASK),
        ("men", {"sex": "male"}, MAY),
        ("men", {"sex": "other"}, NO),
        ("men", {"sex": None}, ASK),
        ("family", {"children": 1, "sex": None}, MAY),
        ("family", {"expecting": True}, MAY),
        ("family", {}, NO),
        ("family", {"expecting": None}, ASK),
    ],
)
def test_for_whom(whom: str, h: Changes, expected: str) -> None:
    assert verdict("R-204", h, {"for_whom": whom}) == expected


@pytest.mark.parametrize("has", [True, False, None])
@pytest.mark.parametrize("allowed", [True, False, None])
def test_pets(has: bool | None, allowed: bool | None) -> None:
    expected = MAY if has is False or allowed else NO if has and allowed is False else ASK
    assert verdict("R-205", {"pets": has}, {"pets_allowed": allowed}) == expected


@pytest.mark.parametrize(
    ("tags", "excluded", "expected"),
    [
        (("loud",), ("loud",), NO),
        (("quiet",), ("loud",), MAY),
        (("loud", "quiet"), ("loud",), NO),
        (("loud",), (), MAY),
        (None, ("loud",), ASK),
        (None, (), MAY),
    ],
)
def test_what_a_home_cannot_take(tags: tuple[str, ...] | None, excluded: tuple[str, ...], expected: str) -> None:
    assert verdict("R-206", {"house_tags": tags}, {"excludes_tags": excluded}) == expected


@pytest.mark.parametrize(
    ("tags", "there", "form", "expected"),
    [
        (("loud",), ("quiet",), "group_home", NO),
        (("quiet",), ("loud",), "shared_rooms", NO),  # either order
        (("quiet",), ("quiet",), "group_home", MAY),
        (("loud",), ("quiet",), "regular", MAY),  # only shared homes
        (None, ("quiet",), "group_home", ASK),
        (None, ("tidy",), "group_home", MAY),  # nothing clashes with it
        (None, (), "group_home", MAY),
    ],
)
def test_living_with_who_is_there(
    tags: tuple[str, ...] | None, there: tuple[str, ...], form: str, expected: str
) -> None:
    occupants = (Occupant(home="U1", persons=1, house_tags=there),)
    assert verdict("R-207", {"house_tags": tags}, {"form": form}, occupants=occupants) == expected
