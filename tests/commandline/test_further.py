"""`price` and `wanted`: what is shown, what is written, and how they end."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from allocator.domain.policy import Dimension
from tests.commandline.cases import policy, run, small, widest, written
from tests.commandline.conftest import Done
from tests.simulate.worlds import FOLDER, small_text


@pytest.fixture(scope="module")
def owed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case with a quota, so that balance has a price: Oldambt and Stadskanaal are behind."""
    changed = policy(dimensions=(Dimension(name="all", regional_quota=20),))
    return written(tmp_path_factory.mktemp("owed") / "small", small(policy=changed))


def test_the_price_for_programs(owed: Path) -> None:
    ran = run("price", owed, "--json")
    assert ran.code == 0
    found = ran.data
    assert (found["dimension"], found["unit"], found["norm"], found["complete"]) == ("all", "households", "even", True)
    names = [name for point in found["points"] for name in point["names"]]
    assert set(names) == {"strict", "current", "loose"}
    distances = [point["distance"] for point in found["points"]]
    assert distances == sorted(distances)
    strict = found["points"][0]
    assert strict["order"][0] == {"name": "balance", "tolerance": 0}
    assert strict["values"]["urgency.urgent"] == 1
    assert {"lost", "gained", "moved"} <= strict.keys()
    made = found["made_of"]
    assert (made["kind"], made["rounds"], made["settings"]) == ("balance", [found["round_sha256"]], {"points": 12})
    assert made["seed"]
    assert len(made["policies"][0]["sha256"]) == 64


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [80, 140])
def test_the_price_on_a_screen(owed: Path, width: int, lang: str) -> None:
    ran = run("price", owed, width=width, lang=lang)
    assert ran.code == 0
    assert widest(ran.out) <= width
    assert ("What each point keeps" if lang == "en" else "Wat elk punt overhoudt") in ran.out
    assert ("policy in force" if lang == "en" else "geldend beleid") in ran.out


@pytest.mark.parametrize("command", ["price", "wanted"])
def test_a_screen_and_a_report_say_whether_their_plans_are_proven(owed: Path, tmp_path: Path, command: str) -> None:
    ran = run(command, owed, "--out", tmp_path)
    assert "Every plan here is proven" in " ".join(ran.out.split())
    for name in (f"{command}.html", f"{command}-shareable.html"):
        assert "Every plan here is proven" in (tmp_path / name).read_text(encoding="utf-8")


def test_reports_are_written_for_the_committee_and_for_others(owed: Path, tmp_path: Path) -> None:
    ran = run("price", owed, "--points", "3", "--out", tmp_path / "price", "--json")
    names = {Path(file).name for file in ran.data["files"]}
    assert names == {"price.html", "price.pdf", "price.xlsx", "price-shareable.html"}
    assert load_workbook(tmp_path / "price" / "price.xlsx").sheetnames
    assert "<svg" in (tmp_path / "price" / "price.html").read_text(encoding="utf-8")
    shared = (tmp_path / "price" / "price-shareable.html").read_text(encoding="utf-8")
    assert "Counts of fewer than 5 households are left out." in shared
    assert "<svg" not in shared  # in a case this small that is every count: nothing is drawn, rather than empty axes
    assert not [key for key in ("H1", "H2", "H3", "H4") if f">{key}<" in shared]


def test_without_shares_there_is_no_price(done: Done, tmp_path: Path) -> None:
    case = written(tmp_path / "none", small(policy=policy().model_copy(update={"keys": {}}), keys=()))
    ran = run("price", case, width=160)
    assert ran.code == 3
    assert "keys.csv" in ran.err
    assert "share" in ran.err


def test_what_is_wanted_for_programs(done: Done) -> None:
    ran = run("wanted", done.case, "--json", "--verified", "4")
    assert ran.code == 0
    found = ran.data
    assert found["thought_of"].keys() == {"home", "support", "rule"}
    assert (found["made_of"]["kind"], found["made_of"]["settings"]) == ("wanted", {"verified": 4})
    first = found["wanted"][0]
    assert (first["sort"], first["households"], first["proven"]) == ("home", 1, True)
    assert first["change"]["what"] == "one_more_home"
    assert first["added"]
    gains = [(one["households"], *one["urgency"].values()) for one in found["wanted"] if one["sort"] == "home"]
    assert gains == sorted(gains, reverse=True)
    cell = next(c for c in found["fit"] if (c["kind"], c["municipality"]) == ("home-1", "GM0014"))
    assert (cell["offered"], cell["left"]) == (1, 0)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [80, 140])
def test_what_is_wanted_on_a_screen(done: Done, width: int, lang: str) -> None:
    ran = run("wanted", done.case, "--verified", "2", width=width, lang=lang)
    assert ran.code == 0
    assert widest(ran.out) <= width
    assert ("One more home" if lang == "en" else "Eén woning meer") in ran.out
    assert ("Fit of supply and demand" if lang == "en" else "Vraag en aanbod") in ran.out


def test_the_wanted_report_that_may_be_shared_names_nobody(done: Done, tmp_path: Path) -> None:
    run("wanted", done.case, "--verified", "2", "--out", tmp_path, "--json")
    shared, full = ((tmp_path / name).read_text(encoding="utf-8") for name in ("wanted-shareable.html", "wanted.html"))
    assert ">H4<" in full
    assert not [key for key in ("H1", "H2", "H3", "H4") if f">{key}<" in shared]


def test_a_folder_that_cannot_be_is_said_before_the_work(done: Done, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    for command in ("price", "wanted"):
        ran = run(command, done.case, "--out", tmp_path / "file" / "report")
        assert ran.code != 0
        assert "file" in ran.out + ran.err


def test_what_is_wanted_in_weeks_ahead(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text(small_text(), encoding="utf-8")
    (tmp_path / "policy.toml").write_bytes((FOLDER / "policy.toml").read_bytes())
    asked = ("wanted", tmp_path, "--ahead", "2", "--verified", "1")
    found = run(*asked, "--json", "--out", tmp_path / "out").data
    assert (found["weeks"], found["seed"]) == (2, "1")
    assert found["solved_again"]["home"] == 1
    assert found["proven"] is True
    assert found["made_of"]["scenario"]["name"] == "region"
    assert all(isinstance(wish["nearer"], float) for wish in found["wishes"])
    assert all(1 <= wish["weeks"] <= 2 and sum(wish["urgency"]) == wish["households"] for wish in found["wishes"])
    assert [Path(file).name for file in found["files"]] == [f"wanted-ahead.{form}" for form in ("html", "pdf", "xlsx")]
    assert load_workbook(tmp_path / "out" / "wanted-ahead.xlsx").sheetnames[0].startswith("One more home")
    page = (tmp_path / "out" / "wanted-ahead.html").read_text(encoding="utf-8")
    assert "Nothing here is real" in page
    assert "solved again in the weeks in which they could help: 1." in page
    for head in ("Weeks in which it helps", "People more", "Nearer to the fair share, on average"):
        assert head in page
    ran = run(*asked, lang="nl", width=80)
    assert "2 weken, getrokken uit scenario region" in ran.out
    assert widest(ran.out) <= 80
    assert run("wanted", tmp_path, "--ahead", "0").code == 2
