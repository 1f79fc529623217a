"""``/imports`` and ``/exports``: whole cases in and out, and which imports there were."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response, status
from fastapi import Path as InPath
from pydantic import Field

from allocator.actions import exchange
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page, the_one
from allocator.api.problems import Missing
from allocator.api.shapes import Moment, Shape
from allocator.api.tables import XLSX
from allocator.api.uploads import DryRun, ImportReport, report_of
from allocator.domain.base import Id
from allocator.domain.sentence import Sentence
from allocator.intake import write_case
from allocator.intake.packed import read_packed
from allocator.locale import N_

router = APIRouter(tags=["imports"], route_class=Route)
ZIP = "application/zip"
NOW = "now"
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The files of a case.",
        "content": {
            ZIP: {"schema": {"type": "string", "contentMediaType": ZIP, "description": "A ZIP of the files."}},
            XLSX: {"schema": {"type": "string", "contentMediaType": XLSX, "description": "One workbook."}},
        },
    }
}


class Import(Shape):
    """One import that changed something."""

    number: int = Field(description="Its number.", examples=[3])
    at: Moment = Field(description="When, in UTC.")
    by: str = Field(description="Who did it.")
    sha256: str = Field(description="Hash of what came in.")
    counts: dict[str, int] = Field(description="How many rows, by table and what became of them.")


async def _packed(request: Request) -> tuple[bytes, bool]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (ZIP, XLSX):
        text = N_("Files are read as {kinds}; say in Content-Type which it is.")
        raise Missing(415, "unknown_kind", Sentence(text, {"kinds": f"{ZIP}, {XLSX}"}))
    return await request.body(), kind == XLSX


@router.get("/imports", summary="Imports")
def list_imports(caller: Called, listing: Listing) -> Page[Import]:
    """Imports that changed something: an organisation sees those of the caller."""
    found = exchange.list_imports(caller.office, caller.actor)
    return listing.page(Import, found, lambda one: f"{one.number:012d}", _import)


@router.get("/imports/{import}", summary="An import")
def show_import(
    caller: Called,
    number: Annotated[int, InPath(alias="import", ge=1, le=2**53, description="Number of the import.", examples=[2])],
) -> Import:
    """An import that changed something, with what came of it."""
    return _import(the_one(exchange.list_imports(caller.office, caller.actor), lambda one: one.number, number))


def _import(one: exchange.KeptImport) -> Import:
    return Import(number=one.number, at=one.at, by=one.by, sha256=one.sha256, counts=one.counts)


@router.post("/imports", summary="Import a case", status_code=status.HTTP_201_CREATED, openapi_extra=_BODY)
def import_case(
    caller: Called, packed: Annotated[tuple[bytes, bool], Depends(_packed)], *, dry_run: DryRun = False
) -> ImportReport:
    """Take in a whole case: all of it, or nothing, with every problem by file and line."""
    data, workbook = packed
    case, policy = read_packed(data, workbook=workbook)
    if dry_run:
        found = exchange.check_import(caller.office, caller.actor, case)
    else:
        found = exchange.import_case(caller.office, caller.actor, case, policy)
    return report_of(caller, found.changes, found.warnings, dry_run=dry_run)


@router.get("/exports/{round}", summary="Export a case", response_class=Response, responses={200: {"content": {}}})
def export_case(
    caller: Called,
    key: Annotated[Id, InPath(alias="round", description=f"A round as it was frozen, or `{NOW}`.", examples=[NOW])],
    kind: Annotated[str, Query(alias="format", pattern="^zip$", description="How it is packed.")] = "zip",
) -> Response:
    """Everything that is needed for a match, as the files of a case in a ZIP: for `allocator match`, or elsewhere."""
    found = exchange.export_case(caller.office, caller.actor, None if key == NOW else key)
    data = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="allocator-export-") as made, zipfile.ZipFile(data, "w") as archive:
        for path in write_case(found, Path(made)):
            archive.write(path, path.name, zipfile.ZIP_DEFLATED)
    headers = {"Content-Disposition": f'attachment; filename="case.{kind}"'}
    return Response(data.getvalue(), headers=headers, media_type=ZIP)
