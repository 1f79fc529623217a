"""``/keys``: weights of the distribution keys, by which the task is shared between municipalities."""

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import Field, WithJsonSchema

from allocator.actions import region
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Amount, Camel, Shape
from allocator.domain import region as domain

router = APIRouter(prefix="/keys", tags=["ledger"], route_class=Route)


class KeyWeight(Camel, domain.KeyWeight):
    """One weight of a distribution key."""

    weight: Annotated[Amount, WithJsonSchema({"type": "number", "minimum": 0, "maximum": 10**12})] = Field(
        ge=0, le=10**12, description="Weight; only the ratio matters."
    )


class NewWeights(Shape):
    """Weights to add."""

    weights: tuple[KeyWeight, ...] = Field(min_length=1, max_length=5000, description="The weights.")


class AddedWeights(Shape):
    """What was added."""

    added: int = Field(description="How many of them were not known yet.")


@router.get("", summary="Distribution keys")
def list_keys(caller: Called, listing: Listing) -> Page[KeyWeight]:
    """Weights of all distribution keys, of every date."""
    found = region.list_keys(caller.office, caller.actor)
    return listing.page(
        KeyWeight, found, lambda one: f"{one.key} {one.group} {one.on} {one.municipality}", KeyWeight.of
    )


@router.post("", summary="Add weights of a key", status_code=status.HTTP_201_CREATED)
def add_key(caller: Called, new: NewWeights) -> AddedWeights:
    """Add weights of a distribution key; what is known of a date is never changed."""
    weights = [domain.KeyWeight.model_validate(one.model_dump()) for one in new.weights]
    return AddedWeights(added=region.add_key(caller.office, caller.actor, weights))
