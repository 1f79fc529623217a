import pytest

from allocator.domain.codes import Accessibility
from tests.rules.verdicts import ASK, MAY, NO, verdict


@pytest.mark.parametrize("needed", Accessibility)
@pytest.mark.parametrize("offered", Accessibility)
def test_wheelchair_covers_walker_covers_step_free(needed: Accessibility, offered: Accessibility) -> None:
    expected = MAY if offered.rank >= needed.rank else NO
    assert verdict("R-301", {"accessibility": needed}, {"accessibility": offered}) == expected


@pytest.mark.parametrize(
    ("needed", "offered", "expected"),
    [
        ("none", None, MAY),
        ("step_free", None, ASK),
        (None, "walker", ASK),
        (None, "wheelchair", MAY),
        (None, None, ASK),
    ],
)
def test_accessibility_not_known(needed: str | None, offered: str | None, expected: str) -> None:
    assert verdict("R-301", {"accessibility": needed}, {"accessibility": offered}) == expected


@pytest.mark.parametrize(
    ("needed", "floor", "lift", "expected"),
    [
        ("none", 4, False, MAY),
        ("none", None, None, MAY),  # who can climb does not mind
        ("step_free", 0, False, MAY),
        ("step_free", 1, False, NO),
        ("step_free", -1, False, NO),
        ("step_free", 1, True, MAY),
        ("wheelchair", None, True, MAY),
        ("wheelchair", None, False, ASK),
        ("wheelchair", 1, None, ASK),
        ("wheelchair", 0, None, MAY),
        (None, 1, False, ASK),
        (None, 0, False, MAY),
    ],
)
def test_no_stairs_without_a_lift(needed: str | None, floor: int | None, lift: bool | None, expected: str) -> None:
    assert verdict("R-302", {"accessibility": needed}, {"floor": floor, "lift": lift}) == expected


def test_the_highest_floor_is_a_number_of_the_policy() -> None:
    h, u = {"accessibility": "walker"}, {"floor": 1}
    assert verdict("R-302", h, u, {"highest_floor": 1}) == MAY
    assert verdict("R-302", h, u | {"floor": 2}, {"highest_floor": 1}) == NO
