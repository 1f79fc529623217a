"""Whole cases in and out, decisions, and what corporations' systems read (VERA)."""

import io
import zipfile
from pathlib import Path

import pytest

from allocator.intake import read_case
from tests.actions.offices import CHAIR, MEMBER, House, corporation
from tests.api.bodies import zipped
from tests.api.servers import Server, bad, good
from tests.api.test_resources import decide, placement_of

ZIP = {"Content-Type": "application/zip"}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_case_comes_in_and_goes_out(server: Server, tmp_path: Path) -> None:
    client = server.as_(MEMBER)
    before = good(client.get("/v1/imports"))["items"]
    told = good(client.post("/v1/imports?dryRun=true", content=zipped("fair"), headers=ZIP), 201)
    assert told["dryRun"]
    assert told["counts"]["units.new"] > 0
    assert good(client.get("/v1/imports"))["items"] == before
    done = good(client.post("/v1/imports", content=zipped("fair"), headers=ZIP), 201)
    assert done["counts"] == told["counts"]
    again = good(client.post("/v1/imports", content=zipped("fair"), headers=ZIP), 201)
    assert again["changes"] == []
    last = good(client.get("/v1/imports"))["items"][-1]
    assert (last["by"], last["counts"]) == ("member", done["counts"])
    out = client.get("/v1/exports/now")
    assert out.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(out.content)) as archive:
        archive.extractall(tmp_path)
    assert {u.id for u in read_case(tmp_path).round.units} >= {"A1", "B1"}
    frozen = client.get("/v1/exports/2026-w48")
    assert frozen.status_code == 200
    bad(client.get("/v1/exports/2020-w01"), 404)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_is_no_case_is_told_by_file_and_line(server: Server) -> None:
    client = server.as_(MEMBER)
    bad(client.post("/v1/imports", content=b"nonsense", headers=ZIP), 400, "input")
    bad(client.post("/v1/imports", content=b"x", headers={"Content-Type": "text/csv"}), 415, "unknown_kind")
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zipped("tiny"))) as source, zipfile.ZipFile(data, "w") as wrong:
        for one in source.infolist():
            text = source.read(one)
            wrong.writestr(
                f"../../{one.filename}", text.replace(b"GM0014", b"GM9999") if "units" in one.filename else text
            )
    told = bad(client.post("/v1/imports", content=data.getvalue(), headers=ZIP), 400, "input")
    assert {(one["file"], one["name"]) for one in told["errors"]} == {("units.csv", "municipality")}
    assert all(one["line"] > 1 for one in told["errors"])


def test_decisions_are_listed(server: Server) -> None:
    chair = server.as_(CHAIR)
    number = placement_of(chair, "U1")["id"]
    good(decide(chair, number, "accept"), 201)
    good(decide(chair, number, "accept_home"), 201)
    listed = good(chair.get(f"/v1/decisions?placement={number}"))["items"]
    assert [one["step"] for one in listed] == ["accept", "accept_home"]
    mine = good(server.as_(corporation("C1")).get("/v1/decisions"))["items"]
    assert {one["placement"] for one in mine} == {number}
    assert good(server.as_(corporation("C2")).get("/v1/decisions"))["items"] == []
    assert good(chair.get("/v1/decisions?round=2020-w01"))["items"] == []


def test_the_system_of_a_corporation_follows_its_offers(server: Server, house: House) -> None:
    chair, client = server.as_(CHAIR), server.as_(corporation("C1"))
    one = placement_of(chair, "U1")
    assert good(client.get("/v1/vera/aanbiedingen"))["items"] == []
    for step in ("accept", "accept_home", "offer"):
        good(decide(chair, one["id"], step), 201)
    (offer,) = good(client.get("/v1/vera/aanbiedingen"))["items"]
    assert offer["status"] == {"code": "AAN", "naam": "Aangeboden"}
    assert offer["vervaldatum"].endswith("T00:00:00Z")
    assert (offer["eenheid"], offer["kandidaat"]) == ({"id": "U1"}, None)
    (seen,) = good(chair.get("/v1/vera/aanbiedingen"))["items"]
    assert seen["kandidaat"] == {"id": one["household"]}
    for step in ("accept_offer", "sign"):
        good(decide(chair, one["id"], step), 201)
    (offer,) = good(client.get("/v1/vera/aanbiedingen"))["items"]
    assert (offer["status"]["code"], offer["vervaldatum"]) == ("TOE", None)
    (done,) = good(client.get("/v1/vera/toewijzingen"))["items"]
    assert (done["datum"], done["kandidaat"], done["huishoudgrootte"]) == ("2026-11-23T00:00:00Z", None, None)
    assert done["rekenhuur"] > 0
    (done,) = good(chair.get("/v1/vera/toewijzingen"))["items"]
    assert done["huishoudgrootte"] >= 1
    assert good(server.as_(corporation("C2")).get("/v1/vera/aanbiedingen"))["items"] == []


def test_an_offer_that_is_refused_says_why_in_vera(server: Server) -> None:
    chair, client = server.as_(CHAIR), server.as_(corporation("C1"))
    one = placement_of(chair, "U1")
    for step in ("accept", "accept_home", "offer"):
        good(decide(chair, one["id"], step), 201)
    good(decide(chair, one["id"], "refuse", reason="home_not_liked"), 201)
    (offer,) = good(client.get("/v1/vera/aanbiedingen"))["items"]
    assert offer["status"]["code"] == "GEW"
    assert offer["detailStatus"] in ({"code": "WBN", "naam": None}, None)
