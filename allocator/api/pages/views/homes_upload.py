"""``/homes/upload``: a whole list of homes as a file, with every problem by line."""

from typing import Any

from fastapi import APIRouter, Response

from allocator.actions import bulk
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, page, tell
from allocator.api.pages.views.homes import TITLE, must_offer
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.problem import InputProblems
from allocator.intake import Upload
from allocator.intake.part import Kind
from allocator.locale import N_

router = APIRouter(prefix="/homes")
KINDS = {".csv": Kind.CSV, ".xlsx": Kind.XLSX, ".json": Kind.JSON}
CHANGES = {"new": N_("new"), "changed": N_("changed"), "back": N_("back on the list"), "gone": N_("off the list")}


@router.get("/upload")
def show_upload(visitor: Known) -> Response:
    """The form for a whole list."""
    must_offer(visitor)
    return _upload(visitor)


def _upload(visitor: Visitor, **view: Any) -> Response:
    return page(
        visitor,
        "homes_upload.html",
        tell(visitor, N_("Upload a list of homes")),
        status=400 if view.get("problems") else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/homes"),),
        **{"problems": (), "warnings": (), "changes": None, "name": "", "kept": False, **view},
    )


@router.post("/upload")
def upload(visitor: Known, form: Sent) -> Response:
    """Check a list, or take it in: all of it, or nothing, with every problem by line."""
    must_offer(visitor)
    file = form.files.get("file")
    kind = KINDS.get("." + file.name.rpartition(".")[2].lower()) if file else None
    if file is None or kind is None:
        text = N_("Choose a file: CSV, XLSX or JSON.")
        return _upload(visitor, faults=(Fault("file", tell(visitor, text)),), problems=())
    sent = Upload(file.data, kind, file.name[:80])
    keep, complete = form.get("do") == "take", form.get("complete") == "yes"
    do = bulk.import_units if keep else bulk.check_units
    try:
        taken = do(visitor.office, visitor.actor, sent, complete=complete)
    except InputProblems as wrong:
        told = [one.in_language(visitor.lang) for one in wrong.problems]
        return _upload(visitor, name=file.name, problems=[one for one in told if not one.warning])
    t = visitor.tongue
    return _upload(
        visitor,
        name=file.name,
        kept=keep,
        changes=[(one.key, t(CHANGES[one.kind.value])) for one in taken.changes],
        warnings=[one.in_language(visitor.lang) for one in taken.warnings],
    )
