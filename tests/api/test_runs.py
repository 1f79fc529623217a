"""Starting a run, following it, calling it off; a worker that dies."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from allocator.actions import households
from allocator.actions.parts.watching import Told
from allocator.actions.worker import Worker
from allocator.domain.round import Round
from allocator.solver.optimum import Contradiction
from allocator.store import Store, trail
from allocator.store.runs import LEASE, Run
from tests.actions.offices import CHAIR, MEMBER, House
from tests.api.servers import Server, bad, good, serving
from tests.databases import Snapshots

ROUND = "2026-w48"
RUNS = f"/v1/rounds/{ROUND}/runs"


@pytest.fixture
def house(store: Store, url: str, snapshots: Snapshots) -> House:
    found = House(store, url=url, snapshots=snapshots)
    found.begin("tiny", run=False)
    return found


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    """A round that is open, and not run."""
    with serving(house) as found:
        yield found


@dataclass
class Gate:
    """A worker that stops at its third word, until it is let through."""

    house: House
    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)
    told: int = 0
    done: list[Run | None] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)

    def of(self, _: Round) -> Told:
        return self.tell

    def tell(self, _name: str, _seconds: float, _gap: float | None) -> None:
        self.told += 1
        if self.told == 3:
            self.reached.set()
            assert self.opened.wait(60)

    def work(self) -> None:
        try:
            self.done.append(Worker(self.house.office, "gated", looks=0.05).once(progress=self.of))
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.failed.append(error)


@contextmanager
def at_work(house: House) -> Iterator[Gate]:
    """A worker in the middle of its run; let through at the end at the latest."""
    gate = Gate(house)
    thread = threading.Thread(target=gate.work)
    thread.start()
    try:
        assert gate.reached.wait(60)
        yield gate
    finally:
        gate.opened.set()
        thread.join()


def until(so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _ in range(1200):
        if so():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never was so")


def told(client: httpx2.Client, address: str) -> Any:
    """A run once its worker said how far it is."""
    until(lambda: bool(good(client.get(address))["progress"]))
    return good(client.get(address))


def events(client: httpx2.Client, address: str) -> Iterator[tuple[str, Any]]:
    """All that is sent to who follows a run, until it is over."""
    with client.stream("GET", f"{address}/events") as stream:
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        kind = ""
        for line in stream.iter_lines():
            name, _, value = line.partition(": ")
            kind = value if name == "event" else kind
            if name == "data":
                yield kind, json.loads(value)


def test_a_run_is_followed_from_its_queue_to_its_proposal(server: Server, house: House) -> None:
    client = server.as_(MEMBER)
    asked = client.post(RUNS, json={"timeLimit": 60})
    assert good(asked, 202)["status"] == "queued"
    address = asked.headers["location"]
    bad(client.post(RUNS, json={}), 409, "busy")
    heard: list[tuple[str, Any]] = []
    follower = threading.Thread(target=lambda: heard.extend(events(client, address)))
    follower.start()
    until(lambda: bool(heard))
    with at_work(house):
        found = told(server.as_(CHAIR), address)
        assert found["status"] == "running"
        assert 1 <= found["progress"]["number"] <= found["progress"]["of"]
        assert found["progress"]["stage"] == "urgency"
        until(lambda: any(said["progress"] for _, said in heard))
    follower.join(60)
    assert [kind for kind, _ in heard[:-1]] == ["progress"] * (len(heard) - 1)
    assert heard[0][1]["status"] == "queued"
    assert any(said["status"] == "running" and said["progress"] for _, said in heard)
    assert (heard[-1][0], heard[-1][1]["status"]) == ("end", "done")
    assert heard[-1][1] == good(client.get(address))
    assert [one["run"] for one in good(client.get(f"/v1/rounds/{ROUND}"))["proposals"]] == [heard[-1][1]["id"]]
    assert [kind for kind, _ in events(client, address)] == ["end"]


def test_a_run_at_work_is_called_off(server: Server, house: House) -> None:
    client = server.as_(MEMBER)
    address = client.post(RUNS, json={}).headers["location"]
    with at_work(house) as gate:
        off = good(client.post(f"{address}/_cancel"))
        assert (off["status"], off["cancelledBy"]) == ("cancelled", "member")
        threading.Event().wait(1.5)  # the worker looks twenty times a second
    assert gate.failed == []
    (run,) = gate.done
    assert run is not None
    assert (run.status, run.cancelled_by) == ("failed", "member")
    assert gate.told < 5  # the solver was stopped, and did not go on to its end
    assert good(client.get(f"/v1/rounds/{ROUND}"))["proposals"] == []
    bad(client.post(f"{address}/_cancel"), 409, "run_over")
    again = good(client.post(RUNS, json={}), 202)
    assert Worker(house.office).once() is not None
    assert good(client.get(f"/v1/runs/{again['id']}"))["status"] == "done"
    with house.store.reading() as work:
        (event,) = [one.event for one in trail.events(work, what="rounds.cancel_run")]
        assert event.who == "member"
        assert trail.verify(work) is None


def test_what_a_worker_made_of_a_run_that_was_called_off_is_not_taken(server: Server, house: House) -> None:
    """It was called off too late for the solver to hear of it."""
    client = server.as_(MEMBER)
    address = client.post(RUNS, json={}).headers["location"]
    with at_work(house) as gate:
        gate.house.clock.now += timedelta(seconds=1)
        good(client.post(f"{address}/_cancel"))
        gate.opened.set()  # before the worker looks
    assert good(client.get(f"/v1/rounds/{ROUND}"))["proposals"] == []
    assert good(client.get("/v1/placements"))["items"] == []


def test_a_run_that_waits_is_called_off(server: Server, house: House) -> None:
    client = server.as_(MEMBER)
    address = client.post(RUNS, json={}).headers["location"]
    assert good(client.post(f"{address}/_cancel"))["status"] == "cancelled"
    assert Worker(house.office).once() is None
    bad(client.post("/v1/runs/9999/_cancel"), 404, "no_run")
    bad(client.get("/v1/runs/9999/events"), 404, "no_run")


def test_a_run_whose_worker_died_is_seen_and_taken_up(server: Server, house: House) -> None:
    from allocator.actions import SYSTEM, running

    client = server.as_(MEMBER)
    address = client.post(RUNS, json={}).headers["location"]
    assert running.claim_run(house.office, SYSTEM, "dead") is not None
    house.clock.now += LEASE + timedelta(seconds=1)
    assert good(client.get(address))["status"] == "died"
    bad(client.post(RUNS, json={}), 409, "busy")
    assert Worker(house.office, "next").once() is not None
    found = good(client.get(address))
    assert (found["status"], found["attempts"]) == ("done", 2)


def test_what_contradicts_what_is_told_in_words(house: House, server: Server) -> None:
    chair, member = server.as_(CHAIR), server.as_(MEMBER)
    for household in ("H1", "H2"):
        households.pin(house.office, CHAIR, household, "U1", "network")
    number = good(chair.post(RUNS, json={}), 202)["id"]
    bad(member.get(f"/v1/runs/{number}/contradiction"), 409, "no_contradiction")
    with pytest.raises(Contradiction):
        Worker(house.office).once(number)
    found = good(member.get(f"/v1/runs/{number}", headers={"Accept-Language": "nl"}))
    assert (found["status"], found["code"]) == ("failed", "contradiction")
    assert found["error"] == "Niet alles wat gevraagd is, kan samen."
    said = good(member.get(f"/v1/runs/{number}/contradiction", headers={"Accept-Language": "nl"}))
    assert {"H1 is vastgezet op U1.", "H2 is vastgezet op U1."} <= set(said["statements"])
