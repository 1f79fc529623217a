"""``/municipalities``: the municipalities of the region."""

from typing import Annotated

from fastapi import APIRouter, Path

from allocator.actions import region
from allocator.api.caller import Called, Caller
from allocator.api.once import Route
from allocator.api.paging import Listing, Page, the_one
from allocator.api.shapes import Camel
from allocator.domain import region as domain
from allocator.domain.base import MunicipalityCode

router = APIRouter(prefix="/municipalities", tags=["municipalities"], route_class=Route)
Code = Annotated[
    MunicipalityCode, Path(alias="municipality", description="CBS code of the municipality.", examples=["GM0014"])
]


class Municipality(Camel, domain.Municipality):
    """A municipality of the region."""


@router.get("", summary="Municipalities")
def list_municipalities(caller: Called, listing: Listing) -> Page[Municipality]:
    """Municipalities with their name, and whether they take part now."""
    found = region.list_municipalities(caller.office, caller.actor)
    return listing.page(Municipality, found, lambda one: one.code, Municipality.of)


@router.get("/{municipality}", summary="A municipality")
def show_municipality(caller: Called, code: Code) -> Municipality:
    """A municipality with its name, and whether it takes part now."""
    return _found(caller, code)


@router.post("/{municipality}/_pause", summary="Let a municipality pause")
def pause_municipality(caller: Called, code: Code) -> Municipality:
    """Let a municipality take no part in rounds until it is resumed."""
    region.pause_municipality(caller.office, caller.actor, code, paused=True)
    return _found(caller, code)


@router.post("/{municipality}/_resume", summary="Let a municipality take part again")
def resume_municipality(caller: Called, code: Code) -> Municipality:
    """Let a municipality that paused take part in rounds again."""
    region.pause_municipality(caller.office, caller.actor, code, paused=False)
    return _found(caller, code)


def _found(caller: Caller, code: str) -> Municipality:
    every = region.list_municipalities(caller.office, caller.actor)
    return Municipality.of(the_one(every, lambda one: one.code, code))
