"""``/municipalities``: the municipalities of the region."""

from fastapi import APIRouter

from allocator.actions import region
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Camel
from allocator.domain import region as domain

router = APIRouter(prefix="/municipalities", tags=["municipalities"], route_class=Route)


class Municipality(Camel, domain.Municipality):
    """A municipality of the region."""


@router.get("", summary="Municipalities")
def list_municipalities(caller: Called, listing: Listing) -> Page[Municipality]:
    """Municipalities with their name, and whether they take part now."""
    found = region.list_municipalities(caller.office, caller.actor)
    return listing.page(Municipality, found, lambda one: one.code, Municipality.of)
