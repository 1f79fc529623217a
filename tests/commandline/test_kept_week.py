"""The weekly cycle by commands, from an empty database to a restored one, on both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from allocator.actions import Office
from allocator.domain.workflow import State
from tests.commandline.cases import run
from tests.commandline.weeks import ROUND, Week, set_clock
from tests.databases import Postgres, settings


def test_a_week_from_an_empty_database(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    week = Week(empty_url, tmp_path)
    set_clock(monkeypatch, week.clock)
    assert "now" in week.good("nobody", "db", "upgrade").out
    assert "already" in week.good("nobody", "db", "upgrade").out
    assert week.data("nobody", "db", "status")["current"] is True
    week.tokens["ada"] = week.data("nobody", "user", "first", "ada")["token"]
    for name, role in (("chair", "committee_chair"), ("member", "committee_member"), ("auditor", "auditor")):
        week.good("ada", "user", "add", name, "--role", role)
        week.tokens[name] = week.data("ada", "token", "add", "--for", name)["secret"]
    week.opened("tiny")
    shown = week.data("member", "round", "show")
    assert shown["round"]["id"] == ROUND
    assert shown["states"] == {"proposed": 4}
    numbers = week.numbers()
    first, second, third, _ = sorted(numbers)
    week.good("member", "decide", "accept", numbers[first], numbers[second])
    week.good("member", "decide", "refuse", numbers[third], "--reason", "facts_wrong", "--yes")
    week.good("member", "round", "run")
    assert "What was accepted stays" in week.good("member", "round", "diff").out
    for step in ("accept_home", "offer", "accept_offer", "sign", "move_in"):
        week.good("chair", "decide", step, numbers[first])
    week.good("member", "round", "close", "--yes")
    states = week.data("member", "round", "show")["states"]
    assert states[State.MOVED_IN] == 1
    assert State.PROPOSED not in states
    assert week.data("member", "ledger", "check")["same"] is True
    assert week.data("auditor", "audit", "verify")["intact"] is True
    assert week.data("ada", "db", "check") == {"sound": True, "wrong": []}
    assert week.data("auditor", "round", "replay")["same"] is True
    assert week.data("auditor", "round", "replay", ROUND, "--proposal", 1)["same"] is True


@pytest.fixture
def other_url(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of the other kind."""
    if not url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'other.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new("template0")
    yield server.url(name)
    server.drop(name)


def test_a_backup_goes_to_the_other_kind_of_database_and_is_replayed(
    tiny: Week, other_url: str, tmp_path: Path
) -> None:
    number = min(tiny.numbers().values())
    tiny.good("member", "decide", "accept", number)
    tiny.good("member", "round", "run")
    end = tiny.data("auditor", "audit", "verify")["head"]
    file = tmp_path / "backup.zip"
    assert tiny.data("ada", "backup", file)["rows"]["households"] == 6
    assert tiny.run("ada", "backup", file).code == 3
    there = Week(other_url, tmp_path / "there", tiny.clock, tiny.tokens)
    assert "Restored" in there.good("nobody", "restore", file).out
    again = there.run("nobody", "restore", file)
    assert (again.code, "not empty" in again.err) == (3, True)
    for proposal in (1, 2):
        assert there.data("member", "round", "replay", "--proposal", proposal)["same"] is True
    verified = there.data("auditor", "audit", "verify", "--head", f"{end['number']}:{end['sha256']}")
    assert verified["intact"] is True
    assert there.data("ada", "db", "check")["sound"] is True
    there.good("chair", "decide", "accept_home", number)
    assert there.data("ada", "db", "check")["sound"] is True


def test_a_file_that_is_no_backup(week: Week, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    file.write_text("no zip")
    ran = week.run("nobody", "restore", file)
    assert ran.code == 3
    assert "backup.zip" in ran.err
    assert week.run("nobody", "restore", tmp_path / "nowhere.zip").code == 1


def test_looking_for_a_database_does_not_make_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    for words in (("round", "list"), ("db", "status"), ("worker", "--once"), ("user", "first", "ada")):
        ran = run(*words, ALLOCATOR_DATABASE_URL=url)
        assert ran.code == 3
        assert "allocator db upgrade" in ran.err
    assert not (tmp_path / "none.db").exists()


def test_settings_that_are_not_safe_are_told_all_at_once() -> None:
    ran = run("round", "list", width=140, ALLOCATOR_ENVIRONMENT="production", ALLOCATOR_DATABASE_URL="sqlite:///x.db")
    assert ran.code == 3
    assert "ALLOCATOR_DATABASE_URL" in ran.err
    assert "ALLOCATOR_KEYS" in ran.err


def test_a_database_of_another_version(week: Week) -> None:
    from allocator.store import migrating, open_store

    store = open_store(settings(week.url))
    migrating.downgrade(store, migrating.revisions()[-2])
    store.close()
    ran = week.run("member", "round", "list")
    assert (ran.code, "db upgrade" in ran.err) == (3, True)
    status = week.run("nobody", "db", "status")
    assert (status.code, "db upgrade" in status.out) == (3, True)
    week.good("nobody", "db", "upgrade")
    Office.open(settings(week.url)).close()


def test_an_export_of_a_round_is_the_round(tiny: Week, tmp_path: Path) -> None:
    """What is exported can be matched from files, and gives the proposal that was kept."""
    tiny.good("member", "export", tmp_path / "case", "--round", ROUND)
    assert tiny.run("member", "export", tmp_path / "case").code == 3
    kept = tiny.data("member", "round", "show")
    checked = run("check", tmp_path / "case", "--json").data
    assert checked["round_sha256"] == kept["round"]["sha256"]
    matched = run("match", tmp_path / "case", "--out", tmp_path / "out", "--json").data
    proposed = tiny.data("member", "round", "propose")["proposal"]
    assert matched["proposal"]["placements"] == proposed["placements"]


def test_an_export_of_now_can_be_read(tiny: Week, tmp_path: Path) -> None:
    tiny.good("member", "decide", "accept", min(tiny.numbers().values()))
    tiny.good("member", "export", tmp_path / "now")
    assert run("check", tmp_path / "now", "--json").code == 0


def test_reports_of_a_kept_proposal(tiny: Week, tmp_path: Path) -> None:
    ran = tiny.good("member", "round", "propose", "--out", tmp_path / "reports")
    names = {path.name for path in (tmp_path / "reports").iterdir()}
    assert {"proposal.json", "report.html", "report-shareable.html", "placements.csv"} <= names
    assert "Begin with report.html" in ran.out
    number = tiny.numbers()["H1"]
    assert f"  {number}  H1 " in ran.out


def test_a_backup_that_lost_its_end(tiny: Week, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    tiny.good("ada", "backup", file)
    file.write_bytes(file.read_bytes()[:-200])
    url = f"sqlite:///{tmp_path / 'new.db'}"
    ran = Week(url, tmp_path).run("nobody", "restore", file)
    assert (ran.code, "damaged" in ran.err) == (3, True)
    assert not (tmp_path / "new.db").exists()
