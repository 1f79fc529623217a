"""The remote commands against a real server."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from allocator.actions.worker import Worker
from allocator.store import Store
from tests.actions.offices import FIXTURES, MEMBER, House, corporation
from tests.api.servers import Server, serving
from tests.commandline.cases import Ran, run
from tests.databases import Snapshots

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@pytest.fixture
def house(store: Store, url: str, snapshots: Snapshots) -> House:
    found = House(store, url=url, snapshots=snapshots)
    found.begin("tiny", run=False)
    return found


@pytest.fixture
def server(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(house) as found:
        monkeypatch.setenv("ALLOCATOR_SERVER", found.address)
        monkeypatch.setenv("ALLOCATOR_TOKEN", found.token_of(MEMBER))
        monkeypatch.setenv("ALLOCATOR_LANG", "en")
        yield found


def ask(*words: str | Path) -> Ran:
    return run("remote", *words)


def test_homes_are_submitted_and_problems_come_back(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOCATOR_TOKEN", server.token_of(corporation("C1")))
    file = tmp_path / "units.csv"
    file.write_text("id,municipality,bedrooms,corporation\nN-1,GM0014,2,C1\n")
    tried = ask("submit", file, "--dry-run")
    assert (tried.code, "would change 1 row" in tried.out) == (0, True)
    assert "Imported: 1 row" in ask("submit", file).out
    file.write_text("id,municipality,bedrooms,corporation\nN-1,GM0014,many,C1\n")
    wrong = ask("submit", file)
    assert wrong.code == 3
    assert "many" in wrong.err
    assert "bedrooms" in wrong.err
    assert ask("export", tmp_path / "out").code == 5
    assert ask("submit", tmp_path / "units.doc").code == 2


def test_a_case_goes_there_and_back(server: Server, tmp_path: Path) -> None:
    del server
    assert "says nothing new" in ask("import", FIXTURES / "tiny").out
    assert "units.csv" in ask("export", tmp_path / "out").out
    assert (tmp_path / "out" / "households.csv").is_file()
    assert ask("export", tmp_path / "out").code == 3  # it is not empty
    assert ask("export", tmp_path / "other", "--round", "2020-w01").code == 3


def test_a_run_is_followed(server: Server, house: House) -> None:
    del server
    done = threading.Event()

    def work() -> None:
        while not done.is_set() and Worker(house.office, looks=0.05).once() is None:
            done.wait(0.05)

    thread = threading.Thread(target=work)
    thread.start()
    ran = ask("run", "2026-w48")
    done.set()
    thread.join()
    assert (ran.code, "is done" in ran.out) == (0, True), ran.err
    assert ask("run", "2020-w01").code == 3


def test_without_a_server_or_a_token(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOCATOR_TOKEN", "guess")
    ran = ask("run", "2026-w48")
    assert (ran.code, "Who are you?" in ran.err) == (5, True)
    monkeypatch.delenv("ALLOCATOR_SERVER")
    assert ask("run", "2026-w48").code == 2
    del server
