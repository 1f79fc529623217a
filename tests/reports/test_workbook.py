"""The workbook: the same tables, and never a formula."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from allocator import run
from allocator.domain.unit import Corporation
from allocator.intake import read_case
from allocator.reports import figures, tables, workbook
from allocator.reports.evenness import told
from allocator.reports.words import Tongue
from tests.reports import samples as s

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_sheets_hold_the_tables(tmp_path: Path, lang: str) -> None:
    round_, plan = s.small()
    path = workbook.write_xlsx(round_, plan, tmp_path / "new" / "proposal.xlsx", lang)
    tongue = Tongue(lang)
    book = load_workbook(path)
    made = [f(round_, plan, tongue) for f in tables.ALL]
    assert book.sheetnames == [tongue(table.title) for table in made]
    for sheet, table in zip(book.worksheets, made, strict=True):
        assert [cell.value for cell in sheet[1]] == [tongue(c.title) for c in table.columns]
        assert sheet.max_row == len(table.rows) + 1
        assert sheet.freeze_panes == "B2"
        assert sheet[1][0].font.bold
        assert sheet.column_dimensions["A"].width == table.columns[0].width
    assert book.worksheets[0]["A2"].value == "hh-0001"
    assert book.worksheets[0]["H2"].value == 650
    assert [p.name for p in path.parent.iterdir()] == ["proposal.xlsx"]


def test_text_is_never_a_formula_and_control_characters_are_dropped(tmp_path: Path) -> None:
    round_, plan = s.small()
    evil = round_.model_copy(update={"corporations": (Corporation(id="corp-1", name='=HYPERLINK("x")\x07'),)})
    book = load_workbook(workbook.write_xlsx(evil, plan, tmp_path / "p.xlsx", "en"))
    cell = book.worksheets[0]["E2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")
    assert all(c.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for c in row)


def test_how_even_a_plan_is_stands_there_in_households_never_as_the_index(tmp_path: Path) -> None:
    round_ = read_case(FIXTURES / "fair").round
    plan = run.run_match(round_).proposal
    stages = [stage for stage, _ in figures.stages(plan)]
    (known,) = [one for one in stages if one.sub_stage == "all.even"]
    assert known.value is not None
    assert known.value > 1_000_000  # the index
    sheet = load_workbook(workbook.write_xlsx(round_, plan, tmp_path / "p.xlsx", "en"))["Aims"]
    (row,) = [row for row in sheet.iter_rows(values_only=True) if str(row[1]).startswith("Typical distance from")]
    words = told(round_, known, Tongue("en"))
    assert row[3:6] == tuple(None if text == "–" else float(text) for text in words)
    assert not any(isinstance(cell, int) and cell > 1_000_000 for row in sheet.values for cell in row)
