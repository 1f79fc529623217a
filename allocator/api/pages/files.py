"""A table of a page as a file to keep: CSV for the spreadsheets of a language, or a workbook with headings in words."""

from fastapi import Response

from allocator.api.pages.visitor import Visitor
from allocator.api.resources.reports import MEDIA, attachment
from allocator.reports.files import csv_text
from allocator.reports.lists import xlsx_list
from allocator.reports.table import Table


def file_of(visitor: Visitor, table: Table, form: str) -> Response:
    """A table as a file that is kept under its name.

    Args:
        visitor: who asked; the numbers are written as in their language.
        table: the table; its name is that of the file.
        form: csv or xlsx.
    """
    t = visitor.tongue
    if form == "xlsx":
        data = xlsx_list([(t(table.title), [t(one.title) for one in table.columns], table.rows)])
    else:
        data = csv_text(table, visitor.lang).encode()
    return Response(data, headers=attachment(f"{table.name}.{form}"), media_type=MEDIA[form])
