"""Import by command: a dry run, the same file twice, a corrected file, and what stands in the way."""

import shutil
from pathlib import Path

import pytest

from tests.actions.offices import FIXTURES
from tests.commandline.weeks import Week


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / "tiny", tmp_path / "case"))


def correct(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_dry_run_changes_nothing_and_says_the_same(week: Week, case: Path) -> None:
    dry = week.data("member", "import", case, "--dry-run")
    assert dry["dry_run"] is True
    assert dry["policy_waits_for_approval"] is True
    assert week.data("member", "policy", "list")["policies"] == []
    assert week.data("member", "household", "list")["households"] == []
    done = week.data("member", "import", case)
    assert done["changes"] == dry["changes"]
    assert done["counts"]["households.new"] == 6


def test_the_same_file_twice_changes_nothing(week: Week, case: Path) -> None:
    week.good("member", "import", case)
    links = week.data("auditor", "audit", "verify")["head"]
    again = week.good("member", "import", case)
    assert "says nothing new" in again.out
    assert week.data("auditor", "audit", "verify")["head"] == links


def test_a_corrected_file_says_what_changed(week: Week, case: Path) -> None:
    week.good("member", "import", case)
    correct(case / "units.csv", "650", "655")
    dry = week.data("member", "import", case, "--dry-run")
    assert dry["changes"] == [{"table": "units", "key": "U2", "kind": "changed", "fields": ["rent"]}]
    said = week.good("member", "import", case).out
    assert "1 row was changed" in said
    assert "U2" in said
    assert "rent" in said
    home = week.data("member", "region", "home", "U2")["unit"]
    assert home["rent"] == 65500


def test_a_household_that_the_file_no_longer_names_goes_off_the_list(week: Week, case: Path) -> None:
    week.good("member", "import", case)
    rows = (case / "households.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("H5,")]
    assert len(kept) == len(rows) - 1
    (case / "households.csv").write_text("".join(kept), "utf-8")
    said = week.good("member", "import", case).out
    assert "H5" in said
    assert "off the list" in said
    assert "H5" not in {one["id"] for one in week.data("member", "household", "list")["households"]}


def test_a_case_that_cannot_be_used_changes_nothing(week: Week, case: Path) -> None:
    correct(case / "units.csv", "650", "much")
    ran = week.run("member", "import", case, width=140)
    assert ran.code == 3
    assert "units.csv" in ran.err
    assert week.data("member", "household", "list")["households"] == []
    assert week.run("member", "import", case / "nowhere").code == 3


def test_what_contradicts_what_is_kept_is_told_as_a_problem(week: Week, case: Path) -> None:
    week.good("member", "import", case)
    text = (case / "keys.csv").read_text("utf-8").splitlines()
    text[1] = text[1].replace(",75,", ",74,").replace(",240000,", ",240001,")
    before = (case / "keys.csv").read_text("utf-8").splitlines()
    if text == before:  # whatever the weight is, another one
        cells = text[1].split(",")
        cells[3] = str(int(cells[3]) + 1)
        text[1] = ",".join(cells)
    (case / "keys.csv").write_text("\n".join(text) + "\n", "utf-8")
    ran = week.run("member", "import", case, "--json")
    assert ran.code == 3
    assert ran.data["problems"][0]["file"] == "keys.csv"


def test_the_policy_keeps_its_comments(week: Week, case: Path) -> None:
    text = "# agreed in the council of 5 January\n" + (case / "policy.toml").read_text("utf-8")
    (case / "policy.toml").write_text(text, "utf-8")
    week.good("member", "import", case)
    assert week.good("chair", "policy", "show", "tiny-1").out == text


def test_a_first_import_says_who_approves_the_policy(week: Week, case: Path) -> None:
    assert "allocator policy approve tiny-1" in week.good("member", "import", case).out
    week.good("chair", "policy", "approve", "tiny-1")
    assert "round open --period 2026-H2" in week.good("member", "import", case).out
