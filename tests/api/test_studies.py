"""Studies over the API: asked, followed, called off, and read in every form, on a real server with a worker."""

import io
import threading
import zipfile
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from allocator.actions import policies
from allocator.actions.researcher import Researcher
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, MEMBER, House, corporation, municipality
from tests.api.servers import Server, bad, good, serving
from tests.api.test_runs import events, until
from tests.databases import Snapshots
from tests.simulate.worlds import FOLDER, rules, small_text

ROUND = "2026-w48"
pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@pytest.fixture
def house(store: Any, url: str, snapshots: Snapshots) -> House:
    found = House(store, url=url, snapshots=snapshots)
    found.begin("tiny")
    policies.add_policy(found.office, MEMBER, (FOLDER / "policy.toml").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    with serving(house) as found:
        yield found


def asked(weeks: int = 2) -> dict[str, Any]:
    """A small simulation: two ways in two worlds."""
    small = {"scenario": small_text(), "policy": rules().version, "ways": ["urgency", "vacancy"]}
    return small | {"replications": 2, "weeks": weeks, "seed": "s"}


def test_a_simulation_is_asked_followed_and_read_in_every_form(server: Server, house: House) -> None:
    client = server.as_(CHAIR)
    answer = client.post("/v1/simulations", json=asked())
    found = good(answer, 202)
    assert (found["status"], found["kind"], found["progress"]) == ("queued", "simulation", None)
    assert len(found["asked"]["scenario"]) == 64  # its hash: the text has an address of its own
    address = answer.headers["location"]
    assert client.get(f"{address}/scenario").text == small_text().strip()
    heard: list[tuple[str, Any]] = []
    follower = threading.Thread(target=lambda: heard.extend(events(client, address)))
    follower.start()
    until(lambda: bool(heard))
    Researcher(house.office, looks=0.05).once()
    follower.join(30)
    assert (heard[-1][0], heard[-1][1]["status"]) == ("end", "done")
    assert heard[-1][1]["progress"] == {"done": 4, "of": 4, "left": 0.0}
    key = heard[-1][1]["result"]
    result = good(server.as_(AUDITOR).get(f"/v1/results/{key}"))
    assert result["document"]["figures"]["policies"].keys() == {"urgency", "vacancy"}
    assert (result["keptBy"], result["provenance"]["seed"]) == (CHAIR.id, "s")
    assert result["provenance"]["scenario"]["sha256"] == result["document"]["figures"]["scenario_sha256"]
    _read_in_every_form(server.as_(municipality("GM0014")), key)
    bad(server.as_(corporation("C1")).get(f"/v1/results/{key}"), 404, "no_result")
    again = good(client.post("/v1/simulations", json=asked()), 202)
    Researcher(house.office).once()
    assert good(client.get(f"/v1/studies/{again['id']}"))["result"] == key


def _read_in_every_form(client: httpx2.Client, key: str) -> None:
    """The same report as page, paper, workbook and tables; and it stands in the list."""
    path = f"/v1/results/{key}/reports"
    assert "Side by side" in client.get(f"{path}/html").text
    assert "Naast elkaar" in client.get(f"{path}/html", headers={"Accept-Language": "nl"}).text
    assert client.get(f"{path}/pdf").content.startswith(b"%PDF")
    assert client.get(f"{path}/xlsx").headers["content-type"].endswith("spreadsheetml.sheet")
    packed = client.get(f"{path}/csv")
    assert packed.headers["content-type"] == "application/zip"
    tables = zipfile.ZipFile(io.BytesIO(packed.content))
    assert len(tables.namelist()) >= 5
    assert "95 percent" in tables.read(tables.namelist()[0]).decode("utf-8-sig") or tables.namelist()
    bad(client.get(f"{path}/docx"), 404, "no_file")
    assert [one["id"] for one in good(client.get("/v1/results?kind=simulation"))["items"]] == [key]


def test_a_simulation_is_called_off_at_work_and_goes_on_later(server: Server, house: House) -> None:
    client = server.as_(ADMINISTRATOR)
    address = client.post("/v1/simulations", json=asked(weeks=4)).headers["location"]
    told = threading.Event()

    def slowly(*_: object) -> None:
        told.set()
        threading.Event().wait(0.3)

    worker = threading.Thread(target=Researcher(house.office, looks=0.05, told=slowly).once)
    worker.start()
    assert told.wait(60)
    off = good(client.post(f"{address}/_cancel"))
    assert (off["status"], off["cancelledBy"]) == ("cancelled", ADMINISTRATOR.id)
    worker.join(60)
    found = good(client.get(address))
    assert (found["status"], found["result"]) == ("cancelled", None)
    bad(client.post(f"{address}/_cancel"), 409, "study_over")
    again = good(client.post("/v1/simulations", json=asked(weeks=4)), 202)
    Researcher(house.office).once()
    assert good(client.get(f"/v1/studies/{again['id']}"))["status"] == "done"
    assert [one["status"] for one in good(client.get("/v1/studies"))["items"]] == ["cancelled", "done"]


def test_a_study_of_a_round_is_kept_and_read_by_whom_it_concerns(server: Server, house: House) -> None:
    client = server.as_(CHAIR)
    made = client.post("/v1/studies", json={"kind": "balance", "about": ROUND, "points": 2})
    assert good(made, 202)["asked"]["proposal"] == 1
    Researcher(house.office).once()
    kept = good(client.get(good(client.get(made.headers["location"]))["result"] and "/v1/results"))["items"][0]
    assert (kept["kind"], kept["public"], kept["keptBy"]) == ("balance", False, CHAIR.id)
    auditor = server.as_(AUDITOR)
    assert good(auditor.get(f"/v1/results/{kept['id']}"))["provenance"]["settings"]["points"] == 2
    page = server.as_(municipality("GM0014")).get(f"/v1/results/{kept['id']}/reports/html")
    assert "What balance costs" in page.text
    bad(server.as_(corporation("C1")).get(f"/v1/results/{kept['id']}"), 404, "no_result")


def test_what_cannot_be_asked_is_refused_at_once(server: Server) -> None:
    client = server.as_(CHAIR)
    bad(client.post("/v1/studies", json={"kind": "simulation"}), 400)
    bad(client.post("/v1/studies", json={"kind": "wanted", "about": "none"}), 404)
    bad(client.post("/v1/simulations", json={"ways": ["luck"]}), 400)
    for seed in ("", " ", "a b", "\x85", "\u2003", "é"):  # a space, or not, in one language of patterns or another
        bad(client.post("/v1/simulations", json=asked() | {"seed": seed}), 400)
    bad(client.post("/v1/simulations", json=asked() | {"policy": "none"}), 404, "no_policy")
    told = bad(client.post("/v1/simulations", json=asked() | {"scenario": "start = 3"}), 400)
    assert any(one["line"] == 1 for one in told["errors"] if "line" in one), told
    bad(client.get("/v1/studies/99"), 404, "no_study")
