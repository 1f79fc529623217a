"""The client against a real server, and against one that fails half-way."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from allocator.actions.worker import Worker
from allocator.client import Client, Refused, Unreachable
from allocator.intake import read_case
from allocator.store import Store
from allocator.workflow import Actor
from tests.actions.offices import FIXTURES, MEMBER, House, corporation
from tests.api.servers import Server, serving
from tests.databases import Snapshots

HEAD = "id,municipality,bedrooms,corporation,rent_eur\n"


@pytest.fixture
def house(store: Store, url: str, snapshots: Snapshots) -> House:
    found = House(store, url=url, snapshots=snapshots)
    found.begin("tiny", run=False)
    return found


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    with serving(house) as found:
        yield found


pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def client_of(server: Server, actor: Actor = MEMBER, **more: Any) -> Client:
    return Client(server.address, server.token_of(actor), lang="en", **more)


def test_a_corporation_submits_its_homes(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(HEAD + "N-1,GM0014,2,C1,610\n")
    with client_of(server, corporation("C1")) as client:
        tried = client.submit("units", file, dry_run=True)
        done = client.submit("units", file)
        again = client.submit("units", file)
    assert (tried.dry_run, done.dry_run) == (True, False)
    assert tried.changes == done.changes
    assert [(one.key, one.kind) for one in done.changes] == [("N-1", "new")]
    assert again.changes == ()


def test_what_is_wrong_comes_back_by_line(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(HEAD + "N-1,GM0014,2,C1,610\nN-2,GM0014,many,C1,500\n")
    with client_of(server, corporation("C1")) as client:
        with pytest.raises(Refused) as caught:
            client.submit("units", file)
        assert [(one.line, one.name, one.value) for one in caught.value.errors] == [(3, "bedrooms", "many")]
        assert caught.value.code == "input"
        with pytest.raises(ValueError, match=r"\.csv"):
            client.submit("units", tmp_path / "units.doc")
        with pytest.raises(Refused) as caught:
            client.export_case(tmp_path / "out")
        assert (caught.value.status, caught.value.code) == (403, "role")


def test_a_case_goes_there_and_back(server: Server, tmp_path: Path) -> None:
    with client_of(server) as client:
        assert client.import_case(FIXTURES / "tiny").changes == ()
        assert client.import_case(FIXTURES / "fair", dry_run=True).counts["units.new"] > 0
        files = client.export_case(tmp_path / "out")
        frozen = client.export_case(tmp_path / "frozen", "2026-w48")
    assert {"case.toml", "units.csv"} <= {file.name for file in files}
    assert {file.name for file in frozen} == {file.name for file in files}
    assert {u.id for u in read_case(tmp_path / "out").round.units} == {"U1", "U2", "U3", "U4"}


def test_a_run_is_followed_to_its_end(server: Server, house: House) -> None:
    with client_of(server) as client:
        run = client.start_run("2026-w48", time_limit=60)
        assert run.status == "queued"
        worker = threading.Thread(target=lambda: Worker(house.office, "one", looks=0.05).once())
        worker.start()
        seen = [one.status for one in client.follow(run.id)]
        worker.join()
        assert seen[-1] == "done"
        assert client.show_run(run.id).is_over
        assert [one.status for one in client.follow(run.id)] == ["done"]
        with pytest.raises(Refused, match="There is no run 99"):
            list(client.follow(99))


class Breaks(httpx2.BaseTransport):
    """Loses answers, or refuses for a while, before it lets a request through."""

    def __init__(self, faults: list[Callable[[httpx2.Request], httpx2.Response]]) -> None:
        self.faults, self.real, self.keys = faults, httpx2.HTTPTransport(), list[str]()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.keys.append(request.headers.get("Idempotency-Key", ""))
        if self.faults:
            return self.faults.pop(0)(request)
        return self.real.handle_request(request)

    def close(self) -> None:
        self.real.close()


def test_a_request_whose_answer_is_lost_is_done_once(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(HEAD + "N-1,GM0014,2,C1,610\n")

    def lost(request: httpx2.Request) -> httpx2.Response:
        with httpx2.HTTPTransport() as real:
            real.handle_request(request).read()
        raise httpx2.ReadError("the line broke")

    def busy(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(503, headers={"Retry-After": "0"}, json={"code": "busy"})

    transport = Breaks([busy, lost])
    with client_of(server, corporation("C1"), transport=transport) as client:
        report = client.submit("units", file)
    assert [(one.key, one.kind) for one in report.changes] == [("N-1", "new")]  # the first answer, and not "nothing"
    assert len(transport.keys) == 3
    assert len(set(transport.keys)) == 1
    assert transport.keys[0]


def test_a_server_that_is_not_there_is_given_up(server: Server, tmp_path: Path) -> None:
    def dead(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("nobody listens")

    with (
        client_of(server, tries=2, transport=Breaks([dead, dead])) as client,
        pytest.raises(Unreachable, match="nobody"),
    ):
        client.show_run(1)

    def other(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(404, text="not json")

    with client_of(server, transport=Breaks([other])) as client, pytest.raises(Unreachable, match="404"):
        client.show_run(1)
