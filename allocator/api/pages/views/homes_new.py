"""``/homes/new`` and ``/homes/upload``: one more home in a form that checks while one types, or a list as a file."""

import csv
import io
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from allocator.actions import bulk, region
from allocator.api.pages.forms import Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.views.homes import TITLE, places
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.codes import Accessibility, Contract, ForWhom
from allocator.domain.codes import Form as HousingForm
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import NotFound
from allocator.domain.unit import Unit
from allocator.intake import Upload
from allocator.intake.part import Kind
from allocator.locale import N_

router = APIRouter(prefix="/homes")
PLAIN = ("id", "municipality", "bedrooms", "form", "places", "max_persons", "area_m2", "rent_eur", "available_from")
MORE = (
    "postcode",
    "accessibility",
    "floor",
    "lift",
    "pets_allowed",
    "contract",
    "available_until",
    "for_whom",
    "complex",
)
FIELDS = (*PLAIN, *MORE, "complex")
"""Columns of units.csv that the form asks; what it does not ask takes its default."""
KINDS = {".csv": Kind.CSV, ".xlsx": Kind.XLSX, ".json": Kind.JSON}
CHANGES = {"new": N_("new"), "changed": N_("changed"), "back": N_("back on the list"), "gone": N_("off the list")}


@router.get("/new")
def show_form(visitor: Known, copy: Annotated[str, Query()] = "") -> Response:
    """The form for one more home; as a copy of one that is there, but for its key."""
    said: dict[str, str] = {"form": HousingForm.REGULAR.value, "bedrooms": "1"}
    if copy:
        said = _said(region.show_unit(visitor.office, visitor.actor, copy).unit) | {"id": ""}
    return _form(visitor, said)


def _said(one: Unit) -> dict[str, str]:
    """A home as the form shows it."""
    row: dict[str, Any] = one.model_dump(mode="json", include=set(FIELDS)) | {
        "rent_eur": "" if one.rent is None else f"{one.rent / 100:.2f}"
    }
    words = {True: "true", False: "false", None: ""}
    return {name: words[row[name]] if row.get(name) in (True, False, None) else str(row[name]) for name in FIELDS}


def _form(visitor: Visitor, said: Mapping[str, str], faults: tuple[Fault, ...] = ()) -> Response:
    t = visitor.tongue
    lists = {
        "municipality": sorted(places(visitor).items(), key=lambda pair: pair[1]),
        "form": [(one.value, t.term(one)) for one in HousingForm],
        "accessibility": [(one.value, t.term(one)) for one in Accessibility],
        "contract": [(one.value, t.term(one)) for one in Contract],
        "for_whom": [(one.value, t.term(one)) for one in ForWhom],
        "yes_no": [("true", t(N_("yes"))), ("false", t(N_("no")))],
    }
    return page(
        visitor,
        "home_form.html",
        tell(visitor, N_("Add a home")),
        status=400 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/homes"),),
        faults=faults,
        v=lambda name: said.get(name, ""),
        lists=lists,
    )


@router.post("")
def add(visitor: Known, form: Sent) -> Response:
    """Add a home; it is checked as a row of a file, so that the same things are right and wrong everywhere."""
    faults = _faults(visitor, form, keep=False)
    if faults:
        return _form(visitor, form.values, faults)
    _faults(visitor, form, keep=True)
    key = form.get("id")
    return go(visitor, f"/homes/{key}", tell(visitor, N_("Home {home} is on the list."), home=key))


@router.post("/check")
def check(visitor: Known, form: Sent) -> dict[str, str]:
    """What is wrong with the fields so far, for the script that checks while somebody types."""
    return {fault.field: fault.says for fault in _faults(visitor, form, keep=False)}


def _faults(visitor: Visitor, form: Form, *, keep: bool) -> tuple[Fault, ...]:
    """What is wrong with a home that is filled in; with ``keep`` it is kept when nothing is."""
    office, actor = visitor.office, visitor.actor
    row = {name: form.get(name) for name in FIELDS if form.get(name)} | {"corporation": actor.organisation or ""}
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows((row.keys(), row.values()))
    upload = Upload(stream.getvalue().encode(), Kind.CSV, "form")
    try:
        if not keep and _is_there(visitor, row.get("id", "")):
            text = N_("The key {unit} is in use already; choose another one.")
            return (Fault("id", tell(visitor, text, unit=row["id"])),)
        (bulk.import_units if keep else bulk.check_units)(office, actor, upload)
    except InputProblems as wrong:
        return tuple(_fault(visitor, one) for one in wrong.problems if not one.warning)
    return ()


def _is_there(visitor: Visitor, key: str) -> bool:
    try:
        region.show_unit(visitor.office, visitor.actor, key)
    except NotFound:
        return False
    return True


def _fault(visitor: Visitor, one: Problem) -> Fault:
    told = one.in_language(visitor.lang)
    return Fault(one.column if one.column in FIELDS else "", f"{told.what} {told.do}")


# ------------------------------------------------------------------------------------------------ a file


@router.get("/upload")
def show_upload(visitor: Known) -> Response:
    """The form for a whole list."""
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
