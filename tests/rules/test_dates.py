from datetime import date, timedelta
from typing import Any

import pytest

from tests.builders import AS_OF
from tests.rules.verdicts import ASK, MAY, NO, verdict

Changes = dict[str, Any]


def day(after: int) -> date:
    return AS_OF + timedelta(days=after)


LATER: Changes = {"available_from": day(30)}
OCCUPIED: Changes = {"status": "occupied", "available_from": None, "turnaround_days": 10}


@pytest.mark.parametrize(
    ("ready", "u", "expected"),
    [
        (day(13), {}, MAY),
        (day(14), {}, MAY),
        (day(15), {}, NO),
        (day(44), LATER, MAY),
        (day(45), LATER, NO),
        (None, {}, ASK),
        (day(14), {"available_from": day(-100)}, MAY),  # never before the day of the round
        (day(15), {"available_from": None}, NO),  # free without a date: at once
        (day(24), OCCUPIED, MAY),  # ready in time on the first possible day
        (day(25), OCCUPIED, ASK),
        (day(54), OCCUPIED | LATER, MAY),  # 30 + 10 days to get it ready
        (day(55), OCCUPIED | LATER, NO),
    ],
)
def test_ready_when_the_home_is(ready: date | None, u: Changes, expected: str) -> None:
    assert verdict("R-601", {"ready_from": ready}, u) == expected


def test_the_window_is_a_number_of_the_policy() -> None:
    assert verdict("R-601", {"ready_from": day(28)}, {}, {"window_days": 28}) == MAY


@pytest.mark.parametrize(
    ("until", "u", "expected"),
    [
        (day(-1), {}, NO),
        (day(0), {}, MAY),
        (day(29), LATER, NO),
        (day(30), LATER, MAY),
        (None, LATER, MAY),
        (None, OCCUPIED, MAY),
        (day(9), OCCUPIED, NO),  # over before the first possible day
        (day(10), OCCUPIED, ASK),
    ],
)
def test_urgency_still_valid(until: date | None, u: Changes, expected: str) -> None:
    assert verdict("R-602", {"urgent_until": until}, u) == expected


@pytest.mark.parametrize(("last", "expected"), [(day(-1), NO), (day(0), MAY), (day(1), MAY), (None, MAY)])
def test_offer_still_possible(last: date | None, expected: str) -> None:
    assert verdict("R-603", {}, {"offer_before": last}) == expected


@pytest.mark.parametrize(
    ("until", "u", "expected"),
    [
        (day(179), {}, NO),
        (day(180), {}, MAY),
        (None, {}, MAY),
        (day(209), LATER, NO),
        (day(210), LATER, MAY),
        (day(189), OCCUPIED, NO),
        (day(190), OCCUPIED, ASK),
        (None, OCCUPIED, MAY),
        (day(10), {"form": "shelter_place"}, MAY),
    ],
)
def test_long_enough(until: date | None, u: Changes, expected: str) -> None:
    assert verdict("R-604", {}, u | {"available_until": until}) == expected


@pytest.mark.parametrize(
    ("u", "expected"),
    [
        ({"available_from": day(90)}, MAY),
        ({"available_from": day(91)}, MAY),
        ({"available_from": day(92)}, NO),
        ({"available_from": None}, MAY),
        (OCCUPIED, ASK),
        (OCCUPIED | {"turnaround_days": 92}, NO),
    ],
)
def test_free_soon_enough(u: Changes, expected: str) -> None:
    assert verdict("R-605", {}, u) == expected
