"""``/capacity/new`` and ``/capacity/{pool}/change``: more support, or how much there is of it now."""

import csv
import io
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import bulk, capacity, region
from allocator.api.pages.forms import Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.views.capacity import TITLE, kinds_of, policy_of
from allocator.api.pages.views.homes import places
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.base import Id
from allocator.domain.codes import SupportLevel
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import Conflict, NotAllowed
from allocator.domain.region import SupportPool
from allocator.domain.workflow import Role
from allocator.intake import Upload
from allocator.intake.part import Kind, names_of, read_part
from allocator.locale import N_

router = APIRouter(prefix="/capacity")
Key = Annotated[Id, Path(alias="key")]
PLAIN = ("id", "used", "from", "until", "max_level", "max_households")
"""Columns of support.csv that the form asks under the same name."""
LISTS = ("kinds", "municipalities")
FIELD_OF = {"hours_per_week": "amount", "places": "amount"} | {name: name for name in (*PLAIN, *LISTS)}
"""Column of support.csv to the field that asks it."""


@router.get("/new")
def show_new(visitor: Known) -> Response:
    """The form for more support."""
    must_give(visitor)
    return _form(visitor, {"used": "0", "counts": "hours", "max_level": SupportLevel.ON_CALL_24H.value}, {})


@router.get("/{key}/change")
def show_change(visitor: Known, key: Key) -> Response:
    """The form for support that is there."""
    must_give(visitor)
    one, _ = capacity.show_capacity(visitor.office, visitor.actor, key)
    pool = one.pool
    said = {
        "id": pool.id,
        "version": str(one.version),
        "counts": "hours" if one.in_hours else "places",
        "amount": _plain(pool.hours_per_week if one.in_hours else pool.places, visitor.lang),
        "used": _plain(pool.used, visitor.lang),
        "from": str(pool.available_from or ""),
        "until": str(pool.available_until or ""),
        "max_level": pool.max_level.value,
        "max_households": _plain(pool.max_households, visitor.lang),
    }
    return _form(visitor, said, {"kinds": pool.kinds, "municipalities": pool.municipalities}, pool=pool)


def must_give(visitor: Visitor) -> None:
    """The pages on which support is put on the list are for care providers alone.

    Raises:
        NotAllowed: to whoever is none.
    """
    if visitor.actor.role is not Role.CARE_PROVIDER:
        raise NotAllowed("not_allowed", N_("Only a care provider offers support."))


def _plain(value: float | None, lang: str) -> str:
    """A number as one writes it here."""
    return "" if value is None else f"{value:.10g}".replace(".", "," if lang == "nl" else ".")


def _form(
    visitor: Visitor,
    said: Mapping[str, str],
    ticked: Mapping[str, tuple[str, ...]],
    faults: tuple[Fault, ...] = (),
    pool: SupportPool | None = None,
) -> Response:
    t = visitor.tongue
    kinds = kinds_of(visitor, policy_of(visitor), (pool,) if pool else ())
    at = f"/capacity/{pool.id}" if pool else ""
    title = tell(visitor, N_("Change support {pool}"), pool=pool.id) if pool else tell(visitor, N_("Add support"))
    return page(
        visitor,
        "capacity_form.html",
        title,
        status=400 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/capacity"), *((Crumb(pool.id, at),) if pool else ())),
        faults=faults,
        v=lambda name: said.get(name, ""),
        groups=(
            ("kinds", t(N_("Which support do you give?")), list(kinds.items())),
            (
                "municipalities",
                t(N_("In which municipalities?")),
                sorted(places(visitor).items(), key=lambda pair: pair[1]),
            ),
        ),
        is_ticked=lambda name, code: code in ticked.get(name, ()),
        levels=[(one.value, t.term(one)) for one in SupportLevel if one is not SupportLevel.NONE],
        at=at or "/capacity",
        is_new=pool is None,
    )


@router.post("")
def add(visitor: Known, form: Sent) -> Response:
    """Add support; it is checked as a row of a file, so that the same things are right and wrong everywhere."""
    read = _read(visitor, form, form.get("id"), visitor.actor.organisation or "")
    if isinstance(read, SupportPool):
        try:
            region.keep_pool(visitor.office, visitor.actor, read, 0)
        except Conflict as refused:
            read = (Fault("id", visitor.says(refused.sentence)),)
        else:
            text = N_("Support {pool} is on the list.")
            return go(visitor, f"/capacity/{read.id}", tell(visitor, text, pool=read.id))
    return _form(visitor, form.values, form.lists, read)


@router.post("/{key}")
def change(visitor: Known, key: Key, form: Sent) -> Response:
    """Say anew how much there is, as it was when it was looked at."""
    one, _ = capacity.show_capacity(visitor.office, visitor.actor, key)
    read = _read(visitor, form, key, one.pool.provider)
    if not isinstance(read, SupportPool):
        return _form(visitor, form.values, form.lists, read, one.pool)
    region.keep_pool(visitor.office, visitor.actor, read, form.whole("version"))
    return go(visitor, f"/capacity/{key}", tell(visitor, N_("Support {pool} was changed."), pool=key))


def _read(visitor: Visitor, form: Form, key: str, provider: str) -> SupportPool | tuple[Fault, ...]:
    """What was filled in as a pool, or all that is wrong with it."""
    office, actor = visitor.office, visitor.actor
    row = {name: form.get(name) for name in PLAIN if form.get(name)} | {"id": key, "provider": provider}
    row |= {name: "|".join(form.lists.get(name, ())) for name in LISTS}
    row["hours_per_week" if form.get("counts") == "hours" else "places"] = form.get("amount")
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows((row.keys(), row.values()))
    upload = Upload(stream.getvalue().encode(), Kind.CSV, "form")
    try:
        bulk.check_pools(office, actor, upload)
        (found,) = read_part(upload, "support", names_of(places(visitor)), policy_of(visitor)).models
    except InputProblems as wrong:
        return tuple(_fault(visitor, one) for one in wrong.problems if not one.warning)
    return SupportPool.model_validate(found)


def _fault(visitor: Visitor, one: Problem) -> Fault:
    told = one.in_language(visitor.lang)
    return Fault(FIELD_OF.get(one.column or "", ""), f"{told.what} {told.do}")
