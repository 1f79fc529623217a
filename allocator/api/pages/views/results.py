"""``/studies/results``: a result that was kept, as a page with charts and their tables, and as files."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import results
from allocator.api.pages.documents import picture, shown
from allocator.api.pages.frame import Crumb, page, tell
from allocator.api.pages.views.studies import TITLE
from allocator.api.pages.visitor import Known
from allocator.api.resources.reports import MEDIA, attachment
from allocator.locale import N_

router = APIRouter(prefix="/studies/results/{key}")
Key = Annotated[str, Path(alias="key", pattern="^[0-9a-f]{64}$")]
FILES = {"pdf": N_("On paper (PDF)"), "xlsx": N_("Workbook (XLSX)"), "csv": N_("Tables (CSV)"), "html": N_("One page")}


@router.get("")
def show(visitor: Known, key: Key) -> Response:
    """The report: words, tables, and charts that each have their table under them."""
    kept = results.show_result(visitor.office, visitor.actor, key).kept
    found = results.read_result(visitor.office, visitor.actor, key, visitor.lang)
    return page(
        visitor,
        "result.html",
        found.title,
        crumbs=(Crumb(tell(visitor, TITLE), "/studies"),),
        kept=kept,
        files=[(form, tell(visitor, words)) for form, words in FILES.items()],
        **shown(visitor, found),
    )


@router.get("/{number:int}.svg")
def chart(visitor: Known, key: Key, number: Annotated[int, Path(ge=0, le=999)]) -> Response:
    """A chart of the report as a drawing."""
    found = results.read_result(visitor.office, visitor.actor, key, visitor.lang)
    return Response(picture(found, number), media_type="image/svg+xml")


@router.get("/files/{form}")
def file(visitor: Known, key: Key, form: Annotated[str, Path(max_length=8)]) -> Response:
    """The report as a file."""
    kind = results.show_result(visitor.office, visitor.actor, key).kept.kind
    data = results.write_result(visitor.office, visitor.actor, key, form, visitor.lang)
    name, media = (f"{kind}.csv.zip", "application/zip") if form == "csv" else (f"{kind}.{form}", MEDIA[form])
    return Response(data, headers=attachment(name), media_type=media)
