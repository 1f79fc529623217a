"""``/rounds/{round}/.../files`` and ``shareable-report``: a proposal as files, for committees and for everybody."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from allocator.actions import papers, proposals
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.resources.proposals import Number, RoundKey

router = APIRouter(prefix="/rounds/{round}", tags=["proposals"], route_class=Route)
MEDIA = {"json": "application/json", "csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8"}
MEDIA["pdf"] = "application/pdf"
MEDIA["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get(
    "/proposals/{proposal}/files/{file}", summary="A report", response_class=Response, responses={200: {"content": {}}}
)
def show_file(
    caller: Called,
    key: RoundKey,
    number: Number,
    file: Annotated[str, Path(max_length=40, description="Name of the file.", examples=["report.html"])],
) -> Response:
    """A file of a proposal: `proposal.json`, `placements.csv`, `unplaced.csv`, `balance.csv`, `run.json`,
    `report.html`, `report-shareable.html` or `proposal.xlsx`.
    """
    data = proposals.write_report(caller.office, caller.actor, key, file, number, caller.lang)
    return Response(data, headers=attachment(file), media_type=MEDIA[file.rpartition(".")[2]])


@router.get(
    "/shareable-report", summary="The report for everybody", response_class=Response, responses={200: {"content": {}}}
)
def show_shareable_report(caller: Called, key: RoundKey) -> Response:
    """The report of the last proposal that anybody may read: no facts of people, and small counts are left out."""
    text = proposals.write_shareable_report(caller.office, caller.actor, key, None, caller.lang)
    return Response(text, headers=attachment("report-shareable.html"), media_type=MEDIA["html"])


def attachment(file: str) -> dict[str, str]:
    """The header by which a browser keeps an answer as a file."""
    return {"Content-Disposition": f'attachment; filename="{file}"'}


Form = Annotated[
    Literal["pdf", "xlsx", "html"], Query(alias="format", description="As paper, workbook or page.", examples=["pdf"])
]


@router.get(
    "/proposals/{proposal}/pack",
    summary="The committee pack",
    response_class=Response,
    responses={200: {"content": {}}},
)
def show_pack(
    caller: Called,
    key: RoundKey,
    number: Number,
    form: Form = "pdf",
    reserves: Annotated[int, Query(ge=0, le=5, description="How many reserves to work out per place.")] = 0,
) -> Response:
    """One page for each case, without names: the proposed home, reasons, alternatives, what to confirm first, and
    reserves where they are asked for.
    """
    office, actor = caller.office, caller.actor
    data = papers.write_pack(office, actor, key, number, form, caller.lang, with_reserves=reserves)
    return Response(data, headers=attachment(f"pack.{form}"), media_type=MEDIA[form])


@router.get("/minutes", summary="The minutes", response_class=Response, responses={200: {"content": {}}})
def show_minutes(caller: Called, key: RoundKey, form: Form = "pdf") -> Response:
    """What the committee decided in a round, where that differs from the proposal and why, and by whom."""
    data = papers.write_minutes(caller.office, caller.actor, key, form, caller.lang)
    return Response(data, headers=attachment(f"minutes.{form}"), media_type=MEDIA[form])
