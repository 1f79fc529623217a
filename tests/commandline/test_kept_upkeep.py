"""Policy, audit, privacy, households and the region by command."""

import json
import shutil
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from allocator.privacy import read_keyring
from allocator.settings import DEVELOPMENT_KEY
from tests.actions.offices import FIXTURES
from tests.commandline.cases import run
from tests.commandline.weeks import ROUND, Week
from tests.databases import settings


def change(week: Week, statement: str) -> None:
    """Somebody who works in the database itself, and has put aside what guards it."""
    engine = sa.create_engine(settings(week.url).url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for (name,) in connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(sa.text("SET session_replication_role = replica"))
        connection.execute(sa.text(statement))
    engine.dispose()


# ------------------------------------------------------------------------------------------------ policy


def test_a_policy_from_file_to_force(tiny: Week, tmp_path: Path) -> None:
    text = tiny.good("auditor", "policy", "show").out
    file = tmp_path / "policy.toml"
    file.write_text(text.replace('"tiny-1"', '"tiny-2"').replace("2026-01-01", "2026-12-01"), encoding="utf-8")
    added = tiny.good("member", "policy", "add", file)
    assert "allocator policy approve tiny-2" in added.out
    assert tiny.data("member", "policy", "add", file)["approved_by"] is None  # twice is once
    assert tiny.run("member", "policy", "approve", "tiny-2").code == 5
    tiny.good("chair", "policy", "approve", "tiny-2")
    found = tiny.data("landlord", "policy", "diff", "tiny-1", "tiny-2")["differences"]
    assert {row["setting"] for row in found} == {"version", "valid_from"}
    assert "valid_from" in tiny.good("landlord", "policy", "diff", "tiny-1", "tiny-2").out
    assert tiny.good("auditor", "policy", "show").out == text  # the new one is not in force yet
    assert tiny.good("auditor", "policy", "show", "tiny-2").out == file.read_text("utf-8")
    assert "in force" in tiny.good("auditor", "policy", "list").out


def test_a_policy_with_problems_is_told_by_its_file(tiny: Week, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('name = "x"\nversion = "x"\nvalid_from = "soon"\n', encoding="utf-8")
    ran = tiny.run("member", "policy", "add", file, "--json")
    assert ran.code == 3
    assert {problem["file"] for problem in ran.data["problems"]} == {str(file)}
    assert tiny.run("member", "policy", "add", tmp_path / "nowhere.toml").code in (1, 3)
    assert tiny.run("member", "policy", "show", "nothing").code == 3


# ------------------------------------------------------------------------------------------------ audit


def test_a_changed_link_is_named(tiny: Week) -> None:
    end = tiny.data("auditor", "audit", "verify")["head"]
    assert f"{end['number']}:{end['sha256']}" in tiny.good("auditor", "audit", "verify").out
    change(tiny, "UPDATE audit_events SET who = 'somebody else' WHERE number = 3")
    ran = tiny.run("auditor", "audit", "verify")
    assert ran.code == 3
    assert "link 3" in ran.out
    assert tiny.run("auditor", "audit", "verify", "--json").data["broken"]["number"] == 3
    assert tiny.run("ada", "db", "check").code == 3


@pytest.fixture
def cut(tiny: Week, tmp_path: Path) -> Week:
    """Ends that were written down in three places, and then the last link is gone, with all that tells of it."""
    tiny.good("member", "household", "show", "H3")
    before = tiny.data("auditor", "audit", "verify")["head"]
    tiny.good("auditor", "audit", "seal")
    tiny.good("auditor", "audit", "verify", "--ends", tmp_path / "ends.txt")
    tiny.good("ada", "backup", tmp_path / "backup.zip")
    for number in (before["number"] + 1, before["number"] + 2):
        change(tiny, f"DELETE FROM audit_events WHERE number = {number}")
    change(tiny, f"UPDATE audit_head SET number = {before['number']}, sha256 = '{before['sha256']}'")
    assert tiny.data("auditor", "audit", "verify")["intact"] is True
    return tiny


def test_an_end_that_was_cut_off_is_seen_by_who_wrote_it_down(cut: Week, tmp_path: Path) -> None:
    (end,) = (tmp_path / "ends.txt").read_text(encoding="utf-8").splitlines()
    for written in (("--head", end), ("--ends", tmp_path / "ends.txt"), ("--backup", tmp_path / "backup.zip")):
        ran = cut.run("auditor", "audit", "verify", *written)
        assert ran.code == 3, ran.out
        assert "cut off" in ran.out
    assert (tmp_path / "ends.txt").read_text(encoding="utf-8").splitlines() == [end]  # a broken one adds nothing
    assert cut.run("auditor", "audit", "verify", "--head", "3:abc").code == 2


def test_ends_are_kept_in_a_file_of_ones_own(tiny: Week, tmp_path: Path) -> None:
    file = tmp_path / "ends.txt"
    assert "stands in" in tiny.good("auditor", "audit", "verify", "--ends", file).out
    tiny.good("auditor", "audit", "verify", "--ends", file)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1
    tiny.good("ada", "backup", tmp_path / "backup.zip")
    said = tiny.good("auditor", "audit", "verify", "--ends", file, "--backup", tmp_path / "backup.zip").out
    assert "written down: 1" in said
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2
    file.write_text("no end\n", encoding="utf-8")
    ran = tiny.run("auditor", "audit", "verify", "--ends", file)
    assert ran.code == 2
    assert "Line 1 of" in ran.err
    assert tiny.run("auditor", "audit", "verify", "--ends", tmp_path / "no" / "ends.txt").code == 2
    assert tiny.run("auditor", "audit", "verify", "--backup", file).code != 0


def test_events_and_readings(tiny: Week) -> None:
    (event,) = tiny.data("auditor", "audit", "show", "--what", "rounds.open_round")["events"]
    assert event["event"]["whom"] == ROUND
    assert "rounds.open_round" in tiny.good("auditor", "audit", "show", "--whom", ROUND).out
    assert len(tiny.data("auditor", "audit", "show", "--most", 3)["events"]) == 3
    tiny.good("member", "household", "show", "H3")
    (entry, *_) = tiny.data("auditor", "audit", "readings", "H3")["readings"]
    assert (entry["who"], entry["what"]) == ("member", "households.show_household")
    assert {e["event"]["household"] for e in tiny.data("auditor", "audit", "show", "--household", "H3")["events"]} == {
        "H3"
    }
    assert tiny.data("auditor", "audit", "seal")["sealed"] > 0
    assert tiny.data("auditor", "audit", "seal")["sealed"] == 0
    assert tiny.run("member", "audit", "show").code == 5


# ------------------------------------------------------------------------------------------------ privacy


def test_all_of_one_household_in_a_file_of_ones_own(tiny: Week, tmp_path: Path) -> None:
    file = tmp_path / "H3.json"
    tiny.good("member", "privacy", "export", "H3", "--out", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = json.loads(file.read_text("utf-8"))
    assert written["file"]["id"] == "H3"
    assert tiny.run("member", "privacy", "export", "H3", "--out", file).code == 1  # nothing is overwritten
    shown = json.loads(tiny.good("member", "privacy", "export", "H3").out)
    assert shown["file"] == written["file"]
    assert tiny.run("member", "privacy", "export", "H99").code == 3
    assert tiny.run("auditor", "privacy", "export", "H3").code == 5


def test_what_is_past_its_date_is_destroyed_after_a_question(week: Week, tmp_path: Path) -> None:
    tiny = week
    shutil.copytree(FIXTURES / "tiny", tmp_path / "tiny")
    with (tmp_path / "tiny" / "policy.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n[retention]\ncase_days = 20\ncontact_days = 10\n")
    tiny.opened(str(tmp_path / "tiny"))
    tiny.good("member", "round", "close", "--yes")
    tiny.good("member", "household", "contact", "H3", "--keep", "via de opvang")
    assert tiny.good("member", "household", "contact", "H3").out.strip() == "via de opvang"
    tiny.good("member", "household", "withdraw", "H5", "--yes")
    tiny.clock.pass_days(21)
    dry = tiny.good("ada", "privacy", "purge", "--dry-run").out
    assert all(words in dry for words in ("H5", "Contact data of: H3", "2026-w48", "Nothing was destroyed"))
    assert tiny.data("ada", "privacy", "purge", "--dry-run")["rounds"] == ["2026-w48"]
    stopped = tiny.run("ada", "privacy", "purge", said="n\n")
    assert (stopped.code, "for good" in stopped.out) == (130, True)
    found = tiny.data("ada", "privacy", "purge", "--yes")
    assert "H5" in found["households"]
    assert found["contacts"] == 1
    again = tiny.good("ada", "privacy", "purge", "--dry-run").out
    assert "Nothing is past its date" in again
    gone = tiny.run("member", "round", "replay")
    assert (gone.code, "destroyed" in gone.err) == (3, True)
    assert json.loads(tiny.good("member", "privacy", "export", "H5").out)["file"] is None


def test_a_new_key_wraps_all_keys(tiny: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = run("privacy", "key", "k2", "--json", ALLOCATOR_KEYS=DEVELOPMENT_KEY).data["keys"]
    assert list(read_keyring(ring).keys) == ["k2"]  # the key that everybody knows is left behind
    both = f"{ring},{DEVELOPMENT_KEY}"
    longer = run("privacy", "key", "k3", "--json", ALLOCATOR_KEYS=both).data["keys"]
    assert list(read_keyring(longer).keys) == ["k3", "k2", "development"]
    assert run("privacy", "key", "k2", ALLOCATOR_KEYS=both).code == 2
    assert run("privacy", "key", "no name").code == 2
    monkeypatch.setenv("ALLOCATOR_KEYS", both)
    assert tiny.data("ada", "privacy", "rewrap")["wrapped_again"] > 0
    monkeypatch.setenv("ALLOCATOR_KEYS", ring)
    tiny.good("member", "household", "show", "H3")
    monkeypatch.setenv("ALLOCATOR_KEYS", DEVELOPMENT_KEY)
    ran = tiny.run("member", "household", "show", "H3")
    assert ran.code == 3
    assert "ALLOCATOR_KEYS" in ran.err
    monkeypatch.setenv("ALLOCATOR_KEYS", "nonsense")
    assert tiny.run("member", "household", "show", "H3").code == 3


# ------------------------------------------------------------------------------------------------ households, region


def test_a_file_is_shown_as_in_the_files_of_a_case(tiny: Week) -> None:
    said = tiny.good("member", "household", "show", "H5").out
    assert "gross_income_eur: 18900.00" in said
    assert "accessibility: wheelchair" in said
    dutch = tiny.run("member", "household", "show", "H5", lang="nl").out
    assert "nee" in dutch
    assert tiny.data("member", "household", "show", "H5")["household"]["accessibility"] == "wheelchair"
    assert tiny.run("landlord", "household", "show", "H5").code == 5
    assert tiny.run("carer", "household", "show", "H5").code == 3


def test_words_on_a_household_and_a_home(tiny: Week) -> None:
    tiny.good("member", "household", "forbid", "H3", "U2", "--reason", "network")
    assert tiny.run("member", "household", "pin", "H3", "U2", "--reason", "network").code == 3
    tiny.good("member", "household", "take-back", "H3", "U2", "forbid")
    assert tiny.run("member", "household", "take-back", "H3", "U2", "forbid").code == 3
    tiny.good("member", "household", "pin", "H3", "U2", "--reason", "network")
    assert tiny.run("member", "household", "pin", "H3", "U2", "--reason", "whim").code == 3
    assert tiny.run("member", "household", "waive", "H3", "U2", "R-101", "--reason", "network").code == 5
    tiny.good("chair", "household", "waive", "H3", "U2", "R-101", "--reason", "network")
    assert tiny.run("chair", "household", "waive", "H3", "U2", "R-999", "--reason", "network").code == 3


def test_a_household_is_withdrawn_after_a_question(tiny: Week) -> None:
    assert tiny.run("member", "household", "withdraw", "H5", said="n\n").code == 130
    tiny.good("member", "household", "withdraw", "H5", "--yes")
    assert "H5" not in tiny.good("member", "household", "list").out


def test_homes_and_who_takes_part(tiny: Week) -> None:
    assert {one["corporation"] for one in tiny.data("landlord", "region", "homes")["homes"]} == {"C1"}
    assert tiny.data("member", "region", "home", "U1")["claimed"] == 1
    assert tiny.run("landlord", "region", "home", "U4").code in (3, 5)
    assert tiny.run("member", "region", "home", "U99").code == 3
    assert tiny.data("member", "region", "support")["support"][0]["id"] == "S1"
    tiny.good("groningen", "region", "pause", "municipality", "groningen")
    assert "takes no part now" in tiny.good("member", "region", "municipalities").out
    assert tiny.run("groningen", "region", "pause", "municipality", "oldambt").code == 5
    tiny.good("groningen", "region", "resume", "municipality", "GM0014")
    tiny.good("landlord", "region", "pause", "corporation", "C1")
    assert tiny.run("member", "region", "pause", "corporation", "C9").code == 3
    assert tiny.run("landlord", "region", "withdraw", "U1", said="n\n").code == 130
    tiny.good("landlord", "region", "withdraw", "U1", "--yes")
    assert "U1" not in {one["id"] for one in tiny.data("member", "region", "homes")["homes"]}
