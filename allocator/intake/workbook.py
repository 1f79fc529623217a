"""One XLSX workbook with a sheet per file. Formulas are never evaluated, sizes are limited."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from allocator.domain.problem import Problem
from allocator.domain.sentence import Sentence
from allocator.intake import faults
from allocator.intake.columns import file_named
from allocator.intake.faults import Fault
from allocator.intake.numbers import Exact
from allocator.intake.tables import Record, Table, file_problem, to_table
from allocator.locale import N_

MAX_UNPACKED = 250 * 2**20
MAX_CELLS = 3_000_000
MAX_PARTS = 2_000

_TOO_LARGE = N_("The workbook is too large to be a case.")
_REMOVE = N_("Remove sheets, rows and columns that are not needed.")
_NO_WORKBOOK = N_("This is not a workbook that can be read.")
_SAVE_AGAIN = N_("Open it in a spreadsheet program and save it again as .xlsx, without a password.")


class _TooLarge(Exception):
    pass


@dataclass
class _Cells:
    """Counts cells and gathers what is wrong with them."""

    file: str
    left: int = MAX_CELLS
    problems: list[Problem] = field(default_factory=list)

    def records(self, sheet: Any) -> Iterator[Record]:
        sheet.reset_dimensions()
        for line, cells in enumerate(sheet.iter_rows(), 1):
            self.left -= max(1, len(cells))
            if self.left < 0:
                raise _TooLarge
            yield line, [self._text(cell, sheet.title, line) for cell in cells]

    def _text(self, cell: Any, sheet: str, line: int) -> str:
        kind, value = cell.data_type, cell.value
        if value is None:
            return ""
        if kind == "f":
            return self._wrong(faults.FORMULA, sheet, line, cell.coordinate)
        if kind == "e":
            return self._wrong(faults.EXCEL_ERROR, sheet, line, cell.coordinate, str(value))
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, datetime):
            return Exact(value.date().isoformat() if value.time() == time() else value.isoformat())
        if isinstance(value, date):
            return Exact(value.isoformat())
        if isinstance(value, int | float):
            return Exact(_number(value, str(cell.number_format or "")))
        return str(value)

    def _wrong(self, what: Fault, sheet: str, line: int, place: str, value: str | None = None) -> str:
        file = f"{self.file}/{sheet}"
        self.problems.append(Problem.of(file, what.what, what.do, line=line, column=place, value=value))
        return ""


def _number(value: int | float, shown_as: str) -> str:
    """A number as the spreadsheet shows it: 12.0 is 12, and 14 in the format 0000 is 0014."""
    text = repr(value) if isinstance(value, int) else format(value, ".15g")
    return text.zfill(len(shown_as)) if re.fullmatch("0+", shown_as) and text.isdecimal() else text


def read_workbook(data: bytes, file: str) -> tuple[dict[str, Table] | None, list[Problem]]:
    """Read every sheet that is named after a file of a case, in English or Dutch.

    Returns:
        Tables by the name of their file (None when nothing can be read), and what is wrong with the workbook.
    """
    if fault := _size_fault(data, file):
        return None, [fault]
    cells = _Cells(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features of sheets that do not matter here
            tables = _tables(data, cells)
    except _TooLarge:
        return None, [file_problem(file, _TOO_LARGE, _REMOVE)]
    except Exception:  # noqa: BLE001 - a foreign file in a foreign parser: whatever it raises, it cannot be read
        return None, [file_problem(file, _NO_WORKBOOK, _SAVE_AGAIN)]
    return tables, cells.problems


def _tables(data: bytes, cells: _Cells) -> dict[str, Table]:
    from openpyxl import load_workbook

    tables: dict[str, Table] = {}
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    for sheet in book.worksheets:
        place = f"{cells.file}/{sheet.title}"
        name = file_named(str(sheet.title))
        if name is None:
            cells.problems.append(_unknown_sheet(place))
            continue
        if name in tables:
            what, do = N_("Two sheets are about the same."), N_("Keep one of them.")
            cells.problems.append(file_problem(place, what, do))
            continue
        table, problems = to_table(_padded(cells.records(sheet)), place)
        cells.problems.extend(problems)
        if table is not None:
            tables[name] = table
    book.close()
    return tables


def _padded(records: Iterator[Record]) -> Iterator[Record]:
    """Rows of equal width: a sheet leaves out empty cells at the end of a row."""
    width = 0
    for line, cells in records:
        width = width or (len(cells) if any(cell.strip() for cell in cells) else 0)
        yield line, cells + [""] * (width - len(cells))


def _unknown_sheet(place: str) -> Problem:
    what = Sentence(N_("This sheet is not part of a case and is not read."))
    do = Sentence(N_("Name it after a file of a case, for example households, or leave it."))
    return Problem.of(place, what, do, warning=True)


def _size_fault(data: bytes, file: str) -> Problem | None:
    """A workbook is a zip file; look at what it says it will unpack to before unpacking (zipfile holds it to that)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except Exception:  # noqa: BLE001 - any fault of a foreign zip file means that it cannot be read
        return file_problem(file, _NO_WORKBOOK, _SAVE_AGAIN)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        return file_problem(file, _TOO_LARGE, _REMOVE)
    return None
