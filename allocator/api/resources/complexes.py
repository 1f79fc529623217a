"""``/complexes``: buildings and sites with several homes."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import region
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page, the_one
from allocator.api.shapes import Camel
from allocator.api.versions import IfMatch, seen_or_new, tag
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


@router.get("/{complex}", summary="A complex")
def show_complex(response: Response, caller: Called, key: Key) -> Complex:
    """A complex with its version in the ETag."""
    found = the_one(region.list_complexes(caller.office, caller.actor), lambda one: one.id, key)
    tag(response, region.version_of(found))
    return Complex.of(found)


@router.put("/{complex}", summary="Add or change a complex")
def keep_complex(response: Response, caller: Called, key: Key, said: Complex, if_match: IfMatch = None) -> Complex:
    """Say what a complex is, as it was when it was looked at (If-Match); without, it must be a new one.

    A corporation only of one in which all homes are its own.
    """
    if said.id != key:
        text = N_("The key in the address is {address}, that of the complex {complex}.")
        raise Conflict("other_key", text, address=key, complex=said.id)
    plain = domain.Complex.model_validate(said.model_dump())
    region.keep_complex(caller.office, caller.actor, plain, seen_or_new(if_match))
    tag(response, region.version_of(plain))
    return said
