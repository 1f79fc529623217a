"""``/complexes``: buildings and sites with several homes."""

from typing import Annotated

from fastapi import APIRouter, Path

from allocator.actions import region
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Camel
from allocator.domain import unit as domain
from allocator.domain.base import Id
from allocator.domain.refusal import Conflict
from allocator.locale import N_

router = APIRouter(prefix="/complexes", tags=["complexes"], route_class=Route)
Key = Annotated[Id, Path(alias="complex", description="Key of the complex.", examples=["X1"])]


class Complex(Camel, domain.Complex):
    """A building or site with several homes, and what may live in it together."""


@router.get("", summary="Complexes")
def list_complexes(caller: Called, listing: Listing) -> Page[Complex]:
    """Complexes, in order of key."""
    found = region.list_complexes(caller.office, caller.actor)
    return listing.page(Complex, found, lambda one: one.id, Complex.of)


@router.put("/{complex}", summary="Add or change a complex")
def keep_complex(caller: Called, key: Key, said: Complex) -> Complex:
    """Say what a complex is; a corporation only of one in which all homes are its own."""
    if said.id != key:
        text = N_("The key in the address is {address}, that of the complex {complex}.")
        raise Conflict("other_key", text, address=key, complex=said.id)
    region.keep_complex(caller.office, caller.actor, domain.Complex.model_validate(said.model_dump()))
    return said
