"""``/rounds/{round}/.../files`` and ``shareable-report``: a proposal as files, for committees and for everybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import proposals
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.resources.proposals import Number, RoundKey

router = APIRouter(prefix="/rounds/{round}", tags=["proposals"], route_class=Route)
MEDIA = {"json": "application/json", "csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8"}
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
    return Response(data, headers=_attachment(file), media_type=MEDIA[file.rpartition(".")[2]])


@router.get(
    "/shareable-report", summary="The report for everybody", response_class=Response, responses={200: {"content": {}}}
)
def show_shareable_report(caller: Called, key: RoundKey) -> Response:
    """The report of the last proposal that anybody may read: no facts of people, and small counts are left out."""
    text = proposals.write_shareable_report(caller.office, caller.actor, key, None, caller.lang)
    return Response(text, headers=_attachment("report-shareable.html"), media_type=MEDIA["html"])


def _attachment(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}
