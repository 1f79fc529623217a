"""`compare`: who loses is shown as clearly as who gains."""

import re
from math import isqrt
from pathlib import Path

import pytest

from allocator.domain.codes import StageName
from allocator.domain.policy import Dimension, Stage
from tests.builders import LATER, SOON, URGENT, label
from tests.commandline.cases import policy, run, small, widest, written, written_policy
from tests.commandline.conftest import Done


@pytest.fixture
def policies(tmp_path: Path) -> list[Path]:
    """The plain policy, and one that turns the classes round, lets nobody refuse and balances nothing."""
    reverse = tuple(map(label, (LATER, SOON, URGENT)))
    stages = tuple(Stage(name=name, on=name is not StageName.BALANCE) for name in StageName)
    return [
        written_policy(tmp_path / "a.toml"),
        written_policy(tmp_path / "b.toml", urgency=reverse, stages=stages, version="turned"),
    ]


def test_lost_and_gained(done: Done, policies: list[Path]) -> None:
    ran = run("compare", done.case, "--policy", policies[0], "--policy", policies[1], "--json")
    assert ran.code == 0
    assert [change["household"] for change in ran.data["lost"]] == ["H1"]
    assert [change["household"] for change in ran.data["gained"]] == ["H4"]
    assert ran.data["lost"][0] == {"household": "H1", "a": "U1", "b": None}
    aims = {(aim["stage"], aim["sub_stage"]): aim for aim in ran.data["stages"]}
    assert aims["urgency", LATER]["a"]["value"] == 0
    assert aims["urgency", LATER]["b"]["value"] == 1
    assert aims["balance", "all.count"]["b"] is None


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [80, 140])
def test_both_sides_get_their_own_table(done: Done, policies: list[Path], width: int, lang: str) -> None:
    ran = run("compare", done.case, "--policy", policies[0], "--policy", policies[1], width=width, lang=lang)
    assert ran.code == 0
    assert widest(ran.out) <= width
    lost = "Home under A, none under B: 1" if lang == "en" else "Wel een woning onder A, niet onder B: 1"
    gained = "No home under A, one under B: 1" if lang == "en" else "Geen woning onder A, wel onder B: 1"
    assert ran.out.index(lost) < ran.out.index(gained)
    assert ran.out.count("H1") == 1
    assert ran.out.count("H4") == 1
    assert "a.toml" in ran.out
    assert "b.toml" in ran.out


def test_a_policy_against_itself_changes_nothing(done: Done, policies: list[Path]) -> None:
    found = run("compare", done.case, "--policy", policies[0], "--policy", policies[0], "--json").data
    assert found["lost"] == found["gained"] == found["moved"] == []
    assert all(aim["a"] == aim["b"] for aim in found["stages"])


def test_a_policy_that_cannot_be_read_is_named(done: Done, policies: list[Path], tmp_path: Path) -> None:
    ran = run("compare", done.case, "--policy", policies[0], "--policy", tmp_path / "none.toml")
    assert ran.code == 3
    assert "none.toml" in ran.err


def test_the_report_says_who_loses_and_gains_and_what_it_was_made_of(
    done: Done, policies: list[Path], tmp_path: Path
) -> None:
    asked = ("compare", done.case, "--policy", policies[0], "--policy", policies[1], "--out", tmp_path / "out")
    found = run(*asked, "--json").data
    assert {Path(file).name for file in found["files"]} == {"compare.html", "compare.pdf", "compare.xlsx"}
    made = found["made_of"]
    assert [one["version"] for one in made["policies"]] == ["1", "turned"]
    assert [one["sha256"] for one in made["policies"]] == [found[side]["policy_sha256"] for side in "ab"]
    assert made["seed"]
    assert {"allocator", "ortools"} <= made["versions"].keys()
    page = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    assert page.index("lose their home") < page.index("gain a home")
    for part in ("H1", "H4", "an aim only in A", *(one["sha256"] for one in made["policies"])):
        assert part in page


def test_evenness_is_told_in_households_and_never_as_an_index(tmp_path: Path) -> None:
    """The root of the weighted mean square of the deviations; of shares of 50, 30 and 20 % the weights are these."""
    balanced = {"dimensions": (Dimension(name="all", regional_quota=20),)}
    case = written(tmp_path / "small", small(policy=policy(**balanced)))
    stages = tuple(Stage(name=name, on=name is not StageName.BALANCE) for name in StageName)
    files = [
        written_policy(tmp_path / "a.toml", **balanced),
        written_policy(tmp_path / "b.toml", **balanced, stages=stages, version="off"),
    ]
    asked = ("compare", case, "--policy", files[0], "--policy", files[1])
    out = run(*asked, lang="nl", width=140).out
    (even,) = [aim for aim in run(*asked, "--json").data["stages"] if aim["sub_stage"] == "all.even"]
    (line,) = [one for one in out.splitlines() if "Typische afstand tot het eerlijke aandeel (huishoudens)" in one]
    weights = 200 + 333 + 500
    wanted = [f"{isqrt(even[side] // weights) / 100:.2f}".replace(".", ",") for side in ("before", "after")]
    assert re.findall(r"\d+,\d\d", line)[:2] == wanted
    assert even["b"] is None
    assert "alleen een doel in A" in " ".join(out.split())
