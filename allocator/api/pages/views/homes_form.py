"""``/homes/new`` and ``/homes/{home}/edit``: a home in a form that checks while one types and says whom it fits."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from allocator.actions import bulk, policies, region
from allocator.api.pages.forms import Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.views.homes import TITLE, Key, fit_words, must_offer, places
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.codes import Accessibility, Contract, ForWhom
from allocator.domain.codes import Form as HousingForm
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import NotFound, Refusal
from allocator.domain.unit import Unit
from allocator.intake import Upload, read_policy
from allocator.intake.columns import SPECS
from allocator.intake.part import Kind, names_of, read_part
from allocator.intake.writing import table_text
from allocator.locale import N_

router = APIRouter(prefix="/homes")
PLAIN = ("id", "municipality", "bedrooms", "form", "places", "max_persons", "area_m2", "rent_eur", "available_from")
MORE = ("postcode", "accessibility", "floor", "lift", "pets_allowed", "contract", "available_until", "for_whom")
FIELDS = (*PLAIN, *MORE, "complex")
"""Columns of units.csv that the form asks; what it does not ask stays, or takes its default."""
BY_FORM = ("self_contained", "counts_as_home", "counts_for_rent_benefit")
"""What follows from the housing form, where nobody said otherwise."""
NEW = {"form": "regular", "bedrooms": "1", "accessibility": "none", "contract": "indefinite", "for_whom": "any"}
UNKNOWN = "?"


@dataclass(frozen=True)
class Old:
    """A home that is changed, with its version."""

    unit: Unit
    version: int


@router.get("/new")
def show_new(visitor: Known, copy: Annotated[str, Query()] = "") -> Response:
    """The form for one more home; as a copy of one that is there, but for its key."""
    must_offer(visitor)
    said = dict(NEW)
    if copy:
        said = _said(visitor, region.show_unit(visitor.office, visitor.actor, copy).unit) | {"id": ""}
    return _form(visitor, said)


@router.get("/{key}/edit")
def show_edit(visitor: Known, key: Key) -> Response:
    """The form for a home that is there."""
    must_offer(visitor)
    old = _old(visitor, key)
    return _form(visitor, _said(visitor, old.unit), old=old)


def _old(visitor: Visitor, key: str) -> Old:
    found = region.show_unit(visitor.office, visitor.actor, key)
    return Old(found.unit, found.version)


def _row(one: Unit) -> dict[str, str]:
    """A home as a row of units.csv."""
    return next(csv.DictReader(io.StringIO(table_text(SPECS["units"], [one]))))


def _said(visitor: Visitor, one: Unit) -> dict[str, str]:
    """A home as the form shows it: what is not known stays open, amounts as one writes them here."""
    row = {name: "" if value == UNKNOWN else value for name, value in _row(one).items() if name in FIELDS}
    for name in ("rent_eur", "area_m2"):
        row[name] = row[name].removesuffix(".0").replace(".", "," if visitor.lang == "nl" else ".")
    return row


def _form(
    visitor: Visitor, said: Mapping[str, str], faults: tuple[Fault, ...] = (), old: Old | None = None, **view: Any
) -> Response:
    t = visitor.tongue
    lists = {
        "municipality": sorted(places(visitor).items(), key=lambda pair: pair[1]),
        "form": [(one.value, t.term(one)) for one in HousingForm],
        "accessibility": [(one.value, t.term(one)) for one in Accessibility],
        "contract": [(one.value, t.term(one)) for one in Contract],
        "for_whom": [(one.value, t.term(one)) for one in ForWhom],
        "yes_no": [("true", t(N_("yes"))), ("false", t(N_("no")))],
    }
    title = tell(visitor, N_("Change home {home}"), home=old.unit.id) if old else tell(visitor, N_("Add a home"))
    crumbs = (Crumb(tell(visitor, TITLE), "/homes"), *((Crumb(old.unit.id, f"/homes/{old.unit.id}"),) if old else ()))
    return page(
        visitor,
        "home_form.html",
        title,
        status=400 if faults else 200,
        crumbs=crumbs,
        faults=faults,
        v=lambda name: said.get(name, ""),
        lists=lists,
        at=f"/homes/{old.unit.id}/edit" if old else "/homes",
        old=old,
        **{"fit": None, "hard": (), "opens": "", **view},
    )


# ------------------------------------------------------------------------------------------------ what was filled in


def _upload(visitor: Visitor, form: Form, old: Old | None) -> Upload:
    """A home that is filled in, as a file with one row: the same things are right and wrong everywhere."""
    base = _row(old.unit) if old else {}
    if old and form.get("form") != old.unit.form.value:
        base = {name: value for name, value in base.items() if name not in BY_FORM}
    row = base | {name: form.get(name) or _open(name) for name in FIELDS}
    row["corporation"] = visitor.actor.organisation or ""
    if old:
        row["id"] = old.unit.id
    row = {name: value for name, value in row.items() if value}
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows((row.keys(), row.values()))
    return Upload(stream.getvalue().encode(), Kind.CSV, "form")


def _open(name: str) -> str:
    """What a field that was left open means: not known, where it would be taken for something else."""
    column = next(one for one in SPECS["units"].columns if one.heading == name)
    return UNKNOWN if column.may_be_unknown and column.info.default is not None else ""


def _unit(visitor: Visitor, form: Form, old: Old | None = None) -> Unit:
    """The home that is filled in.

    Raises:
        InputProblems: when it is not right.
    """
    names = names_of(places(visitor))
    _, source = policies.show_policy(visitor.office, visitor.actor)
    part = read_part(_upload(visitor, form, old), "units", names, read_policy(source, visitor.office.today))
    found: Unit = part.models[0]
    return found


def _wrong(visitor: Visitor, form: Form, old: Old | None) -> tuple[Fault, ...]:
    """What is wrong with a home that is filled in; nothing is kept."""
    try:
        if old is None and _is_there(visitor, form.get("id")):
            text = N_("The key {unit} is in use already; choose another one.")
            return (Fault("id", tell(visitor, text, unit=form.get("id"))),)
        bulk.check_units(visitor.office, visitor.actor, _upload(visitor, form, old))
    except InputProblems as wrong:
        return _faults(visitor, wrong)
    return ()


def _faults(visitor: Visitor, wrong: InputProblems) -> tuple[Fault, ...]:
    return tuple(_fault(visitor, one) for one in wrong.problems if not one.warning)


def _fault(visitor: Visitor, one: Problem) -> Fault:
    told = one.in_language(visitor.lang)
    return Fault(one.column if one.column in FIELDS else "", f"{told.what} {told.do}")


def _is_there(visitor: Visitor, key: str) -> bool:
    try:
        region.show_unit(visitor.office, visitor.actor, key)
    except NotFound:
        return False
    return True


# ------------------------------------------------------------------------------------------------ sent


@router.post("")
def add(visitor: Known, form: Sent) -> Response:
    """Add a home, or first say whom it would fit."""
    return _sent(visitor, form, None)


@router.post("/{key}/edit")
def edit(visitor: Known, key: Key, form: Sent) -> Response:
    """Change a home as it was when it was looked at, or first say whom it would fit then."""
    old = Old(_old(visitor, key).unit, form.whole("version"))
    return _sent(visitor, form, old)


def _sent(visitor: Visitor, form: Form, old: Old | None) -> Response:
    must_offer(visitor)
    if faults := _wrong(visitor, form, old):
        return _form(visitor, form.values, faults, old)
    unit = _unit(visitor, form, old)
    if form.get("do") == "fit":
        found = region.foresee_new_unit(visitor.office, visitor.actor, unit)
        return _form(visitor, form.values, (), old, fit=found, **fit_words(visitor, found))
    try:
        if old is None:
            region.add_unit(visitor.office, visitor.actor, unit)
        else:
            region.keep_unit(visitor.office, visitor.actor, unit, old.version)
    except Refusal as refused:
        field = {"key_taken": "id", "claimed": "places"}.get(refused.code, "")
        return _form(visitor, form.values, (Fault(field, visitor.says(refused.sentence)),), old)
    text = N_("Home {home} is changed.") if old else N_("Home {home} is on the list.")
    return go(visitor, f"/homes/{unit.id}", tell(visitor, text, home=unit.id))


@router.post("/check")
def check(visitor: Known, form: Sent) -> dict[str, str]:
    """What is wrong with the fields so far, for the script that checks while somebody types."""
    old = _old(visitor, form.get("old")) if form.get("old") else None
    return {fault.field: fault.says for fault in _wrong(visitor, form, old)}
