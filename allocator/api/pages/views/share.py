"""``/share``: the fair share of a municipality beside the others, line by line, by month, with charts."""

from datetime import date
from fractions import Fraction

from fastapi import APIRouter, Response

from allocator.actions import ledger, placements
from allocator.api.pages.boundaries import boundaries_of
from allocator.api.pages.frame import Crumb, page, tell
from allocator.api.pages.listing import Column, Listing, Narrowing
from allocator.api.pages.views.ledgers import TITLE, Books, Which, added, books_of, nothing_booked
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.period import bounds
from allocator.domain.refusal import NotFound
from allocator.domain.workflow import State
from allocator.ledger import DayStanding, RunningLine
from allocator.locale import N_

router = APIRouter(prefix="/share")
KINDS = {
    "opening": N_("Brought along"),
    "quota": N_("Quota"),
    "committed": N_("Committed"),
    "placed": N_("Realised"),
    "transfer": N_("Taken over or given"),
    "revision": N_("Quota revised"),
    "excused": N_("Excused"),
    "correction": N_("Corrected"),
    "carry_over": N_("Carried over"),
}


@router.get("")
def show(visitor: Known, which: Which = "") -> Response:
    """How one's own municipality stands, beside all the others."""
    try:
        found = books_of(visitor, which)
    except NotFound as why:
        return nothing_booked(visitor, why)
    own = visitor.actor.organisation or ""
    proposed = [
        one
        for one in placements.list_placements(visitor.office, visitor.actor, live=True)
        if one.state is State.PROPOSED and own in ("", one.municipality)
    ]
    return page(
        visitor,
        "share.html",
        tell(visitor, TITLE),
        books=found,
        mine=found.rows.get(own) if own else found.total,
        whose=found.names.get(own, own) if own else tell(visitor, N_("The whole region")),
        own=own,
        outlines=boundaries_of(visitor),
        proposed=len(proposed),
        months=months_of(visitor, found),
        end=bounds(found.which.period)[1],
        percent=lambda part: visitor.tongue.percent(part, 0),
    )


def months_of(visitor: Visitor, found: Books) -> list[DayStanding]:
    """How one's own municipality stood at the end of each month; for others the whole region."""
    own = visitor.actor.organisation
    by_day: dict[date, list[DayStanding]] = {}
    for one in ledger.show_months(visitor.office, visitor.actor, found.which):
        if own in (None, one.municipality):
            by_day.setdefault(one.on, []).append(one)
    return [
        DayStanding(day, own or "", added(one.standing for one in rows), sum((one.due for one in rows), Fraction(0)))
        for day, rows in by_day.items()
    ]


@router.get("/lines")
def show_lines(visitor: Known, which: Which = "") -> Response:
    """The ledger line by line, with what is still owed after each."""
    try:
        found, t = books_of(visitor, which), visitor.tongue
    except NotFound as why:
        return nothing_booked(visitor, why)
    names = found.names
    listing = Listing[RunningLine](
        visitor.request,
        (
            Column("on", t(N_("On")), lambda one: one.on),
            Column("place", t(N_("Municipality")), lambda one: names.get(one.municipality, one.municipality)),
            Column("kind", t(N_("What")), lambda one: t(KINDS[one.kind.value])),
            Column("amount", t(N_("Amount")), lambda one: one.amount, number=True),
            Column("balance", t(N_("Still owed")), lambda one: one.balance, number=True),
        ),
        (
            Narrowing(
                "place", t(N_("Municipality")), lambda one: [(one.municipality, names.get(one.municipality, ""))]
            ),
            Narrowing("kind", t(N_("What")), lambda one: [(one.kind.value, t(KINDS[one.kind.value]))]),
        ),
        lambda one: " ".join((names.get(one.municipality, ""), t(KINDS[one.kind.value]), one.note)),
    )
    rows = listing.pick(list(reversed(ledger.show_lines(visitor.office, visitor.actor, found.which))))
    return page(
        visitor,
        "share_lines.html",
        tell(visitor, N_("The ledger line by line")),
        crumbs=(Crumb(tell(visitor, TITLE), "/share"),),
        books=found,
        listing=listing,
        groups=listing.grouped(rows),
        kind=lambda one: t(KINDS[one.kind.value]),
    )
