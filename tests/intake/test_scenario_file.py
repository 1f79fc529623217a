"""scenario.toml: the delivered one can be read, and what is wrong is named by line and field."""

from pathlib import Path

import pytest

from allocator.domain.problem import InputProblems
from allocator.intake import read_scenario
from allocator.intake.scenario_file import unknown_codes

FILE = Path(__file__).parents[2] / "fixtures" / "simulation" / "scenario.toml"
TEXT = FILE.read_text(encoding="utf-8")


def line(of: str) -> int:
    return next(n for n, text in enumerate(TEXT.splitlines(), 1) if of in text)


def test_the_delivered_scenario_is_read() -> None:
    found = read_scenario(FILE)
    assert found.name == "region"
    assert found == read_scenario(TEXT)
    assert found.households.groups["UIT"].season == (1.0,) * 12


@pytest.mark.parametrize(
    ("old", "new", "column", "says"),
    [
        ("waiting_at_start = 400", "waiting_at_start = -1", "households.waiting_at_start", "at least 0"),
        ("waiting_at_start = 400", 'waiting_at_start = "many"', "households.waiting_at_start", "cannot be used"),
        ("acute = [3, 8]", "acute = [0, 8]", "households.urgent_weeks.acute.0", "at least 1"),
        ("refused_best = 0.02", "refused_best = 1.5", "answers.refused_best", "at most 1"),
        ("term_weeks = 2", "term_week = 2", "answers.term_week", "not a known setting"),
        ("start = 2027-01-04", "start = 2027-01-05", None, "must be a Monday"),
        ("flex = {", "flexi = {", "homes.forms.flexi", "not known"),
        ("GM0765 = 1", "Pekela = 1", "households.origins.Pekela", "cannot be used"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(old: str, new: str, column: str | None, says: str) -> None:
    with pytest.raises(InputProblems) as wrong:
        read_scenario(TEXT.replace(old, new, 1))
    (problem,) = wrong.value.problems
    assert problem.file == "scenario.toml"
    assert problem.column == column
    assert says in str(problem)
    if column is not None:
        assert problem.line == line(old)


def test_all_problems_come_at_once_and_what_is_missing_is_named() -> None:
    text = TEXT.replace("offered_weeks = [8, 14]", "", 1).replace("no_answer = 0.02", "no_answer = 2", 1)
    with pytest.raises(InputProblems) as wrong:
        read_scenario(text)
    assert {p.column for p in wrong.value.problems} == {"homes.offered_weeks", "answers.no_answer"}


def test_a_file_that_is_not_there_or_no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="cannot be opened"):
        read_scenario(tmp_path / "none.toml")
    with pytest.raises(InputProblems, match="not valid TOML"):
        read_scenario("name = ")
    assert "XYZ, later" in str(unknown_codes(("XYZ", "later"), "scenario.toml").problems[0])
