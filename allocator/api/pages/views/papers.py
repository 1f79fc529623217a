"""``/rounds/{round}/pack`` and ``/minutes``: the papers of the committee, as PDF, workbook or page."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from allocator.actions import papers
from allocator.api.pages.views.proposal import Number
from allocator.api.pages.views.week import RoundKey
from allocator.api.pages.visitor import Known

router = APIRouter(prefix="/rounds/{key}")
Form = Annotated[str, Query(alias="form", pattern="^(pdf|xlsx)$")]
MEDIA = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _file(data: bytes, name: str, form: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(data, headers=headers, media_type=MEDIA[form])


@router.get("/pack")
def pack(visitor: Known, key: RoundKey, number: Number = None, form: Form = "pdf") -> Response:
    """One page for each case, without names."""
    data = papers.write_pack(visitor.office, visitor.actor, key, number, form, visitor.lang)
    return _file(data, f"{key}-pack", form)


@router.get("/minutes")
def minutes(visitor: Known, key: RoundKey, form: Form = "pdf") -> Response:
    """What was decided, and where that differs from the proposal and why."""
    return _file(papers.write_minutes(visitor.office, visitor.actor, key, form, visitor.lang), f"{key}-minutes", form)
