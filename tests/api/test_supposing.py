"""What if, over the line: the smallest change, an alternative, free placements and reserves; each to whom it is for."""

from typing import Any

import pytest

from tests.actions.offices import CHAIR, MEMBER, corporation, provider
from tests.api.servers import Server, bad, good

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # nothing here depends on the database
HERE = "/v1/rounds/2026-w48/proposals/1"


def of_unplaced(server: Server) -> dict[str, dict[str, Any]]:
    """The smallest changes of every household that is not placed."""
    client = server.as_(MEMBER)
    without = good(client.get(f"{HERE}/unplaced"))["items"]
    keys = [one["household"] for one in without]
    return {key: good(client.get(f"{HERE}/households/{key}/smallest-changes")) for key in keys}


def test_who_is_not_placed_reads_what_would_help(server: Server) -> None:
    found = of_unplaced(server)
    assert found
    changes = [change for one in found.values() for change in one["changes"]]
    assert changes
    assert all(change["text"].startswith(change["change"]) for change in changes)
    assert all(one["nothing"] for one in found.values())


def test_who_is_placed_is_not_asked_about(server: Server) -> None:
    client = server.as_(CHAIR)
    home = good(client.get(f"{HERE}/placements"))["items"][0]
    bad(client.get(f"{HERE}/households/{home['household']}/smallest-changes"), 409, "placed")
    bad(client.get(f"{HERE}/units/{home['unit']}/smallest-changes"), 409, "full")
    bad(client.get(f"{HERE}/households/H99/smallest-changes"), 404, "no_household")


def test_an_alternative_costs_what_it_costs(server: Server) -> None:
    client = server.as_(CHAIR)
    placed = good(client.get(f"{HERE}/placements"))["items"]
    pairs = [(one["household"], two["unit"]) for one in placed for two in placed if one is not two]
    told = [good(client.get(f"{HERE}/households/{h}/alternatives/{u}")) for h, u in pairs]
    assert {one["lawful"] for one in told} == {True, False}
    for one in told:
        assert one["headline"]
        assert (one["effect"] is None) == (not one["lawful"])
        if one["lawful"] and not one["free"]:
            assert one["effect"]["aims"]
    bad(client.get(f"{HERE}/households/{pairs[0][0]}/alternatives/U99"), 404, "no_unit")


def test_a_care_provider_asks_only_of_its_own_clients(server: Server) -> None:
    client = server.as_(provider("nobody"))
    for path in ("smallest-changes", "alternatives/U1"):
        bad(client.get(f"{HERE}/households/H3/{path}"), 404, "no_household")


def test_what_would_fill_a_home_is_for_the_committee(server: Server) -> None:
    """The day or the cent at which a rule turns is a fact of one person, so that no corporation reads it."""
    bad(server.as_(corporation("C1")).get(f"{HERE}/units/U1/smallest-changes"), 403, "role")
    bad(server.as_(MEMBER).get(f"{HERE}/units/U9/smallest-changes"), 404, "no_unit")


def test_free_placements_and_reserves(server: Server) -> None:
    client = server.as_(MEMBER)
    placed = {one["household"] for one in good(client.get(f"{HERE}/placements"))["items"]}
    free = good(client.get(f"{HERE}/free-placements"))
    assert set(free["same"]) | set(free["free"]) == placed
    cover = good(client.get(f"{HERE}/reserves?each=1"))
    assert {place["household"] for place in cover["places"]} == placed
    for place in cover["places"]:
        assert len(place["reserves"]) <= 1
        assert (place["why"] is None) == (len(place["reserves"]) == 1)
    bad(client.get(f"{HERE}/reserves?each=9"), 400)
    bad(server.as_(provider("nobody")).get(f"{HERE}/reserves"), 403, "role")
