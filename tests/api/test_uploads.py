"""Many rows at once: a corporation sends its list, and every problem comes back by line."""

import csv
import io
import json
from typing import Any

import httpx2

from allocator.api.tables import CSV, XLSX
from allocator.store import trail
from tests.actions.offices import CHAIR, MEMBER, House, corporation, provider
from tests.api.servers import Server, bad, good
from tests.api.test_resources import NEW, decide, placement_of

HEAD = "id,municipality,bedrooms,corporation,rent_eur\n"
VERA = [
    {
        "begindatum": "2026-11-01T00:00:00Z",
        "opleverdatum": "2026-12-01T00:00:00Z",
        "eenheden": [
            {
                "id": "V-1",
                "idOrganisatie": "C1",
                "detailSoort": {"code": "TIJ", "naam": "tijdelijke woning"},
                "adres": {"postcode": "9711AB", "gemeente": {"code": "GM0014"}},
                "kamersAantal": 2,
                "rekenhuur": 512.5,
                "status": {"code": "LEE"},
                "corporation": "C1",
            }
        ],
    }
]


def send(
    client: httpx2.Client, content: str | bytes, kind: str = CSV, path: str = "/v1/units/_import", **query: Any
) -> Any:
    return client.post(path, content=content, headers={"Content-Type": kind}, params=query)


def units(client: httpx2.Client) -> dict[str, Any]:
    return {one["id"]: one for one in good(client.get("/v1/units?limit=200"))["items"]}


def test_a_corporation_sends_its_list_every_day(server: Server, house: House) -> None:
    client = server.as_(corporation("C1"))
    first = HEAD + "N-1,GM0014,2,C1,610.00\nN-2,GM0014,1,C1,540.50\n"
    tried = good(send(client, first, dryRun=True))
    assert (tried["dryRun"], tried["counts"]) == (True, {"units.new": 2})
    assert "N-1" not in units(client)
    assert good(send(client, first)) == tried | {"dryRun": False}
    assert units(client)["N-2"]["rent"] == 54050
    assert good(send(client, first))["changes"] == []
    second = HEAD + "N-1,GM0014,2,C1,620.00\n"
    changed = good(send(client, second))
    assert changed["changes"] == [{"table": "units", "key": "N-1", "kind": "changed", "fields": ["rent"]}]
    assert "N-2" in units(client)
    whole = good(send(client, second, complete=True))
    gone = {one["key"] for one in whole["changes"] if one["kind"] == "gone"}
    assert "N-2" in gone
    assert {"U4"}.isdisjoint(gone)  # of another corporation
    assert good(send(client, first))["counts"] == {"units.changed": 1, "units.back": 1}
    with house.store.reading() as work:
        assert trail.verify(work) is None
        facts = [one.event for one in trail.events(work, what="bulk.import_units") if one.event.kind == "import"]
        assert {one.who for one in facts} == {"of-C1"}


def test_every_problem_comes_back_with_its_line_and_nothing_is_kept(server: Server) -> None:
    client = server.as_(corporation("C1"), **{"Accept-Language": "nl"})
    wrong = HEAD + "N-1,GM0014,2,C1,610\nN-2,GM0099,1,C1,cheap\nN-3,GM0014,1,C2,500\nU4,GM0014,1,C1,500\n"
    told = bad(send(client, wrong), 400, "input")["errors"]
    assert [(one["line"], one["name"], one["value"]) for one in told] == [(3, "rentEur", "cheap")]
    better = wrong.replace("cheap", "500")
    told = bad(send(client, better), 400, "input")["errors"]
    assert [(one["line"], one["name"]) for one in told] == [(3, "municipality"), (4, "corporation"), (5, "id")]
    assert told[0]["detail"].startswith("Dit staat niet in")
    assert all(one["file"] == "units.csv" for one in told)
    assert {"N-1", "N-2"}.isdisjoint(units(client))


def test_a_list_comes_back_in_as_it_was_given(server: Server) -> None:
    """As CSV, as a workbook and as JSON: each changes nothing but the marks of files."""
    client = server.as_(MEMBER)
    for kind in (CSV, XLSX):
        for path in ("/v1/units", "/v1/households", "/v1/support-pools"):
            if (kind, path) == (CSV, "/v1/households"):
                continue  # needs do not fit in one row
            data = client.get(path, headers={"Accept": kind}).content
            told = good(send(client, data, kind, f"{path}/_import", complete=True))
            assert told["changes"] == [], (kind, path)
    for path in ("/v1/units", "/v1/households", "/v1/support-pools"):
        rows = good(client.get(f"{path}?limit=200"))["items"]
        assert good(send(client, json.dumps(rows), "application/json", f"{path}/_import"))["changes"] == []


def test_the_system_of_a_corporation_sends_vera(server: Server) -> None:
    client = server.as_(corporation("C1"))
    told = good(send(client, json.dumps(VERA), "application/json"))
    assert told["counts"] == {"units.new": 1}
    assert any(one["name"] == "bedrooms" for one in told["warnings"])
    made = units(client)["V-1"]
    assert (made["rent"], made["bedrooms"], made["form"]) == (51250, 1, "flex")
    assert made["availableFrom"] == "2026-12-01"


def test_json_rows_are_checked_by_field(server: Server) -> None:
    client = server.as_(corporation("C1"))
    rows = [NEW, NEW | {"id": "N-2", "rent": -1, "colour": "red"}]
    told = bad(send(client, json.dumps(rows), "application/json"), 400, "input")["errors"]
    assert {(one["line"], one["name"], one["key"]) for one in told} == {(2, "rent", "N-2"), (2, "colour", "N-2")}
    for nonsense in ("[1]", "{", '"x"', "[[]]"):
        bad(send(client, nonsense, "application/json"), 400, "input")
    bad(send(client, "x", "text/plain"), 415, "unknown_kind")
    bad(send(client, b"PK nonsense", XLSX), 400, "input")


def test_a_home_keeps_the_places_that_are_taken(server: Server) -> None:
    chair = server.as_(CHAIR)
    number = placement_of(chair, "U1")["id"]
    good(decide(chair, number, "accept"), 201)
    rows = list(csv.DictReader(io.StringIO(chair.get("/v1/units", headers={"Accept": CSV}).text)))
    mine = next(row for row in rows if row["id"] == "U1") | {"places": "0"}
    text = io.StringIO()
    writer = csv.DictWriter(text, mine)
    writer.writeheader()
    writer.writerow(mine)
    (told,) = bad(send(server.as_(corporation("C1")), text.getvalue()), 400, "input")["errors"]
    assert (told["name"], told["line"], told["key"]) == ("places", 2, "U1")


def test_a_provider_sends_its_own_clients_and_pools(server: Server, house: House) -> None:
    client, chair = server.as_(provider("S-1")), server.as_(CHAIR)
    file = good(chair.get("/v1/households/H3"))
    own = [file | {"id": "N1", "referrer": "S-1"}, file | {"id": "N2", "referrer": "S-1"}]
    assert good(send(client, json.dumps(own), "application/json", "/v1/households/_import"))["counts"] == {
        "households.new": 2
    }
    assert {one["id"] for one in good(client.get("/v1/households"))["items"]} == {"N1", "N2"}
    told = good(send(client, json.dumps(own[:1]), "application/json", "/v1/households/_import", complete=True))
    assert [(one["key"], one["kind"]) for one in told["changes"]] == [("N2", "gone")]
    taken = json.dumps([file | {"id": "H3", "referrer": "S-1"}])
    (told,) = bad(send(client, taken, "application/json", "/v1/households/_import"), 400, "input")["errors"]
    assert told["name"] == "id"
    bsn = json.dumps([file | {"id": "111222333", "referrer": "S-1"}])
    (told,) = bad(send(client, bsn, "application/json", "/v1/households/_import"), 400, "input")["errors"]
    assert "111222333" not in json.dumps(told)
    bad(client.post("/v1/households", json=file | {"id": "111222333", "referrer": "S-1"}), 400, "input")
    with house.store.reading() as work:
        assert trail.verify(work) is None


def test_what_is_missing_is_told_once(server: Server) -> None:
    told = bad(send(server.as_(corporation("C1")), "id,municipality\nN-1,GM0014\n"), 400, "input")["errors"]
    assert [one["name"] for one in told] == ["bedrooms"]
