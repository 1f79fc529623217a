"""``simulate`` as a user meets it: a comparison that fits the screen, reports, results that are kept, clear faults."""

import json
from pathlib import Path
from typing import Any

import pytest

from allocator.commandline.exits import Exit
from allocator.commandline.simulating import clock
from tests.commandline.cases import run, widest

FOLDER = Path(__file__).parents[2] / "fixtures" / "simulation"
FEW = ("--weeks", "2", "--replications", "2", "--policy", "exact", "--policy", "vacancy")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a small study was done."""
    out = tmp_path_factory.mktemp("study")
    assert run("simulate", FOLDER, *FEW, "--out", out, "--json").code == Exit.DONE
    return out


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [80, 140])
def test_the_comparison_fits_the_screen(done: Path, lang: str, width: int) -> None:
    ran = run("simulate", FOLDER, *FEW, "--out", done, lang=lang, width=width)
    assert ran.code == Exit.DONE
    assert widest(ran.out) <= width
    assert ("Naast elkaar" if lang == "nl" else "Side by side") in ran.out
    assert "±" in ran.out
    assert str(done) in ran.out.replace("\n", "")


def test_programs_read_figures_differences_and_hashes(done: Path) -> None:
    found: dict[str, Any] = run("simulate", FOLDER, *FEW, "--out", done, "--json").data
    assert set(found["policies"]) == {"exact", "vacancy"}
    assert set(found["differences"]) == {"vacancy"}
    share = found["policies"]["exact"]["share"]
    assert 0 < share["low"] < share["mean"] < share["high"]
    mean = found["policies"]["vacancy"]["share"]["mean"] - share["mean"]
    assert found["differences"]["vacancy"]["share"]["mean"] == pytest.approx(mean)
    kept = [json.loads(file.read_text()) for file in (done / "runs").iterdir()]
    assert len(kept) == 4
    for one in kept:
        assert one["scenario_sha256"] == found["scenario_sha256"]
        assert one["rules_sha256"] == found["policy_sha256"]
        assert one["versions"] == found["versions"]
    assert {Path(name).name for name in found["files"]} == {f"simulation.{end}" for end in ("html", "pdf", "xlsx")}


def test_reports_are_there_and_name_no_household(done: Path) -> None:
    page = (done / "simulation.html").read_text(encoding="utf-8")
    assert page.count("<svg") >= 3
    assert page.count("<table") >= page.count("<svg")
    assert (done / "simulation.pdf").read_bytes().startswith(b"%PDF")
    assert (done / "simulation.xlsx").read_bytes().startswith(b"PK")
    assert "S0001" not in page
    assert "W000-" not in page


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    ran = run("simulate", FOLDER, "--policy", "best", "--out", tmp_path, width=140)
    assert ran.code == Exit.USAGE
    assert "waiting, urgency, vacancy, exact, ahead" in ran.err.replace("\n", " ")
    broken = tmp_path / "scenario.toml"
    broken.write_text((FOLDER / "scenario.toml").read_text().replace("term_weeks = 2", "term_weeks = 0"))
    ran = run("simulate", tmp_path, "--out", tmp_path / "out", width=140)
    assert ran.code == Exit.PROBLEMS
    assert "answers.term_weeks" in ran.err
    assert not (tmp_path / "out").exists()
    other = (FOLDER / "scenario.toml").read_text().replace("SKA = {", "SKB = {")
    broken.write_text(other)
    assert "SKB" in run("simulate", broken, "--out", tmp_path / "out").err
    ran = run("simulate", FOLDER, "--weeks", "1", "--scheduler", "nonsense://here", "--out", tmp_path / "out")
    assert ran.code == Exit.PROBLEMS
    assert "No scheduler answers" in ran.err


def test_a_span_of_time_in_words() -> None:
    assert clock(59.6) == "0:01:00"
    assert clock(3600 * 26 + 61) == "26:01:01"
