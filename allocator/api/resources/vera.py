"""``/vera``: offers and allocations in the shape that corporations' systems know (VERA 4.3)."""

from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from allocator.actions import offers
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page

router = APIRouter(prefix="/vera", tags=["vera"], route_class=Route)
STATUS = {"AAN": "Aangeboden", "TOE": "Toegewezen", "GEW": "Geweigerd", "ING": "Ingetrokken"}


def _moment(day: date) -> str:
    """The start of a day: VERA has moments here, and only days are recorded."""
    return datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z")


Day = Annotated[date, PlainSerializer(_moment, return_type=str)]


class Vera(BaseModel):
    """Base of what has the names of VERA."""

    model_config = ConfigDict(frozen=True)


class Sleutel(Vera):
    """A thing by its key."""

    id: str = Field(description="Key of the thing.", examples=["U-0102"])


class Referentie(Vera):
    """A coded value."""

    code: str = Field(description="Code of VERA.", examples=["AAN"])
    naam: str | None = Field(default=None, description="Name of the code.")


class Aanbieding(Vera):
    """An offer of a home to a candidate."""

    id: str = Field(description="Number of the placement.", examples=["12"])
    status: Referentie = Field(description="AANBIEDINGSTATUS.")
    detailStatus: Referentie | None = Field(description="AANBIEDINGDETAILSTATUS.")  # noqa: N815 - the name in VERA
    vervaldatum: Day | None = Field(description="When it expires without an answer.")
    eenheid: Sleutel = Field(description="The home.")
    kandidaat: Sleutel | None = Field(description="Pseudonym of the household, where the caller may know it.")


class Toewijzing(Vera):
    """A home that was allocated."""

    id: str = Field(description="Number of the placement.", examples=["12"])
    datum: Day = Field(description="Day on which the lease was signed.")
    aanbieding: Sleutel = Field(description="The offer.")
    eenheid: Sleutel = Field(description="The home.")
    kandidaat: Sleutel | None = Field(description="Pseudonym of the household, where the caller may know it.")
    huishoudgrootte: int | None = Field(description="Number of persons, where the caller may know it.")
    rekenhuur: float | None = Field(description="Calculation rent in euros a month.", examples=[610.25])


@router.get("/aanbiedingen", summary="Offers as VERA Aanbieding")
def list_offers(caller: Called, listing: Listing) -> Page[Aanbieding]:
    """Homes that were offered, with what came of it: a corporation sees those of its own homes, and never of whom."""
    found = [
        Aanbieding(
            id=str(one.number),
            status=Referentie(code=one.status, naam=STATUS[one.status]),
            detailStatus=Referentie(code=one.detail) if one.detail else None,
            vervaldatum=one.due,
            eenheid=Sleutel(id=one.unit),
            kandidaat=Sleutel(id=one.household) if one.household else None,
        )
        for one in offers.list_offers(caller.office, caller.actor)
    ]
    return listing.page(Aanbieding, found, lambda one: one.id.zfill(12))


@router.get("/toewijzingen", summary="Allocations as VERA Toewijzing")
def list_allocations(caller: Called, listing: Listing) -> Page[Toewijzing]:
    """Leases that were signed: a corporation sees those of its own homes, and never of whom."""
    found = [
        Toewijzing(
            id=str(one.number),
            datum=one.signed_on,
            aanbieding=Sleutel(id=str(one.number)),
            eenheid=Sleutel(id=one.unit),
            kandidaat=Sleutel(id=one.household) if one.household else None,
            huishoudgrootte=one.persons,
            rekenhuur=None if one.rent is None else one.rent / 100,
        )
        for one in offers.list_allocations(caller.office, caller.actor)
    ]
    return listing.page(Toewijzing, found, lambda one: one.id.zfill(12))
