"""Looking further over the API: who sees what, on a real server."""

from typing import Any

import pytest

from tests.actions.offices import AUDITOR, CHAIR, corporation, municipality
from tests.api.servers import Server, bad, good
from tests.api.test_resources import NEW

ROUND = "2026-w48"
HOUSEHOLDS = {f"H{n}" for n in range(1, 7)}


@pytest.fixture
def matched(server: Server) -> Server:
    """The small case with its round run."""
    return server


def names(found: Any) -> set[str]:
    """Households that an answer names."""
    return {key for key in HOUSEHOLDS if f"'{key}'" in repr(found)}


def test_the_committee_sees_the_price_and_whom_it_costs(matched: Server) -> None:
    found = good(matched.as_(CHAIR).get(f"/v1/rounds/{ROUND}/price-of-balance?points=6"))
    assert {name for point in found["points"] for name in point["names"]} == {"strict", "current", "loose"}
    assert all(point["proven"] for point in found["points"])
    balance = [point["balance"] for point in found["points"]]
    assert balance == sorted(balance) or not found["onCurve"]
    assert found["story"]
    current = next(point for point in found["points"] if "current" in point["names"])
    assert current["moves"] == []
    assert (current["removed"], current["added"]) == (0, 0)
    assert sum(group["before"] for group in current["groups"]) >= current["placed"]


def test_a_municipality_sees_the_price_without_anybody(matched: Server) -> None:
    found = good(matched.as_(municipality("GM0014")).get(f"/v1/rounds/{ROUND}/price-of-balance?points=3"))
    assert names(found) == set()
    for point in found["points"]:
        assert (point["groups"], point["municipalities"], point["moves"]) == ([], [], [])
        assert (point["balance"], point["shortfall"]) == (None, None)  # placements could be worked out from these
        counts = [point["placed"], point["origin"], point["removed"], point["added"], point["moved"], *point["urgency"]]
        assert all(n is None or n >= 5 for n in counts), point
    bad(matched.as_(corporation("C1")).get(f"/v1/rounds/{ROUND}/price-of-balance"), 403, "role")


def test_what_is_wanted_is_shown_to_each_as_is_fit(matched: Server) -> None:
    path = f"/v1/rounds/{ROUND}/wanted?verified=2"
    full = good(matched.as_(AUDITOR).get(path))
    assert full["solvedAgain"].keys() == {"home", "support", "rule"}
    assert all(wish["households"] is not None for wish in full["wishes"])
    for who in (corporation("C1"), municipality("GM0014")):
        found = good(matched.as_(who).get(path))
        assert names(found) == set()
        for wish in found["wishes"]:
            assert (wish["urgency"], wish["persons"], wish["waitingDays"]) == ([], None, None)
            assert (wish["added"], wish["removed"]) == ([], [])
            assert wish["households"] is None or wish["households"] >= 5
        assert all(n is None or n >= 5 for cell in found["fit"] for n in (cell["fits"], cell["needs"], cell["waiting"]))
    assert good(matched.as_(corporation("C1")).get(path))["solvedAgain"].keys() == {"home", "rule"}


def test_the_words_are_in_the_language_of_who_asks(matched: Server) -> None:
    client = matched.as_(CHAIR, **{"Accept-Language": "nl"})
    found = good(client.get(f"/v1/rounds/{ROUND}/wanted?verified=1"))
    assert {cell["says"] for cell in found["fit"]} >= {"woning, 1 slaapkamer"}


def test_the_effect_of_the_version_in_force_is_nothing(matched: Server) -> None:
    found = good(matched.as_(CHAIR).get("/v1/policies/tiny-1/effect?rounds=2"))
    assert (found["removed"], found["added"], found["moved"], found["impossible"]) == (0, 0, 0, [])
    assert [one["round"] for one in found["rounds"]] == [ROUND]
    assert found["rounds"][0]["aims"]
    bad(matched.as_(CHAIR).get("/v1/policies/none/effect"), 404)
    bad(matched.as_(municipality("GM0014")).get("/v1/policies/tiny-1/effect"), 403, "role")


def test_of_a_round_that_is_not_there_nothing_is_said(server: Server) -> None:
    for path in ("price-of-balance", "wanted"):
        bad(server.as_(CHAIR).get(f"/v1/rounds/none/{path}"), 404)
    bad(server.as_(CHAIR).get(f"/v1/rounds/{ROUND}/wanted?verified=0"), 400)


def test_a_home_that_is_not_offered_yet(server: Server) -> None:
    """What would open it most is told; nothing of it is kept, and of another corporation nothing is told."""
    dear = NEW | {"rent": 95000, "minPersons": 4}
    found = good(server.as_(CHAIR).post("/v1/units/_fit", json=dear))
    assert found["exact"]
    assert found["households"] == 0 or found["opens"] is None or found["opens"]["households"] > found["households"]
    client = server.as_(corporation("C1"))
    told = good(client.post("/v1/units/_fit", json=dear))
    assert not told["exact"]
    assert told["households"] in (None, 5, 10)
    assert "N-1" not in {one["id"] for one in good(client.get("/v1/units"))["items"]}
    bad(client.post("/v1/units/_fit", json=dear | {"corporation": "C2"}), 403)
    bad(client.post("/v1/units/_fit", json=dear | {"municipality": "GM9999"}), 400)
