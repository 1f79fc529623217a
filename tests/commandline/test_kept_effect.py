"""`policy effect`: what a version would have done, before anybody approves it."""

from pathlib import Path

import pytest

from allocator.domain.policy import RuleSetting
from allocator.intake import read_case, write_policy
from tests.actions.offices import FIXTURES
from tests.commandline.cases import widest
from tests.commandline.weeks import ROUND, Week


@pytest.fixture
def turned(tiny: Week, tmp_path: Path) -> Week:
    """A version that waits for the chair: homes need not be accessible, so H5 gets a home, for it waits longest."""
    old = read_case(FIXTURES / "tiny").round.policy
    off = dict.fromkeys(("R-301", "R-302"), RuleSetting(on=False))
    new = old.model_copy(update={"version": "turned", "rules": old.rules | off})
    file = tmp_path / "turned.toml"
    file.write_text(write_policy(new), encoding="utf-8")
    tiny.good("member", "policy", "add", file)
    return tiny


def test_losers_stand_before_winners_and_nothing_is_kept(turned: Week) -> None:
    before = turned.data("member", "round", "show", ROUND)
    found = turned.data("member", "policy", "effect", "turned", "--rounds", "3")
    assert [one["round_id"] for one in found["rounds"]] == [ROUND]
    (one,) = found["rounds"]
    assert [row["household"] for row in one["lost"]] == ["H6"]
    assert [row["household"] for row in one["gained"]] == ["H5"]
    assert (found["lost"], found["gained"]) == (1, 1)
    assert [one["version"] for one in found["made_of"]["policies"]] == ["tiny-1", "turned"]
    assert sum(row["removed"] for row in found["groups"]) == found["lost"]
    shown = turned.run("member", "policy", "effect", "turned").out
    assert shown.index("Home under as proposed, none under turned") < shown.index("No home under as proposed")
    assert widest(shown) <= 100
    assert turned.data("member", "round", "show", ROUND) == before


def test_the_version_in_force_has_no_effect(tiny: Week) -> None:
    found = tiny.data("chair", "policy", "effect", "tiny-1")
    assert (found["lost"], found["gained"], found["moved"]) == (0, 0, 0)
    assert "tiny-1" in tiny.good("chair", "policy", "effect", "tiny-1").out


def test_a_report_of_it(turned: Week, tmp_path: Path) -> None:
    found = turned.data("member", "policy", "effect", "turned", "--out", tmp_path / "effect")
    assert {Path(file).name for file in found["files"]} == {"effect.html", "effect.pdf", "effect.xlsx"}
    assert "turned" in (tmp_path / "effect" / "effect.html").read_text(encoding="utf-8")


def test_whose_files_were_read_is_written_down(turned: Week) -> None:
    found = turned.data("member", "policy", "effect", "turned")
    named = {row["household"] for one in found["rounds"] for kind in ("lost", "gained", "moved") for row in one[kind]}
    assert {"H5", "H6"} <= named
    for household in sorted(named):
        assert "policies.foresee_policy" in str(turned.data("auditor", "audit", "readings", household))


def test_only_the_committee_and_the_auditor_see_it(turned: Week) -> None:
    for who in ("landlord", "carer", "groningen"):
        assert turned.run(who, "policy", "effect", "turned").code == 5
    assert turned.run("auditor", "policy", "effect", "turned").code == 0


def test_before_the_first_proposal_there_is_nothing_to_see(week: Week) -> None:
    week.good("member", "import", FIXTURES / "tiny")
    assert "Nothing was proposed yet" in week.good("member", "policy", "effect", "tiny-1").out
