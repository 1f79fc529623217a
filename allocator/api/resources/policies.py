"""``/policies``: versions of the policy, in force once the chair approves them."""

from typing import Annotated

from fastapi import APIRouter, Path, Response, status
from pydantic import Field

from allocator.actions import policies
from allocator.actions.policies import PolicyLine
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Moment, Shape, date

router = APIRouter(prefix="/policies", tags=["policies"], route_class=Route)
Version = Annotated[str, Path(alias="policy", max_length=40, description="Version of the policy.", examples=["tiny-1"])]


class Policy(Shape):
    """A version of the policy as listed."""

    version: str = Field(description="Its version.", examples=["tiny-1"])
    name: str = Field(description="Its name.")
    valid_from: date = Field(description="First day on which it can be in force.")
    sha256: str = Field(description="Hash of its text.")
    added_by: str = Field(description="Who added it.")
    added_at: Moment = Field(description="When, in UTC.")
    approved_by: str | None = Field(description="Who approved it; null: nobody yet.")
    approved_at: Moment | None = Field(description="When, in UTC.")


class PolicyText(Policy):
    """A version of the policy with its text."""

    source: str = Field(description="The whole text, in TOML.")


class NewPolicy(Shape):
    """A version of the policy to add."""

    source: str = Field(max_length=200_000, description="The whole text, in TOML.")


@router.get("", summary="Policies")
def list_policies(caller: Called, listing: Listing) -> Page[Policy]:
    """All versions, with who approved them."""
    found = [_line(one) for one in policies.list_policies(caller.office, caller.actor)]
    return listing.page(Policy, found, lambda one: one.version)


@router.post("", summary="Add a policy", status_code=status.HTTP_201_CREATED)
def add_policy(response: Response, caller: Called, new: NewPolicy) -> Policy:
    """Add a version; it holds once the chair approves it."""
    kept = policies.add_policy(caller.office, caller.actor, new.source)
    response.headers["Location"] = f"/v1/policies/{kept.version}"
    return _line(kept)


@router.get("/{policy}", summary="A policy")
def show_policy(caller: Called, version: Version) -> PolicyText:
    """A version with its whole text."""
    kept, source = policies.show_policy(caller.office, caller.actor, version)
    return PolicyText(**_line(kept).model_dump(), source=source)


@router.post("/{policy}/_approve", summary="Approve a policy")
def approve_policy(caller: Called, version: Version) -> Policy:
    """Put a version into force from its date, for rounds that are opened from then on."""
    return _line(policies.approve_policy(caller.office, caller.actor, version))


def _line(kept: PolicyLine) -> Policy:
    return Policy(**{name: getattr(kept, name) for name in Policy.model_fields})
