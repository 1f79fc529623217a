"""The proposal as an Excel workbook: one sheet a table. No cell is ever a formula."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.cell.cell import Cell as Square
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.reports import tables
from allocator.reports.disk import put
from allocator.reports.table import Cell, Table
from allocator.reports.words import Tongue

MOST_LETTERS = 32_767  # of a cell in Excel
_HEAD = PatternFill("solid", start_color="FF154273")
_TOP = Alignment(vertical="top", wrap_text=True)


def write_xlsx(round_: Round, proposal: Proposal, path: Path, lang: str = "nl") -> Path:
    """Write the proposal as a workbook; the file is there whole or not at all.

    Args:
        round_: what was matched.
        proposal: the proposal to write.
        path: the file (``.xlsx``); its folder is made when it is not there.
        lang: language of the sheet names, headings and sentences.

    Raises:
        OSError: when the file cannot be written.
    """
    return put({path.name: workbook(round_, proposal, lang)}, path.parent)[0]


def workbook(round_: Round, proposal: Proposal, lang: str) -> bytes:
    """The proposal as the bytes of a workbook, in a language."""
    tongue = Tongue(lang)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = tongue("Proposal of round {id}", id=proposal.round_id)
    book.properties.creator = "allocator"
    book.properties.created = datetime.combine(round_.as_of, time(), UTC).replace(tzinfo=None)
    for make in tables.ALL:
        table = make(round_, proposal, tongue)
        sheet_of(book, table, tongue(table.title)[:31], [tongue(column.title) for column in table.columns], tongue)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def sheet_of(book: Workbook, table: Table, name: str, headings: Sequence[str], tongue: Tongue) -> None:
    """Add a table as a sheet: headings that stay in sight, filters, fit for paper."""
    sheet: Worksheet = book.create_sheet(name)
    for number, (column, heading) in enumerate(zip(table.columns, headings, strict=True), start=1):
        square = sheet.cell(1, number)
        fill(square, heading)
        square.font = Font(bold=True, color="FFFFFFFF")
        square.fill = _HEAD
        square.alignment = _TOP
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(table.rows, start=2):
        for number, cell in enumerate(row, start=1):
            square = sheet.cell(line, number)
            fill(square, tongue("yes") if cell is True else tongue("no") if cell is False else cell)
            square.alignment = _TOP
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{max(1, len(table.rows)) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def fit(text: str) -> str:
    """Text without what a workbook cannot hold: control characters, and halves of characters."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "ignore").decode()


def fill(square: Square | MergedCell, value: Cell) -> None:
    """Write a value; text stays text, whatever it begins with."""
    if isinstance(value, str):
        value = fit(value)[:MOST_LETTERS]
    square.value = value
    if isinstance(value, str):
        square.data_type = "s"
        square.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t")
