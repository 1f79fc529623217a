"""``/results``: what was computed, kept with what it was made of."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from allocator.actions import results
from allocator.actions.results import KeptResult
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.resources.reports import MEDIA, attachment
from allocator.api.shapes import Moment, Shape, date
from allocator.domain.base import Code

router = APIRouter(prefix="/results", tags=["results"], route_class=Route)
Key = Annotated[str, Path(alias="result", pattern="^[0-9a-f]{64}$", description="Key of the result.")]


class Result(Shape):
    """A result: figures, a curve, a simulation."""

    id: str = Field(description="Its key: the hash of what it was made of.")
    kind: str = Field(description="What it is.", examples=["monitor"])
    as_of: date = Field(description="The day for which it holds.", examples=["2026-09-27"])
    public: bool = Field(description="Whether everybody may read it.")
    kept_by: str = Field(description="Who kept it.")
    kept_at: Moment = Field(description="When, in UTC.")


class ResultInFull(Result):
    """A result with what it was made of."""

    provenance: dict[str, Any] = Field(description="Rounds, policies, scenario, seed, sources, settings, versions.")
    document: Any = Field(description="The result itself.")


@router.get("", summary="Results")
def list_results(
    caller: Called,
    listing: Listing,
    kind: Annotated[Code | None, Query(description="Only of this kind.", examples=["monitor"])] = None,
) -> Page[Result]:
    """Results that the caller may read: of studies, municipalities what concerns them, corporations what is wanted."""
    found = [_line(one) for one in results.list_results(caller.office, caller.actor, kind)]
    return listing.page(Result, found, lambda one: one.id)


@router.get("/{result}", summary="A result")
def show_result(caller: Called, key: Key) -> ResultInFull:
    """A result with what it was made of: enough to make it again, and to see whether it still holds."""
    found = results.show_result(caller.office, caller.actor, key)
    provenance = found.provenance.model_dump(mode="json")
    return ResultInFull(**_line(found.kept).model_dump(), provenance=provenance, document=found.document)


@router.get(
    "/{result}/reports/{form}",
    summary="The report of a result",
    response_class=Response,
    responses={200: {"content": {}}},
)
def show_result_report(
    caller: Called,
    key: Key,
    form: Annotated[str, Path(max_length=8, description="html, pdf, xlsx or csv.", examples=["html"])],
) -> Response:
    """The report as HTML, PDF or workbook, or its tables as CSV in a ZIP, in the language of the caller."""
    data = results.write_result(caller.office, caller.actor, key, form, caller.lang)
    if form == "csv":
        return Response(data, headers=attachment("result.csv.zip"), media_type="application/zip")
    return Response(data, headers=attachment(f"result.{form}"), media_type=MEDIA[form])


def _line(kept: KeptResult) -> Result:
    return Result(id=kept.sha256, **{name: getattr(kept, name) for name in Result.model_fields if name != "id"})
