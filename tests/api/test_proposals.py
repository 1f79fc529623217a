"""What was proposed and why, over the API: each reads what is meant for it."""

import hashlib
import io
import json

import pytest
from openpyxl import load_workbook

from allocator.actions import rounds
from allocator.store import reading
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, House, corporation, municipality, provider
from tests.api.servers import Server, bad, good
from tests.api.test_resources import decide, placement_of

HERE = "/v1/rounds/2026-w48/proposals"

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # the rest does not depend on the database


def test_a_proposal_with_its_proof(server: Server, house: House) -> None:
    client = server.as_(MEMBER)
    (listed,) = good(client.get(HERE))["items"]
    shown = good(client.get(f"{HERE}/1"))
    assert shown["sha256"] == listed["sha256"]
    assert shown["headline"].endswith("no other plan is better, aim by aim.")
    assert {one["status"] for one in shown["stages"]} == {"proven"}
    assert sum(one["placed"] for one in shown["balance"]) == shown["placed"]
    placed = good(client.get(f"{HERE}/1/placements"))["items"]
    without = good(client.get(f"{HERE}/1/unplaced"))["items"]
    assert (len(placed), len(without)) == (shown["placed"], shown["unplaced"])
    _, proposal, _ = rounds.show_proposal(house.office, CHAIR, "2026-w48")
    assert {(one["household"], one["unit"]) for one in placed} == {(p.household, p.unit) for p in proposal.placements}
    assert all(one["reasons"] for one in placed)
    assert all(one["sentence"] for one in without)
    empty = good(client.get(f"{HERE}/1/empty-units"))["items"]
    assert len(empty) == shown["empty"]
    bad(client.get(f"{HERE}/7"), 404)
    for path in ("", "/1", "/1/placements", "/1/unplaced", "/1/empty-units"):
        bad(server.as_(corporation("C1")).get(HERE + path), 403, "role")


@pytest.mark.parametrize("part", ["placements", "unplaced"])
def test_a_page_of_a_proposal_reads_the_files_that_it_shows(server: Server, house: House, part: str) -> None:
    def read() -> list[str]:
        with house.store.reading() as work:
            return [one.household for one in reading.entries(work, 1, 10_000)]

    client, before = server.as_(MEMBER), len(read())
    first = good(client.get(f"{HERE}/1/{part}?limit=1&sort=-household"))
    assert read()[before:] == [first["items"][0]["household"]]
    second = good(client.get(f"{HERE}/1/{part}", params={"limit": 1, "sort": "-household", "cursor": first["next"]}))
    assert read()[before + 1 :] == [second["items"][0]["household"]]
    assert second["items"][0]["household"] < first["items"][0]["household"]
    whole = client.get(f"{HERE}/1/{part}", headers={"Accept": "text/csv"})
    assert len(read()) - before - 2 == len(whole.text.strip().splitlines()) - 1


def test_who_is_not_placed_is_told_why(server: Server) -> None:
    client = server.as_(MEMBER)
    (one, *_) = good(client.get(f"{HERE}/1/unplaced"))["items"]
    told = good(client.get(f"{HERE}/1/households/{one['household']}/explanation"))
    assert (told["audience"], told["proposal"]) == ("committee", 1)
    assert "gets no home" in told["headline"]
    assert one["sentence"] in [words for part in told["parts"] for words in part["sentences"]]
    home = good(client.get(f"{HERE}/1/placements"))["items"][0]["unit"]
    pair = good(client.get(f"{HERE}/1/households/{one['household']}/explanation?unit={home}"))
    assert home in pair["headline"]
    bad(client.get(f"{HERE}/1/households/{one['household']}/explanation?unit=U9"), 404, "no_unit")
    bad(client.get(f"{HERE}/1/households/H99/explanation"), 404, "no_household")
    nl = server.as_(CHAIR, **{"Accept-Language": "nl"})
    assert good(nl.get(f"{HERE}/1/households/{one['household']}/explanation"))["headline"] != told["headline"]


def test_a_care_provider_asks_only_of_its_own_clients(server: Server) -> None:
    client = server.as_(provider("nobody"))
    for key in ("H1", "H99"):
        found = bad(client.get(f"{HERE}/1/households/{key}/explanation"), 404, "no_household")
        assert found["detail"] == f"There is no household {key}."


def test_a_corporation_asks_only_of_its_own_homes_and_reads_of_nobody(server: Server) -> None:
    client = server.as_(corporation("C1"))
    told = good(client.get(f"{HERE}/1/units/U1/explanation"))
    assert told["audience"] == "corporation"
    assert "H" not in {word[:1] for word in json.dumps(told).split() if word[1:2].isdigit()}
    for key in ("U4", "U9"):
        assert bad(client.get(f"{HERE}/1/units/{key}/explanation"), 404)["detail"] == f"There is no home {key}."


def test_what_changed_since_the_proposal_before(server: Server, house: House) -> None:
    client = server.as_(CHAIR)
    same = good(client.get(f"{HERE}/1/difference?since=1"))
    assert same["same"]
    number = placement_of(client, "U1")
    good(decide(client, number["id"], "refuse", reason="better_elsewhere"), 201)
    house.run()
    found = good(client.get(f"{HERE}/2/difference?since=1"))
    assert not found["same"]
    (gone,) = [one for one in found["changes"] if one["before"] == "U1"]
    assert gone["household"] == number["household"]
    assert gone["kind"] in {"moved", "removed"}
    bad(client.get(f"{HERE}/2/difference"), 400, "invalid")


def test_reports_as_files(server: Server) -> None:
    client = server.as_(AUDITOR)
    sha = good(client.get(HERE))["items"][0]["sha256"]
    names = ["proposal.json", "run.json", "placements.csv", "unplaced.csv", "balance.csv"]
    for name in (*names, "report.html", "report-shareable.html", "proposal.xlsx"):
        answer = client.get(f"{HERE}/1/files/{name}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        if name == "proposal.json":
            assert hashlib.sha256(answer.content).hexdigest() == sha
        if name == "proposal.xlsx":
            assert load_workbook(io.BytesIO(answer.content)).sheetnames
    assert "proposal.xlsx" in bad(client.get(f"{HERE}/1/files/secret.txt"), 404, "no_file")["detail"]
    bad(client.get(f"{HERE}/1/files/..%2f..%2fetc"), 404)


def test_everybody_may_read_the_shareable_report(server: Server) -> None:
    for actor in (municipality("GM0014"), corporation("C1"), provider("Zorg")):
        page = server.as_(actor).get("/v1/rounds/2026-w48/shareable-report")
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert ">H1<" not in page.text


def test_a_corporation_is_not_told_how_few_people_its_home_would_suit(server: Server) -> None:
    address = "/v1/rounds/2026-w48/proposals/1/units/U1/explanation"
    assert good(server.as_(CHAIR).get(address))["headline"].endswith("as well: 1.")
    assert good(server.as_(corporation("C1")).get(address))["headline"].endswith("as well: fewer than 5.")
