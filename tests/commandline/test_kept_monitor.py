"""The monitor and the papers of the committee by command."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import frictionless

from allocator.store import open_store
from tests.actions.offices import House
from tests.actions.test_monitor import FIRST, LAST, quarter
from tests.commandline.weeks import ON_ONE, Week
from tests.databases import settings


@ON_ONE
def test_figures_are_published_shown_and_written(week: Week, tmp_path: Path) -> None:
    ran = week.run("groningen", "monitor", "show")
    assert (ran.code, "No figures were published yet" in ran.err) == (3, True)
    house = House(open_store(settings(week.url)))
    quarter(house)
    house.office.close()
    week.clock.now = datetime.combine(LAST + timedelta(days=1), time(9), UTC)
    ran = week.run("groningen", "monitor", "publish", "--yes")
    assert ran.code == 5
    assert week.data("chair", "monitor", "list")["releases"] == []
    said = week.good("chair", "monitor", "publish", "--from", FIRST, said="y\n").out
    assert "are left out" in said
    assert "The figures are published" in said
    (line,) = week.data("groningen", "monitor", "list")["releases"]
    assert date.fromisoformat(line["as_of"]) == LAST
    shown = week.good("groningen", "monitor", "show").out
    assert "Households in 2026-Q3" in shown
    assert "whole region" in shown
    assert week.run("groningen", "monitor", "show", "--period", "2025").code == 2
    out = tmp_path / "monitor"
    files = week.data("groningen", "monitor", "write", "--out", out)["files"]
    assert {Path(file).name for file in files} == {path.name for path in out.iterdir()}
    assert frictionless.validate(str(out / "datapackage.json")).valid


@ON_ONE
def test_pack_and_minutes_are_written(week: Week, tmp_path: Path) -> None:
    week.opened()
    for words, name in ((("pack", "--reserves", "1"), "pack.pdf"), (("minutes",), "minutes.xlsx")):
        path = tmp_path / "papers" / name
        assert str(path) in week.good("member", "round", *words, "--out", path).out.replace("\n", "")
        assert path.stat().st_size > 5_000
    ran = week.run("member", "round", "pack", "--out", tmp_path / "pack.docx")
    assert (ran.code, ".pdf, .xlsx, .html" in ran.err) == (2, True)
    assert week.run("landlord", "round", "minutes").code == 5
