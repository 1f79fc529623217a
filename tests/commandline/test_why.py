"""`explain`: true reasons for a placed and an unplaced household, for one home, and for each audience."""

import pytest

from tests.commandline.cases import run, widest
from tests.commandline.conftest import Done

AUDIENCES = ["committee", "provider", "household", "corporation", "municipality"]


def test_a_placed_household(done: Done) -> None:
    ran = run("explain", done.case, done.out, "H2", width=100)
    assert ran.code == 0
    assert "H2 is proposed for U2 in Oldambt." in ran.out
    assert "Why this home" in ran.out
    assert "To be confirmed before an offer goes out" in ran.out
    assert run("explain", done.case, done.out, "H2", lang="nl").out.lstrip().startswith("Voorstel: H2 krijgt U2")


def test_a_household_that_fits_nowhere(done: Done) -> None:
    found = run("explain", done.case, done.out, "H3", "--json").data
    assert found["headline"] == "H3 gets no home in this proposal."
    assert found["nearest"]
    assert all("R-301" in words for words in found["nearest"])


def test_a_household_that_others_went_before(done: Done) -> None:
    found = run("explain", done.case, done.out, "H4", "--json").data
    assert any("H1" in words for words in found["homes"])
    for audience in AUDIENCES[1:]:
        said = run("explain", done.case, done.out, "H4", "--audience", audience).out
        assert "H1" not in said
        assert "H2" not in said


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_only_the_committee_reads_of_a_wheelchair(done: Done, audience: str, lang: str) -> None:
    for more in ((), ("U1",)):
        said = run("explain", done.case, done.out, "H3", *more, "--audience", audience, lang=lang).out.lower()
        told = ("rolstoel" if lang == "nl" else "wheelchair") in said
        assert told == (audience == "committee"), said


def test_why_not_this_home_because_of_a_rule(done: Done) -> None:
    ran = run("explain", done.case, done.out, "H2", "U1")
    assert ran.code == 0
    assert "H2 cannot live in U1" in ran.out
    assert "(R-205)" in ran.out


def test_why_not_this_home_because_somebody_else_has_it(done: Done) -> None:
    ran = run("explain", done.case, done.out, "H4", "U1")
    assert "H4 could live in U1, but does not get it." in ran.out
    assert "What decided" in ran.out
    assert "H1 has it" in ran.out


def test_why_not_this_home_for_who_has_another(done: Done) -> None:
    ran = run("explain", done.case, done.out, "H1", "U2")
    assert "H1 could live in U2, but is proposed for U1." in ran.out
    assert "It goes to H2." in ran.out
    assert "H2" not in run("explain", done.case, done.out, "H1", "U2", "--audience", "household").out


def test_its_own_home_is_simply_explained(done: Done) -> None:
    assert run("explain", done.case, done.out, "H1", "U1").out == run("explain", done.case, done.out, "H1").out


@pytest.mark.parametrize(("household", "unit"), [("H99", None), ("H1", "U99")])
def test_who_or_what_is_not_there_is_wrong_use(done: Done, household: str, unit: str | None) -> None:
    ran = run("explain", done.case, done.out, household, *([unit] if unit else []))
    assert ran.code == 2
    assert (unit or household) in ran.err


@pytest.mark.parametrize("width", [80, 140])
def test_fits_the_terminal(done: Done, width: int) -> None:
    for household in ("H1", "H2", "H3", "H4"):
        assert widest(run("explain", done.case, done.out, household, width=width).out) <= width
