"""What people do over the API, on a real server and both databases."""

from typing import Any

import httpx2

from tests.actions.offices import AUDITOR, CHAIR, MEMBER, corporation, municipality
from tests.api.servers import Server, bad, good

NEW = {"id": "N-1", "municipality": "GM0014", "bedrooms": 2, "corporation": "C1", "rent": 61000, "areaM2": 55.5}


def tag(answer: httpx2.Response) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


# ------------------------------------------------------------------------------------------------ units


def test_a_corporation_offers_changes_and_withdraws_a_unit(server: Server) -> None:
    client = server.as_(corporation("C1"))
    added = client.post("/v1/units", json=NEW)
    unit = good(added, 201)
    fit = unit.pop("fit")
    assert (fit["exact"], fit["households"] in (None, 5, 10)) == (False, True)  # in fives, for a corporation
    assert added.headers["location"] == "/v1/units/N-1"
    assert (unit["areaM2"], unit["selfContained"], unit["countsAsHome"]) == (55.5, True, True)  # what the form says
    seen = client.get("/v1/units/N-1")
    assert good(seen) == unit
    changed = client.put("/v1/units/N-1", json=unit | {"rent": 62000}, headers=tag(seen))
    assert good(changed)["rent"] == 62000
    bad(client.put("/v1/units/N-1", json=unit, headers=tag(seen)), 412, "changed")
    bad(client.put("/v1/units/N-1", json=unit), 428, "if_match_needed")
    bad(client.put("/v1/units/N-2", json=unit, headers=tag(changed)), 409, "other_key")
    good(client.delete("/v1/units/N-1", headers=tag(changed)), 204)
    assert "N-1" not in {one["id"] for one in good(client.get("/v1/units"))["items"]}


def test_a_unit_of_another_corporation_is_as_if_it_were_not_there(server: Server) -> None:
    """The same answer as for a key that nobody has: to look, to change, to withdraw."""
    client = server.as_(corporation("C1"))

    def answers(key: str) -> list[Any]:
        unit = NEW | {"id": key}
        tries = (
            client.get(f"/v1/units/{key}"),
            client.put(f"/v1/units/{key}", json=unit, headers={"If-Match": '"1"'}),
            client.delete(f"/v1/units/{key}", headers={"If-Match": '"1"'}),
        )
        found = [bad(one, 404) | {"instance": ""} for one in tries]
        return [{name: str(value).replace(key, "KEY") for name, value in one.items()} for one in found]

    assert answers("U4") == answers("U9")  # U4 is of C2
    bad(client.post("/v1/units", json=NEW | {"id": "U4"}), 409, "key_taken")
    bad(client.post("/v1/units", json=NEW | {"id": "U1"}), 409, "key_taken")
    bad(client.post("/v1/units", json=NEW | {"corporation": "C2"}), 403)
    assert good(client.get("/v1/units?corporation=C2"))["items"] == []


def test_units_are_filtered(server: Server) -> None:
    client = server.as_(MEMBER)
    assert [u["id"] for u in good(client.get("/v1/units?municipality=GM1895"))["items"]] == ["U3", "U4"]
    assert [u["id"] for u in good(client.get("/v1/units?corporation=C1&status=free"))["items"]] == ["U1", "U2"]
    assert good(client.get("/v1/units?form=tiny_house"))["items"] == []
    assert {u["municipality"] for u in good(server.as_(municipality("GM0014")).get("/v1/units"))["items"]} == {"GM0014"}


# ------------------------------------------------------------------------------------------------ placements


def placement_of(client: httpx2.Client, unit: str) -> dict[str, Any]:
    found: dict[str, Any] = next(p for p in good(client.get("/v1/placements"))["items"] if p["unit"] == unit)
    return found


def decide(client: httpx2.Client, number: int, step: str, **more: Any) -> httpx2.Response:
    headers = tag(client.get(f"/v1/placements/{number}"))
    return client.post(f"/v1/placements/{number}/decisions", json={"step": step} | more, headers=headers)


def test_a_placement_goes_from_proposal_to_offer(server: Server) -> None:
    chair, landlord = server.as_(CHAIR), server.as_(corporation("C1"))
    number = placement_of(chair, "U1")["id"]
    opened = good(decide(chair, number, "accept"), 201)
    assert (opened["state"], opened["steps"][0]) == ("accepted_by_committee", "accept_home")
    assert opened["decisions"][-1]["at"].endswith("Z")
    seen = good(landlord.get(f"/v1/placements/{number}"))
    assert (seen["household"], "accept_home" in seen["steps"]) == (None, True)
    good(decide(landlord, number, "accept_home"), 201)
    good(decide(landlord, number, "offer"), 201)
    bad(decide(landlord, number, "refuse"), 400, "reason_needed")
    reasons = good(landlord.get(f"/v1/placements/{number}/reasons?step=refuse"))
    liked = next(one for one in reasons if one["code"] == "home_not_liked")
    assert liked["label"] == "Does not like the home"
    assert liked["does"]
    assert good(decide(landlord, number, "refuse", reason="home_not_liked"), 201)["state"] == "refused"
    bad(decide(landlord, number, "accept_home"), 409, "not_from_here")
    bad(decide(landlord, number, "refuse", reason="nonsense"), 409)


def test_of_two_who_decide_one_wins_and_the_other_is_told(server: Server) -> None:
    chair, member = server.as_(CHAIR), server.as_(MEMBER)
    number = placement_of(chair, "U1")["id"]
    seen = tag(member.get(f"/v1/placements/{number}"))
    good(decide(chair, number, "accept"), 201)
    late = member.post(f"/v1/placements/{number}/decisions", json={"step": "accept"}, headers=seen)
    assert "committee chair" in bad(late, 412, "changed")["detail"]


def test_a_note_that_tells_who_somebody_is_is_refused(server: Server) -> None:
    chair = server.as_(CHAIR)
    number = placement_of(chair, "U1")["id"]
    bad(decide(chair, number, "accept", note="bel 06-12345678"), 400, "note")


def test_a_placement_of_others_is_as_if_it_were_not_there(server: Server) -> None:
    landlord = server.as_(corporation("C2"))
    number = placement_of(server.as_(CHAIR), "U1")["id"]
    for which in (number, 987):
        bad(landlord.get(f"/v1/placements/{which}"), 404, "no_placement")
        bad(landlord.get(f"/v1/placements/{which}/reasons?step=refuse"), 404, "no_placement")
        body = {"step": "accept_home"}
        there = f"/v1/placements/{which}/decisions"
        bad(landlord.post(there, json=body, headers={"If-Match": '"0"'}), 404, "no_placement")
    assert {p["corporation"] for p in good(landlord.get("/v1/placements"))["items"]} == {"C2"}


# ------------------------------------------------------------------------------------------------ rounds


def test_a_round_is_run_again_and_closed_and_the_next_one_opened(server: Server) -> None:
    chair = server.as_(CHAIR)
    asked = chair.post("/v1/rounds/2026-w48/runs", json={"timeLimit": 60})
    run = good(asked, 202)
    assert (run["status"], asked.headers["location"]) == ("queued", f"/v1/runs/{run['id']}")
    bad(chair.post("/v1/rounds/2026-w48/runs", json={}), 409, "busy")
    server.house.work(run["id"])
    assert good(chair.get(asked.headers["location"]))["status"] == "done"
    shown = good(chair.get("/v1/rounds/2026-w48"))
    assert [one["number"] for one in shown["proposals"]] == [1, 2]
    assert (shown["households"], shown["decided"], shown["states"]) == (6, 0, {"proposed": 4})
    assert good(chair.post("/v1/rounds/2026-w48/_close"))["states"] == {"withdrawn": 4}
    bad(chair.post("/v1/rounds/2026-w48/_close"), 409, "round_closed")
    server.house.clock.pass_days(7)
    opened = chair.post("/v1/rounds", json={"id": "2026-w49", "period": "2026-H2"})
    assert good(opened, 201)["asOf"] == "2026-11-30"
    assert [one["id"] for one in good(chair.get(opened.headers["location"].replace("/2026-w49", "")))["items"]] == [
        "2026-w48",
        "2026-w49",
    ]
    bad(chair.get("/v1/rounds/nothing"), 404)


# ------------------------------------------------------------------------------------------------ ledger


def test_a_municipality_pulls_its_balance(server: Server) -> None:
    chair = server.as_(CHAIR)
    number = placement_of(chair, "U1")["id"]
    good(decide(chair, number, "accept"), 201)
    own = server.as_(municipality("GM0014"))
    (found,) = good(own.get("/v1/balances?period=2026-H2&municipality=GM0014"))["items"]
    assert (found["committed"], found["realised"], found["group"]) == (1, 0, "all")
    assert found["balance"] == found["quota"] + found["carried"] + found["transfers"] + found["revisions"] - 1
    lines = good(own.get("/v1/postings?period=2026-H2"))["items"]
    assert {one["posting"]["municipality"] for one in lines} == {"GM0014"}
    bad(own.get("/v1/postings"), 400)
    bad(own.get("/v1/postings?period=soon"), 400)


def test_everybody_sees_the_municipalities(server: Server) -> None:
    for actor in (CHAIR, AUDITOR, corporation("C1")):
        found = good(server.as_(actor).get("/v1/municipalities"))["items"]
        assert [one["code"] for one in found] == ["GM0014", "GM1895"]
