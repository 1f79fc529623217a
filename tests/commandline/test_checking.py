"""`check` names all problems at once, or says what is in the case; `report` writes the reports again."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commandline.cases import run, widest, written, written_policy
from tests.commandline.conftest import Done


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The small case with two faults in two files."""
    case = written(tmp_path / "broken")
    people, homes = case / "households.csv", case / "units.csv"
    people.write_text(people.read_text("utf-8").replace("2026-06-01", "31-31-2026", 1), "utf-8")
    homes.write_text(homes.read_text("utf-8").replace("9671AA", "967", 1), "utf-8")
    return case


def test_check_counts_what_is_in_the_case(done: Done) -> None:
    ran = run("check", done.case)
    assert ran.code == 0
    assert "This case can be used" in ran.out
    counts = run("check", done.case, "--json").data["counts"]
    assert counts["households"] == 4
    assert counts["units"] == 2
    assert counts["keys"] == 3
    assert counts["ledger"] == 2


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [80, 140])
def test_problems_are_named_with_place_value_and_remedy(broken: Path, width: int, lang: str) -> None:
    ran = run("check", broken, lang=lang, width=width)
    assert ran.code == 3
    assert ran.out == ""
    assert widest(ran.err) <= width
    for part in ("households.csv", "registered_on", "31-31-2026", "units.csv", "postcode", "967"):
        assert part in ran.err
    assert ("Wat u kunt doen" if lang == "nl" else "What to do") in ran.err
    assert ("Dit is geen datum." if lang == "nl" else "This is not a date.") in ran.err.replace("\n", " ")


def test_problems_as_json(broken: Path) -> None:
    ran = run("match", broken, "--json")
    assert ran.code == 3
    first = ran.data["problems"][0]
    assert (first["file"], first["line"], first["column"]) == ("households.csv", 2, "registered_on")
    assert len(ran.data["problems"]) == 2


def test_warnings_do_not_stand_in_the_way(tmp_path: Path) -> None:
    case = written(tmp_path / "case")
    (case / "housholds.csv").write_text("id\nH9\n", "utf-8")
    ran = run("check", case)
    assert ran.code == 0
    assert "housholds.csv" in ran.out
    assert [w["file"] for w in run("check", case, "--json").data["warnings"]] == ["housholds.csv"]
    shown = run("match", case, "--out", tmp_path / "out")
    assert shown.code == 0
    assert "Warnings on the input: 1" in shown.out


def test_another_policy_is_checked_too(done: Done, tmp_path: Path) -> None:
    policy = written_policy(tmp_path / "mine.toml", version="2")
    assert run("check", done.case, "--policy", policy, "--json").data["policy"]["version"] == "2"
    policy.write_text("name = 3\nnonsense = true\n", "utf-8")
    ran = run("check", done.case, "--policy", policy)
    assert ran.code == 3
    assert "mine.toml" in ran.err


# ------------------------------------------------------------------------------------------------ report


def test_report_writes_reports_and_workbook_again(done: Done, tmp_path: Path) -> None:
    ran = run("report", done.case, done.out / "proposal.json", "--out", tmp_path, "--xlsx", "--json")
    assert ran.code == 0
    names = {Path(file).name for file in ran.data["files"]}
    assert names == {
        "placements.csv",
        "unplaced.csv",
        "balance.csv",
        "report.html",
        "report-shareable.html",
        "proposal.xlsx",
    }
    assert (tmp_path / "placements.csv").read_bytes() == (done.out / "placements.csv").read_bytes()
    assert load_workbook(tmp_path / "proposal.xlsx").worksheets


def test_report_in_another_language(done: Done, tmp_path: Path) -> None:
    assert run("report", done.case, done.out, "--out", tmp_path, lang="nl").code == 0
    assert '<html lang="nl">' in (tmp_path / "report.html").read_text("utf-8")
    assert '<html lang="en">' in (done.out / "report.html").read_text("utf-8")


def test_report_of_another_case_is_refused(done: Done, tmp_path: Path) -> None:
    other = written(tmp_path / "case")
    case = other / "case.toml"
    case.write_text(case.read_text("utf-8").replace("test", "other", 1), "utf-8")
    ran = run("report", other, done.out, "--out", tmp_path / "out")
    assert ran.code == 3
    assert "round_sha256" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_cell_as_long_as_a_book_leaves_room_for_the_words(tmp_path: Path) -> None:
    folder = written(tmp_path / "case")
    rows = (folder / "units.csv").read_text("utf-8").splitlines()
    at = rows[0].split(",").index("bedrooms")
    cells = rows[1].split(",")
    cells[at] = "9" * 500 + "\x1b[31m"
    (folder / "units.csv").write_text("\n".join([rows[0], ",".join(cells), *rows[2:]]), "utf-8")
    for width in (80, 140):
        ran = run("check", folder, width=width)
        assert ran.code == 3
        assert "This is not a whole number." in " ".join(ran.err.split())
        assert "\x1b" not in ran.err
        assert len(ran.err.splitlines()) < 12
        assert widest(ran.err) <= width
