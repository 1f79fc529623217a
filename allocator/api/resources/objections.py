"""``/objections``: objections (bezwaar) against decisions, with their terms."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, status
from pydantic import Field

from allocator import workflow as domain
from allocator.actions import objections
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page, the_one
from allocator.api.shapes import Camel, Shape, date
from allocator.workflow import Outcome

router = APIRouter(prefix="/objections", tags=["objections"], route_class=Route)
Number = Annotated[int, Path(alias="objection", ge=1, le=2**53, description="Number of the objection.", examples=[2])]


class Objection(Camel, domain.Objection):
    """One objection of a household against one decision."""


class NewObjection(Shape):
    """An objection to write down."""

    placement: int = Field(ge=1, le=2**53, description="Against the last decision on this placement.", examples=[12])
    on: date | None = Field(default=None, description="The day on which it came in; today when it is not said.")


class NewOutcome(Shape):
    """How an objection ends."""

    outcome: Outcome = Field(description="The decision on it.")


@router.get("", summary="Objections")
def list_objections(
    caller: Called,
    listing: Listing,
    pending: Annotated[bool, Query(description="Only those that are not decided.")] = False,
) -> Page[Objection]:
    """Objections with their term and outcome."""
    found = objections.list_objections(caller.office, caller.actor, pending=pending)
    return listing.page(Objection, found, lambda one: f"{int(one.id):012d}", Objection.of)


@router.get("/{objection}", summary="An objection")
def show_objection(caller: Called, number: Number) -> Objection:
    """An objection with its term and outcome."""
    found = objections.list_objections(caller.office, caller.actor)
    return Objection.of(the_one(found, lambda one: int(one.id), number))


@router.post("", summary="Write down an objection", status_code=status.HTTP_201_CREATED)
def file_objection(caller: Called, new: NewObjection) -> Objection:
    """Write down an objection of a household against the last decision on its placement."""
    return Objection.of(objections.file_objection(caller.office, caller.actor, new.placement, new.on))


@router.post("/{objection}/_extend", summary="Take more time")
def extend(caller: Called, number: Number) -> Objection:
    """Take more time for the decision on an objection: once (Awb 7:10)."""
    return Objection.of(objections.extend_objection(caller.office, caller.actor, number))


@router.post("/{objection}/_decide", summary="Decide on an objection")
def decide(caller: Called, number: Number, said: NewOutcome) -> Objection:
    """Decide on an objection; never by who took the decision it is against (Awb 10:3)."""
    return Objection.of(objections.decide_objection(caller.office, caller.actor, number, said.outcome))
