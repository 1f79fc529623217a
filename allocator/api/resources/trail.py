"""``/audit-events``, ``/readings`` and ``/audit-chain``: what was done, who read what, and that nobody changed it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from allocator.actions import trail
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Newest, Page
from allocator.api.shapes import Camel, Moment, Shape
from allocator.audit import Head, Link, ReadEntry
from allocator.audit import event as domain
from allocator.domain.base import Id
from allocator.domain.workflow import Role
from allocator.reports.audit_list import HEADINGS, READING_HEADINGS, event_rows, reading_rows

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


class Reading(Shape):
    """That somebody read the file of a household (after NEN 7513)."""

    number: int = Field(description="Its place; none is missing.")
    at: Moment = Field(description="When.")
    who: str = Field(description="Pseudonym of a person, or of a program.")
    role: Role = Field(description="In which role.")
    organisation: Id | None = Field(description="For which organisation.")
    household: Id = Field(description="Whose file.")
    what: str = Field(description="What was looked at.", examples=["households.show_household"])
    why: str | None = Field(description="The coded reason.")


@router.get("/audit-events", summary="Audit events")
def list_events(
    caller: Called,
    newest: Newest,
    who: Annotated[str | None, Query(max_length=80, description="Only what this user did.")] = None,
    kind: Annotated[
        str | None, Query(max_length=40, description="Only on things of this kind.", examples=["placement"])
    ] = None,
    whom: Annotated[str | None, Query(max_length=200, description="Only on the thing with this key.")] = None,
    household: Annotated[Id | None, Query(description="Only on this household.", examples=["H3"])] = None,
    what: Annotated[
        str | None, Query(max_length=40, description="Only this action.", examples=["placements.decide"])
    ] = None,
    first: Annotated[date | None, Query(description="Only from this day.", examples=["2026-11-01"])] = None,
    last: Annotated[date | None, Query(description="Only until this day.", examples=["2026-11-30"])] = None,
) -> Page[AuditEvent]:
    """Events of the audit trail, the newest first."""
    asked = {"who": who, "kind": kind, "whom": whom, "household": household, "what": what}

    def ask(before: int | None, most: int) -> list[Link]:
        office, actor = caller.office, caller.actor
        return trail.show_audit(office, actor, **asked, first=first, last=last, before=before, most=most)

    return newest.page(ask, lambda one: one.number, _event, (HEADINGS, event_rows))


@router.get("/readings", summary="Who read the file of a household")
def list_readings(
    caller: Called, newest: Newest, household: Annotated[Id, Query(description="Whose file.", examples=["H3"])]
) -> Page[Reading]:
    """Each time that somebody read the file of a household, the newest first."""

    def ask(before: int | None, most: int) -> list[ReadEntry]:
        return trail.show_readings(caller.office, caller.actor, household, before=before, most=most)

    rows = (READING_HEADINGS, reading_rows)
    return newest.page(ask, lambda one: one.number, lambda one: Reading(**one.model_dump()), rows)


def _event(one: Link) -> AuditEvent:
    return AuditEvent(number=one.number, sha256=one.sha256, event=Event.of(one.event))


@router.get("/audit-chain", summary="Check the audit chain")
def verify(
    caller: Called,
    end: Annotated[
        str | None,
        Query(
            pattern=r"^[0-9]{1,12}:[0-9a-f]{64}$",
            description="An end that was written down before (number, colon, hash): the chain must go through it.",
        ),
    ] = None,
) -> AuditChain:
    """Check the chain and what is kept by it."""
    number, _, sha256 = (end or "").partition(":")
    kept = (Head(int(number), sha256),) if end else ()
    broken, head = trail.verify_audit(caller.office, caller.actor, *kept)
    return AuditChain(
        whole=broken is None,
        broken_at=broken.number if broken else None,
        detail=caller.says(broken.sentence) if broken else "",
        events=head.number if head else 0,
        sha256=head.sha256 if head else None,
    )
