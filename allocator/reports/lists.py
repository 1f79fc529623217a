"""Any list as a file for spreadsheets: CSV that can be imported again where its rows are those of a file, or XLSX."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from allocator.reports.files import FORMULA
from allocator.reports.workbook import fill

Cells = Sequence[Any]
Sheet = tuple[str, Sequence[str], Iterable[Cells]]
"""Title, headings and rows."""


def csv_list(headings: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """UTF-8 with commas; text that a spreadsheet would take for a formula gets an apostrophe in front."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def xlsx_list(sheets: Iterable[Sheet]) -> bytes:
    """A workbook; no cell is ever a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "allocator"
    for title, headings, rows in sheets:
        sheet: Worksheet = book.create_sheet(title[:31])
        for number, heading in enumerate(headings, start=1):
            square = sheet.cell(1, number)
            fill(square, heading)
            square.font = Font(bold=True)
        for line, row in enumerate(rows, start=2):
            for number, cell in enumerate(row, start=1):
                fill(sheet.cell(line, number), plain(cell))
        sheet.freeze_panes = "B2"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def plain(cell: Any) -> str | int | Decimal:
    """A value as one cell can hold it: several values with ``|`` between them, what has parts as JSON."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Enum():
            return str(cell.value)
        case int() | Decimal():
            return cell
        case float():
            return Decimal(repr(cell))
        case list() | tuple() if all(isinstance(part, str | int | float) for part in cell):
            return "|".join(str(plain(part)) for part in cell)
        case dict() | list() | tuple():
            return json.dumps(cell, ensure_ascii=False, sort_keys=True, default=str)
        case _:
            return str(cell)


def _text(cell: Any) -> str:
    value = plain(cell)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and FORMULA.match(text) else text
