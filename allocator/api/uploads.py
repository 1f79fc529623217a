"""Files that are sent: CSV, XLSX or JSON, and what they change or would change."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic import Field

from allocator.actions.bulk import Taken
from allocator.actions.exchange import Change as RowChanged
from allocator.actions.exchange import Kind as Change
from allocator.api.caller import Caller
from allocator.api.problems import Fault, Missing, fault_of
from allocator.api.shapes import Shape
from allocator.api.tables import CSV, JSON, XLSX
from allocator.domain.problem import Problem
from allocator.domain.sentence import Sentence
from allocator.intake import Upload
from allocator.intake.part import Kind
from allocator.locale import N_

KINDS = {CSV: Kind.CSV, XLSX: Kind.XLSX, JSON: Kind.JSON}
DryRun = Annotated[bool, Query(alias="dryRun", description="Say what would change, and change nothing.")]
Complete = Annotated[
    bool, Query(description="This is all there is: what earlier files named and this one does not goes off the list.")
]


class RowChange(Shape):
    """One row that is new, changes, comes back, or goes off the list."""

    table: str = Field(description="Kind of rows.", examples=["units"])
    key: str = Field(description="Key of the row.", examples=["U-0102"])
    kind: Change = Field(description="What becomes of it.")
    fields: tuple[str, ...] = Field(description="Fields that change.")


class ImportReport(Shape):
    """What an upload changed, or would change."""

    dry_run: bool = Field(description="Whether nothing was kept.")
    changes: tuple[RowChange, ...] = Field(description="Rows that change; the same file twice changes nothing.")
    counts: dict[str, int] = Field(description="How many rows, by table and what becomes of them.")
    warnings: tuple[Fault, ...] = Field(description="What deserves a look, and did not stand in the way.")


def body_of(words: str) -> dict[str, Any]:
    """The body of an upload for the document."""
    text = {"schema": {"type": "string", "description": "A row of headings, and the rows."}}
    sheet = {"schema": {"type": "string", "contentMediaType": XLSX, "description": "A workbook with a sheet of rows."}}
    rows = {"schema": {"type": "array", "items": {"type": "object"}, "description": "Rows as the list shows them."}}
    return {"requestBody": {"required": True, "description": words, "content": {CSV: text, XLSX: sheet, JSON: rows}}}


async def _upload(request: Request) -> Upload:
    name = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if name not in KINDS:
        text = N_("Files are read as {kinds}; say in Content-Type which it is.")
        raise Missing(415, "unknown_kind", Sentence(text, {"kinds": ", ".join(KINDS)}))
    return Upload(await request.body(), KINDS[name], f"{request.url.path.rsplit('/', 2)[-2]}.{KINDS[name].value}")


Sent = Annotated[Upload, Depends(_upload)]
"""What was sent, and how it is written."""


def report(caller: Caller, taken: Taken, *, dry_run: bool) -> ImportReport:
    """What an upload changed, in the language of who sent it."""
    return report_of(caller, taken.changes, taken.warnings, dry_run=dry_run)


def report_of(
    caller: Caller, changed: Iterable[RowChanged], warned: Iterable[Problem], *, dry_run: bool
) -> ImportReport:
    """The same from its parts."""
    changes = tuple(RowChange(table=c.table, key=c.key, kind=c.kind, fields=c.fields) for c in changed)
    counts = dict(Counter(f"{change.table}.{change.kind.value}" for change in changes))
    warnings = tuple(fault_of(one.in_language(caller.lang)) for one in warned if one.warning)
    return ImportReport(dry_run=dry_run, changes=changes, counts=counts, warnings=warnings)
