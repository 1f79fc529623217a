"""`results`: a study is kept, found again by the beginning of its key, shown and written."""

import re
from pathlib import Path

import pytest

from allocator.domain.codes import StageName
from allocator.intake import read_case, write_policy
from tests.actions.offices import FIXTURES
from tests.commandline.cases import widest
from tests.commandline.weeks import ROUND, Week
from tests.simulate.worlds import FOLDER, rules, small_text

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def test_a_study_is_kept_listed_shown_and_written(tiny: Week, tmp_path: Path) -> None:
    key = tiny.data("member", "results", "keep", "price", ROUND, "--points", "3")["result"]["sha256"]
    assert "Price of balance" in tiny.good("member", "results", "list").out
    (listed,) = tiny.data("auditor", "results", "list", "--kind", "balance")["results"]
    assert (listed["sha256"], listed["kept_by"], listed["public"]) == (key, "member", False)
    found = tiny.data("auditor", "results", "show", key[:8])
    assert found["provenance"]["kind"] == "balance"
    shown = tiny.good("auditor", "results", "show", key[:8]).out
    assert "What balance costs" in shown
    assert "How this was made" in shown
    assert widest(shown) <= 100
    files = tiny.data("auditor", "results", "write", key[:8], "--out", tmp_path / "study")["files"]
    assert [Path(file).name for file in files] == ["balance.html", "balance.pdf", "balance.xlsx", "balance.csv.zip"]
    assert "What balance costs" in (tmp_path / "study" / "balance.html").read_text(encoding="utf-8")


def test_tables_are_shown_as_people_of_a_language_write_numbers_and_break_no_word(tiny: Week, tmp_path: Path) -> None:
    old = read_case(FIXTURES / "tiny").round.policy
    stages = tuple(one.model_copy(update={"on": one.on and one.name is not StageName.BALANCE}) for one in old.stages)
    file = tmp_path / "other.toml"
    file.write_text(write_policy(old.model_copy(update={"version": "other", "stages": stages})), encoding="utf-8")
    tiny.good("member", "policy", "add", file)
    key = tiny.data("member", "results", "keep", "effect", "other", "--rounds", "1")["result"]["sha256"]
    shown = tiny.run("member", "results", "show", key[:8], lang="nl", width=80).out
    assert "Urgentie, Acuut" in shown
    assert "alleen een doel in" in shown
    assert widest(shown) <= 80
    key = tiny.data("member", "results", "keep", "wanted-over", "--rounds", "1", "--verified", "2")["result"]["sha256"]
    shown = tiny.run("member", "results", "show", key[:8], lang="nl", width=80).out
    shown = shown.partition("Hoe dit is gemaakt")[0]
    assert re.search(r" [+−]?0,\d\d\b", shown)
    assert not re.search(r" [+−-]?0\.\d", shown)


def test_wrong_use_is_told(tiny: Week) -> None:
    assert tiny.run("member", "results", "keep", "price").code == 2
    assert tiny.run("member", "results", "keep", "wanted-over", ROUND).code == 2
    assert tiny.run("member", "results", "show", "0" * 64).code == 3
    assert tiny.run("auditor", "results", "keep", "price", ROUND).code == 5
    assert "no result" in tiny.run("auditor", "results", "show", "abc").err.lower()


def test_a_study_is_left_to_a_worker_called_off_and_done(tiny: Week) -> None:
    keep = ("member", "results", "keep", "wanted", ROUND, "--verified", "1", "--queue")
    first, second = (tiny.data(*keep)["study"] for _ in range(2))
    assert tiny.data("member", "results", "cancel", str(first))["status"] == "cancelled"
    assert tiny.data("member", "worker", "--once")["study"] == second
    found = {one["study"]: one for one in tiny.data("auditor", "results", "asked")["studies"]}
    assert (found[first]["status"], found[second]["status"]) == ("cancelled", "done")
    shown = tiny.good("auditor", "results", "asked").out
    assert "stopped on request" in shown
    assert found[second]["result"][:8] in shown
    assert widest(shown) <= 100
    assert tiny.run("member", "results", "cancel", str(second)).code == 3


def test_a_simulation_is_kept(tiny: Week, tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text(small_text(), encoding="utf-8")
    tiny.good("member", "policy", "add", str(FOLDER / "policy.toml"))
    keep = ("member", "results", "keep", "simulation", str(tmp_path), "--weeks", "1", "--way", "waiting")
    told = tiny.run(*keep)
    assert told.code == 3  # the policy in force does not know the groups of this scenario
    key = tiny.data(*keep, "--policy", rules().version)["result"]["sha256"]
    assert "Waiting list in order" in tiny.good("auditor", "results", "show", key[:8]).out
    assert tiny.run(*keep, "--way", "luck").code == 2
