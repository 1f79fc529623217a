"""`match` and `demo`: reads, matches, writes and shows; and what ends them early."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from allocator import run as run_module
from allocator.commandline import matching
from allocator.domain.codes import Status
from allocator.domain.proposal import Proposal
from allocator.domain.sentence import Sentence
from allocator.solver.verify import Violation
from tests.builders import a_round, household, unit, word
from tests.commandline.cases import PLACED, Ran, run, small, widest, written
from tests.commandline.conftest import Done

FILES = {
    "proposal.json",
    "run.json",
    "placements.csv",
    "unplaced.csv",
    "balance.csv",
    "report.html",
    "report-shareable.html",
}


def test_match_writes_all_files_and_finds_the_best_plan(done: Done) -> None:
    assert done.ran.code == 0
    assert {file.name for file in done.out.iterdir()} == FILES
    proposal = Proposal.model_validate_json((done.out / "proposal.json").read_bytes())
    assert {p.household: p.unit for p in proposal.placements} == PLACED
    assert proposal.round_sha256 == small().sha256


def test_match_shows_what_a_committee_asks_first(done: Done) -> None:
    order = [
        "Proposal of round test",
        "Who needs only a home?",
        "Is this the best plan?",
        "Placements: 2 of 4 households",
        "Not placed: 2 households",
        "The question that may open most homes",
        "Aims, step by step",
        "Fair share: all placements",
        "Files in",
    ]
    said = done.ran.out
    places = [said.find(heading) for heading in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "H2" in said
    assert "Oldambt" in said
    assert "R-205" in said  # pets: to be confirmed first
    assert "report.html" in said


def test_piped_output_is_plain(done: Done) -> None:
    assert "\x1b" not in done.ran.out
    assert done.ran.err == ""  # no progress where nobody looks


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [80, 140])
def test_tidy_at_every_width_in_both_languages(done: Done, tmp_path: Path, width: int, lang: str) -> None:
    ran = run("match", done.case, "--out", tmp_path, lang=lang, width=width)
    assert ran.code == 0
    long_path = [line for line in ran.out.splitlines() if str(tmp_path) in line]
    assert widest("\n".join(line for line in ran.out.splitlines() if line not in long_path)) <= width
    for whole in ("H1", "U2", "Stadskanaal"):
        assert whole in ran.out
    assert ("Wie heeft alleen een woning nodig?" in ran.out) == (lang == "nl")


def test_json_holds_the_proposal_and_the_files(done: Done, tmp_path: Path) -> None:
    ran = run("match", done.case, "--out", tmp_path / "json", "--json")
    assert ran.code == 0
    assert ran.data["proven"] is True
    assert {Path(file).name for file in ran.data["files"]} == FILES
    assert ran.data["proposal"] == json.loads((tmp_path / "json" / "proposal.json").read_bytes())


def test_a_seed_chosen_by_hand_is_said(done: Done, tmp_path: Path) -> None:
    ran = run("match", done.case, "--out", tmp_path, "--seed", "tuesday")
    assert "tuesday, chosen by hand" in ran.out
    assert Proposal.model_validate_json((tmp_path / "proposal.json").read_bytes()).seed_by_hand


def test_files_stand_under_out_by_default(done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("match", done.case).code == 0
    assert (tmp_path / "out" / "small" / "proposal.json").is_file()


def test_a_contradiction_is_said_in_numbered_words(tmp_path: Path) -> None:
    two = [household("H1"), household("H2")]
    pins = [word("H1", "U1", verdict="pin"), word("H2", "U1", verdict="pin")]
    case = written(tmp_path / "case", a_round(two, [unit("U1")], pairs=tuple(pins)))
    for lang, first in (("en", "H1 is pinned to U1."), ("nl", "H1")):
        ran = run("match", case, "--out", tmp_path / "out", lang=lang)
        assert ran.code == 3
        assert first in ran.err
        assert " 1. " in ran.err
        assert " 3. " in ran.err
    assert not (tmp_path / "out").exists()
    found = run("match", case, "--out", tmp_path / "out", "--json")
    assert found.code == 3
    assert len(found.data["contradiction"]) == 3


def test_time_that_is_too_short_gives_the_best_plan_and_exit_code_4(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No limit is short enough for so small a case, so the last aim is made to say that time was up."""
    real = run_module.run_match

    def in_a_hurry(*arguments: Any, **options: Any) -> Any:
        assert options["time_limit"] == 0.5
        return _unproven(real(*arguments, **options))

    monkeypatch.setattr(run_module, "run_match", in_a_hurry)
    ran = run("match", done.case, "--out", tmp_path, "--time-limit", "0.5")
    assert ran.code == 4
    assert "not reached in time" in ran.out
    assert (tmp_path / "proposal.json").is_file()


def _unproven(matched: Any) -> Any:
    *stages, last = matched.solution.stages
    late = last.model_copy(update={"status": Status.NOT_REACHED, "bound": None})
    proposal = matched.proposal
    rows = (*proposal.stages[:-1], proposal.stages[-1] | {"status": "not_reached", "bound": None})
    solution = matched.solution.model_copy(update={"stages": (*stages, late)})
    return replace(matched, solution=solution, proposal=proposal.model_copy(update={"stages": rows}))


def test_what_the_judge_rejects_is_named_and_not_written(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rejected(*_: Any, **__: Any) -> Any:
        raise run_module.Rejected([Violation("rule", Sentence("{household} is wrong.", {"household": "H1"}))])

    monkeypatch.setattr(run_module, "run_match", rejected)
    ran = run("match", done.case, "--out", tmp_path / "out")
    assert ran.code == 1
    assert "H1 is wrong. (rule)" in ran.err
    assert "nothing was written" in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("lang", "words"), [("en", "Stopped."), ("nl", "Gestopt.")])
def test_ctrl_c_gives_a_clean_message(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    def stopped(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "run_match", stopped)
    ran = run("match", done.case, "--out", tmp_path / "out", lang=lang)
    assert ran.code == 130
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()


# ------------------------------------------------------------------------------------------------ demo


def test_demo_matches_the_fixture_region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "REGION", written(tmp_path / "region"))
    assert _demo(tmp_path).data["proposal"]["round_id"] == "test"


def test_demo_generates_the_region_where_there_are_no_fixtures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "REGION", tmp_path / "nowhere")
    monkeypatch.setattr(matching, "HOUSEHOLDS", 30)
    monkeypatch.setattr(matching, "HOMES", 10)
    found = _demo(tmp_path).data["proposal"]
    assert found["round_id"].endswith("-ten-2026")
    assert len(found["placements"]) + len(found["unplaced"]) == 30


def _demo(folder: Path) -> Ran:
    ran = run("demo", "--out", folder / "out", "--json")
    assert ran.code == 0
    assert (folder / "out" / "report.html").is_file()
    return ran


def test_the_fixture_region_stands_where_demo_looks() -> None:
    assert (matching.REGION / "case.toml").is_file()
