"""``/audit-events`` and ``/audit-chain``: what was done, and that nobody changed it."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from allocator.actions import trail
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.shapes import Camel, Shape
from allocator.audit import event as domain
from allocator.domain.base import Id

router = APIRouter(tags=["audit"], route_class=Route)


class Change(Camel, domain.Change):
    """One field that changed: fingerprints of its values."""


class Event(Camel, domain.Event):
    """What happened: who, when, what, on whom, why, and what changed without saying what it was."""

    changes: tuple[Change, ...] = Field(default=(), description="Fields that changed.")


class AuditEvent(Shape):
    """An event with its place in the chain."""

    number: int = Field(description="Its place.")
    sha256: str = Field(description="Hash over the event and all before it.")
    event: Event = Field(description="What happened.")


class AuditChain(Shape):
    """Whether the chain, and all that is kept by it, is as it was written."""

    whole: bool = Field(description="Nothing was changed, added or removed.")
    broken_at: int | None = Field(description="The first event that is wrong.")
    detail: str = Field(description="How it is wrong; empty when it is whole.")
    events: int = Field(description="How many events there are.")
    sha256: str | None = Field(description="The end of the chain: write it down elsewhere.")


@router.get("/audit-events", summary="Audit events")
def list_events(
    caller: Called,
    whom: Annotated[str | None, Query(max_length=200, description="Only on the thing with this key.")] = None,
    household: Annotated[Id | None, Query(description="Only on this household.", examples=["H3"])] = None,
    what: Annotated[
        str | None, Query(max_length=40, description="Only this action.", examples=["placements.decide"])
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="Most events.", examples=[50])] = 50,
) -> list[AuditEvent]:
    """Events of the audit trail, the newest first."""
    found = trail.show_audit(caller.office, caller.actor, whom=whom, household=household, what=what, most=limit)
    return [AuditEvent(number=one.number, sha256=one.sha256, event=Event.of(one.event)) for one in found]


@router.get("/audit-chain", summary="Check the audit chain")
def verify(caller: Called) -> AuditChain:
    """Check the chain and what is kept by it."""
    broken, head = trail.verify_audit(caller.office, caller.actor)
    return AuditChain(
        whole=broken is None,
        broken_at=broken.number if broken else None,
        detail=caller.says(broken.sentence) if broken else "",
        events=head.number if head else 0,
        sha256=head.sha256 if head else None,
    )
