"""A workbook: sheets by name, real dates and numbers, no formulas, limited size."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from allocator.domain.problem import InputProblems
from allocator.intake import read_case, workbook
from tests.intake import cases

SHEETS: dict[str, list[list[Any]]] = {
    "case": [
        ["key", "value"],
        ["round_id", "2026-w47"],
        ["as_of", date(2026, 11, 23)],
        ["period", "2026-H2"],
        ["lottery_seed", "seed"],
    ],
    "Huishoudens": [
        ["id", "urgency", "registered_on", "adults", "children", "target_groups", "gross_income_eur", "child_ages"],
        ["H1", "acute", datetime(2026, 6, 1), 1, 0, "UIT", 20000, None],  # noqa: DTZ001 - a sheet has no time zone
        [12.0, "urgent", "1-5-2026", 2.0, 1, "GEZ", 25000.5, 5],
    ],
    "units": [
        ["id", "municipality", "bedrooms", "rent_eur", "lift", "area_m2"],
        ["U1", 14, 1, 600, True, 53.218],
        ["U2", "GM1895", 2, 713.02, False, None],
        [],
        [None],
    ],
    "municipalities": [["code", "name"], ["GM0014", "Groningen"], ["GM1895", "Oldambt"]],
    "keys": [
        ["key", "group", "municipality", "weight", "on", "source"],
        ["population", "all", "GM0014", 244829, date(2026, 1, 1), "CBS"],
        ["population", "all", "GM1895", 39734, date(2026, 1, 1), "CBS"],
    ],
}


def book(changes: dict[str, Any] | None = None) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in {**SHEETS, **(changes or {})}.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def save(made: Workbook, path: Path) -> Path:
    made.save(path)
    return path


def said(path: Path) -> list[str]:
    try:
        return [str(problem) for problem in read_case(path).warnings]
    except InputProblems as error:
        return [str(problem) for problem in error.problems]


def test_workbook_is_a_case(tmp_path: Path) -> None:
    case = read_case(save(book(), tmp_path / "week47.xlsx"))
    assert case.warnings == ()
    assert [h.id for h in case.round.households] == ["12", "H1"]
    household, unit = case.round.household_by_id["12"], case.round.unit_by_id["U1"]
    assert (household.registered_on, household.child_ages) == (date(2026, 5, 1), (5,))
    assert household.gross_income == 25_000_50
    assert (unit.municipality, unit.lift, unit.area_m2, unit.rent) == ("GM0014", True, 53.218, 600_00)
    assert case.round.as_of == date(2026, 11, 23)
    assert "week47.xlsx" in case.hashes


def test_workbook_in_a_folder_with_toml_beside_it(tmp_path: Path) -> None:
    made = book()
    made.remove(made["case"])
    save(made, tmp_path / "case.xlsx")
    (tmp_path / "case.toml").write_text(cases.SOUND["case.toml"], encoding="utf-8")
    assert read_case(tmp_path).round.round_id == "2026-w47"
    assert read_case(tmp_path / "case.xlsx").round == read_case(tmp_path).round


def test_leading_zeros_of_a_number_format_are_kept(tmp_path: Path) -> None:
    made = book()
    cell = made["units"]["A2"]
    cell.value, cell.number_format = 14, "0000"
    assert [u.id for u in read_case(save(made, tmp_path / "a.xlsx")).round.units] == ["0014", "U2"]


def test_formula_is_refused_and_text_that_looks_like_one_is_not(tmp_path: Path) -> None:
    made = book()
    made["units"]["C2"] = "=1+1"
    made["units"]["A3"] = "=U2"
    made["units"]["A3"].data_type = "s"
    found = said(save(made, tmp_path / "a.xlsx"))
    assert found[0].startswith("a.xlsx/units:2 [C2]: This cell holds a formula")
    assert not any("A3" in line for line in found)


def test_error_of_the_spreadsheet_is_named(tmp_path: Path) -> None:
    made = book()
    made["units"]["C2"] = "#N/A"
    assert (
        "a.xlsx/units:2 [C2] '#N/A': This cell holds an error of the spreadsheet."
        in said(save(made, tmp_path / "a.xlsx"))[0]
    )


def test_sheets_that_are_unknown_or_twice_there(tmp_path: Path) -> None:
    found = said(save(book({"Blad1": [["x"]], "woningen": [["id"]]}), tmp_path / "a.xlsx"))
    assert found == [
        "a.xlsx/Blad1: This sheet is not part of a case and is not read. "
        "Name it after a file of a case, for example households, or leave it.",
        "a.xlsx/woningen: Two sheets are about the same. Keep one of them.",
    ]


def test_problem_in_a_sheet_has_its_row(tmp_path: Path) -> None:
    made = book()
    made["units"]["C3"] = "many"
    assert said(save(made, tmp_path / "a.xlsx")) == [
        "a.xlsx/units:3 [bedrooms] 'many': This is not a whole number. Write digits only, for example 3."
    ]


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"no zip", _zip({}), _zip({"a": b"b"}), _zip({"[Content_Types].xml": b"<a/>"})], ids=range(5)
)
def test_what_is_no_workbook_is_said(data: bytes) -> None:
    tables, problems = workbook.read_workbook(data, "a.xlsx")
    assert not tables
    assert "not a workbook" in str(problems[0])


def test_unpacked_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1000)
    _, problems = workbook.read_workbook(_zip({"xl/workbook.xml": b" " * 1001}), "a.xlsx")
    assert "too large" in str(problems[0])


@pytest.mark.many_times
def test_number_of_cells_is_limited(tmp_path: Path) -> None:
    made = book()
    made["units"]["XFD1048576"] = "far away"
    data = save(made, tmp_path / "a.xlsx").read_bytes()
    _, problems = workbook.read_workbook(data, "a.xlsx")
    assert any("too large" in str(problem) or "cells under" in str(problem) for problem in problems)
