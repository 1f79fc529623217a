from datetime import date, timedelta
from typing import Any

import pytest

from allocator.domain.policy import Refusals
from allocator.domain.region import Municipality
from allocator.rules import Context, judge_pair
from tests.builders import AS_OF, FAR, HERE, a_round, household, policy, unit, word
from tests.rules.verdicts import MAY, NO, verdict

Changes = dict[str, Any]


def refused(h2: Changes, u1: Changes) -> tuple[str, ...]:
    """What refuses H1 in U1 while H2 is there too."""
    round_ = a_round([household(), household("H2", **h2)], [unit(**u1), unit("U2")])
    return judge_pair(Context(round_), "H1", "U1").refused


@pytest.mark.parametrize(
    ("status", "expected"),
    [("free", MAY), ("occupied", NO), ("reserved", NO), ("under_repair", NO), ("withdrawn", NO)],
)
def test_status(status: str, expected: str) -> None:
    assert verdict("R-901", {}, {"status": status}) == expected


@pytest.mark.parametrize(("status", "expected"), [("occupied", ()), ("withdrawn", ("R-901",))], ids=["chain", "closed"])
def test_an_occupied_home_may_come_free_when_a_mover_lives_there(status: str, expected: tuple[str, ...]) -> None:
    assert refused({"current_unit": "U1"}, {"status": status}) == expected


@pytest.mark.parametrize("where", ["the municipality", "the round"])
def test_municipality_paused(where: str) -> None:
    marked = (Municipality(code=HERE, name="Groningen", paused=where == "the municipality"),)
    listed = (HERE,) if where == "the round" else ()
    assert verdict("R-902", municipalities=marked, paused_municipalities=listed) == NO
    assert verdict("R-902", paused_municipalities=(FAR,)) == MAY


@pytest.mark.parametrize(("paused", "expected"), [(("C1",), NO), (("C2",), MAY), ((), MAY)])
def test_corporation_paused(paused: tuple[str, ...], expected: str) -> None:
    assert verdict("R-903", paused_corporations=paused) == expected
    assert verdict("R-903", {}, {"corporation": None}, paused_corporations=paused) == MAY


@pytest.mark.parametrize(("verdict_word", "expected"), [("forbid", NO), ("pin", MAY)])
def test_blocked(verdict_word: str, expected: str) -> None:
    assert verdict("R-904", pairs=(word(verdict=verdict_word),)) == expected


@pytest.mark.parametrize(("household_id", "unit_id"), [("H2", "U1"), ("H1", "U2")])
def test_a_block_concerns_one_pair_only(household_id: str, unit_id: str) -> None:
    assert verdict("R-904", pairs=(word(household_id, unit_id, verdict="forbid"),)) == MAY


@pytest.mark.parametrize(
    ("until", "expected"),
    [(AS_OF - timedelta(days=1), MAY), (AS_OF, MAY), (AS_OF + timedelta(days=1), NO), (None, MAY)],
)
def test_parked_until(until: date | None, expected: str) -> None:
    assert verdict("R-905", {"parked_until": until}) == expected


@pytest.mark.parametrize(("refused_offers", "most", "expected"), [(1, 2, MAY), (2, 2, MAY), (3, 2, NO), (3, None, MAY)])
def test_parked_after_refusals(refused_offers: int, most: int | None, expected: str) -> None:
    used = policy(refusals=Refusals(most=most))
    assert verdict("R-905", {"refused_offers": refused_offers}, policy=used) == expected


@pytest.mark.parametrize(
    ("h", "u", "expected"),
    [
        ({}, {"places": 0}, NO),
        ({}, {"places": 1}, MAY),
        ({"adults": 3}, {"places": 1}, MAY),
        ({"adults": 3}, {"places": 1, "form": "group_home"}, MAY),
        ({"adults": 3}, {"places": 2, "form": "shared_rooms"}, NO),
        ({"adults": 3}, {"places": 3, "form": "shared_rooms"}, MAY),
    ],
)
def test_a_place_is_free(h: Changes, u: Changes, expected: str) -> None:
    assert verdict("R-906", h, u) == expected


def test_a_mover_can_make_the_place() -> None:
    assert "R-906" in refused({}, {"places": 0})
    assert "R-906" not in refused({"current_unit": "U1"}, {"places": 0})


def test_not_its_own_home() -> None:
    assert verdict("R-907", {"current_unit": "U1"}, {"status": "occupied"}) == NO
    assert verdict("R-907", {"current_unit": "U9"}) == MAY
