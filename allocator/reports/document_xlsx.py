"""A report as a workbook: a sheet for each table, and one that says what it was made of."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from openpyxl import Workbook

from allocator.reports.document import Chart, Document, Facts, Grid, origin
from allocator.reports.table import Column, Table
from allocator.reports.words import Tongue
from allocator.reports.workbook import fit, sheet_of

FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def as_xlsx(document: Document) -> bytes:
    """The tables of a report, in its order; no cell is ever a formula. Equal documents give equal cells."""
    tongue = Tongue(document.lang)
    return workbook_of(tables_of(document), document.title, document.provenance.as_of, tongue)


def tables_of(document: Document) -> list[Table]:
    """Every table of a report, in its order; the last one says what it was made of."""
    tables = [table for block in document.blocks if (table := _table(block)) is not None]
    return [*tables, _of_facts(origin(document.provenance, Tongue(document.lang)))]


def workbook_of(tables: Iterable[Table], title: str, as_of: date, tongue: Tongue) -> bytes:
    """A workbook of tables in final words; sheets with one name get a number behind it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = fit(title)
    book.properties.creator = "allocator"
    book.properties.created = datetime.combine(as_of, time(), UTC).replace(tzinfo=None)
    for table in tables:
        sheet_of(book, table, _sheet_name(table.title, book.sheetnames), [c.title for c in table.columns], tongue)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _sheet_name(title: str, taken: list[str]) -> str:
    """At most 31 letters, none that Excel refuses, none twice whatever its capitals."""
    name = fit(title).translate(FORBIDDEN).strip(" '")[:31].strip(" '") or "-"
    used = {one.casefold() for one in taken}
    number = 2
    found = name
    while found.casefold() in used:
        found = f"{name[: 31 - len(str(number)) - 1]} {number}"
        number += 1
    return found


def _table(block: object) -> Table | None:
    if isinstance(block, Grid):
        return block.table
    if isinstance(block, Chart):
        return block.drawn.table
    return _of_facts(block) if isinstance(block, Facts) else None


def _of_facts(facts: Facts) -> Table:
    return Table("facts", facts.title, (Column("name", "", 32), Column("value", "", 80)), facts.rows)
