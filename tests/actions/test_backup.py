"""A backup is of one moment while others work, goes into either kind of database, and shows when it is not whole."""

import hashlib
import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from allocator.actions import Office, placements, rounds, upkeep
from allocator.actions.parts.office import SYSTEM
from allocator.domain.refusal import Conflict
from allocator.domain.workflow import Step
from allocator.store import backup, open_store, soundness, trail
from tests.actions.offices import ADMINISTRATOR, CHAIR, House
from tests.databases import KINDS, Postgres, settings

ROUND = "2026-w48"


@pytest.fixture
def week(house: House) -> House:
    house.begin("tiny")
    return house


@pytest.fixture(params=KINDS)
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new("template0")
    yield server.url(name)
    server.drop(name)


def busy(house: House, stop: threading.Event, acknowledged: list[int]) -> None:
    """Decides, one thing after the other, until it is told to stop."""
    (one, *_) = placements.list_placements(house.office, CHAIR, ROUND)
    version = one.version
    while not stop.is_set():
        for step, reason in ((Step.REFUSE, "facts_wrong"), (Step.REOPEN, "recorded_by_mistake")):
            placements.decide(house.office, CHAIR, one.id, step, version=version, reason=reason)
            version += 1
            acknowledged.append(version)


def test_a_backup_in_use_is_of_one_moment_and_goes_into_either_kind(week: House, other: str, tmp_path: Path) -> None:
    file, stop, acknowledged = tmp_path / "week.zip", threading.Event(), list[int]()
    writers = threading.Thread(target=busy, args=(week, stop, acknowledged))
    writers.start()
    try:
        while len(acknowledged) < 4:
            stop.wait(0.01)
        before = len(acknowledged)
        upkeep.backup(week.office, ADMINISTRATOR, file)
        between = len(acknowledged)
    finally:
        stop.set()
        writers.join()
    Office.restore(file, settings(other))
    office = Office.open(settings(other))
    with office.store.reading() as work:
        assert soundness.broken(work) == []
        assert trail.verify(work, backup.written_head(file)) is None
    (one, *_) = placements.list_placements(office, CHAIR, ROUND)
    assert before <= one.version <= between + 1
    assert rounds.replay_round(office, CHAIR, ROUND).same
    rounds.close_round(office, CHAIR, ROUND)  # and work goes on
    assert upkeep.check_soundness(office, SYSTEM) == []
    office.close()
    with week.store.reading() as work:  # the end that stands in the backup is still one of the chain
        assert trail.verify(work, backup.written_head(file)) is None


def test_a_database_in_use_is_not_written_over(week: House, url: str, tmp_path: Path) -> None:
    upkeep.backup(week.office, ADMINISTRATOR, tmp_path / "week.zip")
    with pytest.raises(Conflict, match="not empty"):
        Office.restore(tmp_path / "week.zip", settings(url))
    assert upkeep.check_soundness(week.office, SYSTEM) == []


Change = Callable[[dict[str, bytes]], None]


def _line_changed(files: dict[str, bytes]) -> None:
    files["placements.jsonl"] = files["placements.jsonl"].replace(b"GM0014", b"GM1895")


def _table_gone(files: dict[str, bytes]) -> None:
    del files["decisions.jsonl"]


def _no_json(files: dict[str, bytes]) -> None:
    files["manifest.json"] = files["manifest.json"][:-9]


def _no_hashes(files: dict[str, bytes]) -> None:
    files["manifest.json"] = json.dumps({"revision": json.loads(files["manifest.json"])["revision"]}).encode()


def _chain_cut(files: dict[str, bytes]) -> None:
    """Somebody who also makes the hash of the file right."""
    files["audit_events.jsonl"] = b"".join(files["audit_events.jsonl"].splitlines(keepends=True)[:-1])
    manifest = json.loads(files["manifest.json"])
    manifest["sha256"]["audit_events"] = hashlib.sha256(files["audit_events.jsonl"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


@pytest.fixture
def sqlite_week(sqlite_whole: Path, tmp_path: Path) -> Path:
    """A backup of a week."""
    shutil.copy(sqlite_whole, tmp_path / "week.db")
    house = House(open_store(settings(f"sqlite:///{tmp_path / 'week.db'}")))
    house.begin("tiny")
    upkeep.backup(house.office, ADMINISTRATOR, tmp_path / "week.zip")
    house.store.close()
    return tmp_path / "week.zip"


@pytest.mark.parametrize("change", [_line_changed, _table_gone, _no_json, _no_hashes, _chain_cut])
def test_a_backup_that_was_changed_is_refused_and_nothing_is_kept(
    sqlite_week: Path, empty_url: str, tmp_path: Path, change: Change
) -> None:
    with zipfile.ZipFile(sqlite_week) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(Conflict):
        Office.restore(bad, settings(empty_url))
    Office.restore(sqlite_week, settings(empty_url))  # the database is still empty


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_was_cut_off_is_refused(sqlite_week: Path, empty_url: str, tmp_path: Path, part: float) -> None:
    data = sqlite_week.read_bytes()
    bad = tmp_path / "bad.zip"
    bad.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(Conflict, match="not a backup, or it is damaged"):
        Office.restore(bad, settings(empty_url))


@pytest.mark.slow
@pytest.mark.many_times
def test_a_byte_that_fell_over_anywhere_is_seen(sqlite_week: Path, tmp_path: Path) -> None:
    """Either the file is refused, or the byte was one that means nothing."""
    data = sqlite_week.read_bytes()
    bad = tmp_path / "bad.zip"
    refused = 0
    for turn in range(40):
        at = turn * len(data) // 40
        bad.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        target = settings(f"sqlite:///{tmp_path / f'{turn}.db'}")
        try:
            Office.restore(bad, target)
        except Conflict:
            refused += 1
            continue
        office = Office.open(target)
        with office.store.reading() as work:
            assert trail.verify(work, backup.written_head(sqlite_week)) is None
        office.close()
    assert refused > 20
