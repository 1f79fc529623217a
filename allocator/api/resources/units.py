"""``/units``: homes that corporations offer."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import Field

from allocator.actions import bulk, region
from allocator.api.caller import Called, Caller
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Camel, Shape
from allocator.api.uploads import Complete, DryRun, ImportReport, Sent, body_of, report
from allocator.api.versions import IfMatch, seen, tag
from allocator.domain import unit as domain
from allocator.domain.base import Code, Id, MunicipalityCode
from allocator.domain.codes import Form, UnitStatus
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import Conflict, NotFound
from allocator.domain.sentence import Sentence
from allocator.locale import N_

router = APIRouter(prefix="/units", tags=["units"], route_class=Route)
Key = Annotated[Id, Path(alias="unit", description="Key of the unit at the corporation.", examples=["U-0102"])]


class Unit(Camel, domain.Unit):
    """A home, room or place offered by a corporation in a municipality."""


class Hard(Shape):
    """A rule that keeps many households out of a home."""

    rule: Code = Field(description="Its code.", examples=["R-201"])
    title: str = Field(description="What it is about, in the language of the caller.")
    most: bool = Field(description="Whether it refuses most of the households that wait; else some.")


class Opening(Shape):
    """The one change that would let most households more in."""

    says: str = Field(description="What would be otherwise, in the language of the caller.")
    households: int = Field(description="Waiting households that fit then; for others than the committee in fives.")


class Fit(Shape):
    """How hard a unit is to fill now."""

    households: int | None = Field(
        description="Waiting households that fit; for others than the committee in fives, and null: fewer than five."
    )
    exact: bool = Field(description="Whether that is an exact count.")
    hard: tuple[Hard, ...] = Field(description="Rules that keep many out, the one that refuses most first.")
    opens: Opening | None = Field(description="What would open it most; null: no single change lets more in.")


class OfferedUnit(Unit):
    """A unit as it was taken in, with whom it would fit."""

    fit: Fit | None = Field(description="How hard it is to fill now; null: that cannot be said yet.")


@router.get("", summary="Units on the list")
def list_units(
    caller: Called,
    listing: Listing,
    corporation: Annotated[Id | None, Query(description="Only of this corporation.", examples=["C1"])] = None,
    municipality: Annotated[
        MunicipalityCode | None, Query(description="Only in this municipality.", examples=["GM0014"])
    ] = None,
    state: Annotated[UnitStatus | None, Query(alias="status", description="Only with this status.")] = None,
    form: Annotated[Form | None, Query(description="Only of this housing form.")] = None,
) -> Page[Unit]:
    """Units on the list, in order of key: a corporation sees its own, a municipality those within it."""
    wanted = {"corporation": corporation, "municipality": municipality, "status": state, "form": form}
    found = [
        unit
        for unit in region.list_units(caller.office, caller.actor)
        if all(value is None or getattr(unit, name) == value for name, value in wanted.items())
    ]
    return listing.page(Unit, found, lambda unit: unit.id, Unit.of)


@router.post("", summary="Offer a unit", status_code=status.HTTP_201_CREATED)
def add_unit(response: Response, caller: Called, unit: Unit) -> OfferedUnit:
    """Put a unit on the list; its key must be new. The answer says how hard it is to fill now."""
    kept = region.add_unit(caller.office, caller.actor, _plain(unit))
    response.headers["Location"] = f"/v1/units/{kept.unit.id}"
    tag(response, kept.version)
    return OfferedUnit(**Unit.of(kept.unit).model_dump(), fit=_fit_if_known(caller, kept.unit.id))


@router.post(
    "/_import",
    summary="Take in units",
    openapi_extra=body_of(
        "Rows of units.csv, a sheet units, units as the list shows them, or VERA Eenheid and Publicatie."
    ),
)
def import_units(caller: Called, sent: Sent, *, dry_run: DryRun = False, complete: Complete = False) -> ImportReport:
    """Take in many units at once: all of them, or none, with every problem by line."""
    take = bulk.check_units if dry_run else bulk.import_units
    return report(caller, take(caller.office, caller.actor, sent, complete=complete), dry_run=dry_run)


@router.get("/{unit}/fit", summary="Whom a unit would fit")
def show_fit(caller: Called, key: Key) -> Fit:
    """How many waiting households a unit fits now, which rules make it hard to fill, and what would open it most."""
    return _fit(caller, key)


@router.post("/_fit", summary="Whom a new unit would fit")
def foresee_unit(caller: Called, unit: Unit) -> Fit:
    """The same of a unit that is not offered yet; nothing is kept."""
    return _fit_of(caller, region.foresee_new_unit(caller.office, caller.actor, _plain(unit)))


def _fit(caller: Caller, key: str) -> Fit:
    return _fit_of(caller, region.foresee_unit(caller.office, caller.actor, key))


def _fit_of(caller: Caller, found: region.Fit) -> Fit:
    hard = tuple(Hard(rule=one.rule, title=caller.says(Sentence(one.title)), most=one.most) for one in found.hard)
    opens = None
    if found.opens is not None:
        opens = Opening(says=caller.says(found.opens.says), households=found.opens.households)
    return Fit(households=found.households, exact=found.exact, hard=hard, opens=opens)


def _fit_if_known(caller: Caller, key: str) -> Fit | None:
    """None before there is a policy, or while what is kept contradicts itself: the unit is taken in all the same."""
    try:
        return _fit(caller, key)
    except (NotFound, InputProblems):
        return None


@router.get("/{unit}", summary="A unit")
def show_unit(response: Response, caller: Called, key: Key) -> Unit:
    """A unit with its version in the ETag; of another corporation it is as if it were not there."""
    found = region.show_unit(caller.office, caller.actor, key)
    tag(response, found.version)
    return Unit.of(found.unit)


@router.put("/{unit}", summary="Change a unit")
def change_unit(response: Response, caller: Called, key: Key, said: Unit, if_match: IfMatch = None) -> Unit:
    """Replace what is said of a unit, as it was when it was looked at (If-Match)."""
    version = seen(if_match)
    if said.id != key:
        text = N_("The key in the address is {address}, that of the unit {unit}.")
        raise Conflict("other_key", text, address=key, unit=said.id)
    kept = region.keep_unit(caller.office, caller.actor, _plain(said), version)
    tag(response, kept.version)
    return Unit.of(kept.unit)


@router.delete("/{unit}", summary="Withdraw a unit", status_code=status.HTTP_204_NO_CONTENT)
def withdraw_unit(caller: Called, key: Key, if_match: IfMatch = None) -> None:
    """Take a unit off the list; placements that are under way go on until somebody decides on them."""
    region.withdraw_unit(caller.office, caller.actor, key, seen(if_match))


def _plain(unit: Unit) -> domain.Unit:
    return domain.Unit.model_validate(unit.model_dump())
