"""The tables of a report as CSV: a file for each, packed together."""

import io
import re
import zipfile

from allocator.reports.document import Document
from allocator.reports.document_xlsx import tables_of
from allocator.reports.files import csv_text

_NOT_IN_A_NAME = re.compile(r"[^0-9A-Za-z]+")
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""What stands in the packed file for when it was made: equal reports give equal files."""


def as_csv(document: Document) -> bytes:
    """A ZIP with each table of a report, in its order, as CSV that opens in Excel; the headings are the first line."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, table in enumerate(tables_of(document), start=1):
            words = _NOT_IN_A_NAME.sub("-", table.title).strip("-").lower()[:60] or "table"
            entry = zipfile.ZipInfo(f"{number:02d}-{words}.csv", _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, csv_text(table, document.lang, titles=True).encode())
    return data.getvalue()
