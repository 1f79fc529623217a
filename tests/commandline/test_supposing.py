"""`explain --deep`, `whatif` and `reserves`: what else could be, for people and for programs."""

from pathlib import Path

import pytest

from allocator.commandline.exits import Exit
from allocator.domain.sentence import Audience
from allocator.reports.supposing import Effect, others
from allocator.reports.telling import Reader
from allocator.reports.words import Tongue
from tests.commandline.cases import run, widest
from tests.commandline.conftest import Done

FIXTURES = Path("fixtures")


def golden(name: str) -> tuple[Path, Path]:
    """A fixture and its proposal."""
    return FIXTURES / name, FIXTURES / name / "golden"


@pytest.mark.parametrize("width", [80, 140])
def test_deep_says_what_would_place_a_household(width: int) -> None:
    ran = run("explain", *golden("tiny"), "H3", "--deep", width=width)
    assert ran.code == Exit.DONE
    assert "The smallest changes that would help" in ran.out
    assert "2 hours of support a week more" in " ".join(ran.out.split())
    assert widest(ran.out) <= width
    assert "The smallest changes" not in run("explain", *golden("tiny"), "H3").out


def test_deep_says_nothing_of_who_has_a_home() -> None:
    assert "changes" not in run("explain", *golden("tiny"), "H1", "--deep", "--json").data


def test_deep_says_what_would_fill_a_home() -> None:
    found = run("explain", *golden("stuck"), "U1", "--deep", "--json").data
    assert any("S10" in words and "pets" in words for words in found["changes"])
    assert "S10" not in str(
        run("explain", *golden("stuck"), "U1", "--deep", "--json", "--audience", "corporation").data
    )


@pytest.mark.parametrize("audience", ["provider", "household", "corporation", "municipality"])
def test_deep_names_nobody_else_to_others(audience: str) -> None:
    found = run("explain", *golden("tiny"), "H3", "--deep", "--json", "--audience", audience).data
    said = " ".join(found["changes"])
    assert "would lose a home" in said
    assert not {"H1", "H2", "H6"} & set(said.replace(":", " ").split())


def test_whatif_says_what_an_alternative_costs(done: Done) -> None:
    ran = run("whatif", done.case, done.out, "H4", "U1")
    assert ran.code == Exit.DONE
    assert "H4 can have U1, but then the plan is less good." in " ".join(ran.out.split())
    found = run("whatif", done.case, done.out, "H4", "U1", "--json").data
    assert (found["lawful"], found["free"]) == (True, False)
    assert found["effect"]["losing"]
    assert found["aims"]
    assert "H1" not in run("whatif", done.case, done.out, "H4", "U1", "--audience", "household").out


def test_who_pays_is_told_in_right_dutch_for_one_and_for_more() -> None:
    reader = Reader(Tongue("nl"), Audience.COMMITTEE)
    for who in (("H1",), ("H1", "H2")):
        cost = Effect(who, who, who, len(who), len(who), len(who), ())
        named = ", ".join(who)
        assert others(cost, reader) == [
            f"Verliest een woning: {named}.",
            f"Krijgt een andere woning: {named}.",
            f"Krijgt ook een woning: {named}.",
        ]


def test_whatif_names_the_rules_that_refuse() -> None:
    found = run("whatif", *golden("tiny"), "H5", "U1", "--json").data
    assert found["refused"] == ["R-301", "R-302"]
    assert len(found["against"]) == 2


def test_whatif_alone_says_where_people_are_free() -> None:
    found = run("whatif", *golden("tiny"), "--json").data
    assert sorted([*found["same"], *found["free"]]) == ["H1", "H2", "H4", "H6"]
    assert run("whatif", *golden("tiny"), "--audience", "household").code == Exit.USAGE


def test_whatif_needs_a_home_and_knows_its_case() -> None:
    for pair in (("H3",), ("H99", "U1"), ("H3", "U99")):
        assert run("whatif", *golden("tiny"), *pair).code == Exit.USAGE


@pytest.mark.parametrize("width", [80, 140])
def test_reserves_stand_beside_each_home(width: int) -> None:
    ran = run("reserves", *golden("shared_homes"), width=width)
    assert ran.code == Exit.DONE
    assert widest(ran.out) <= width
    found = run("reserves", *golden("shared_homes"), "--json").data
    used = [one["household"] for place in found["places"] for one in place["reserves"]]
    assert used == ["E", "I"]
    assert all(place["reserves"] or place["why"] for place in found["places"])


def test_fit_says_whom_a_home_would_fit_and_what_would_open_it(tmp_path: Path) -> None:
    """One on offer by its key, and homes that are not offered yet from a file; what it says holds when it is done."""
    here = run("fit", FIXTURES / "tiny", "U1", "--json").data["homes"]
    assert [one["home"] for one in here] == ["U1"]
    file = tmp_path / "new.csv"
    file.write_text("id,municipality,bedrooms,rent_eur,min_persons\nN1,GM0014,1,600,3\nN2,Groningen,1,600,1\n", "utf-8")
    narrow, wide = run("fit", FIXTURES / "tiny", "--homes", file, "--json").data["homes"]
    assert (narrow["home"], wide["home"], narrow["exact"]) == ("N1", "N2", True)
    assert narrow["opens"]["change"] | {"unit": "N1", "field": "min_persons", "value": 1} == narrow["opens"]["change"]
    assert narrow["opens"]["households"] == wide["households"] > narrow["households"]
    ran = run("fit", FIXTURES / "tiny", "--homes", file, lang="nl")
    assert "De ene verandering die het meest helpt" in ran.out
    assert widest(ran.out) <= 80


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [((), 2, "--homes"), (("U99",), 2, "U99"), (("--homes", "none.csv"), 3, "none.csv")],
)
def test_fit_says_what_is_wrong(words: tuple[str, ...], code: int, said: str) -> None:
    ran = run("fit", FIXTURES / "tiny", *words)
    assert (ran.code, said in ran.err) == (code, True)


def test_fit_of_a_home_that_cannot_be_in_the_case_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("id,municipality,bedrooms,complex\nN1,GM0014,1,nowhere\n", "utf-8")
    ran = run("fit", FIXTURES / "tiny", "--homes", file)
    assert (ran.code, "nowhere" in ran.err) == (3, True)
