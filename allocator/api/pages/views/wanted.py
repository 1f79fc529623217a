"""``/wanted``: which home, support or relaxed rule would help most in the last round, and how supply meets demand."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from allocator.actions import desk, further, region, rounds
from allocator.actions.further import Fitting, Wishes
from allocator.api.pages.aside import ask, being_worked_out
from allocator.api.pages.frame import page, tell
from allocator.api.pages.listing import Column, Listing, Narrowing
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.refusal import NotFound
from allocator.locale import N_
from allocator.reports.wishes import NONE, ONCE, SORTS

router = APIRouter(prefix="/wanted")
BACK = 4
"""Rounds that are looked back for one with a proposal."""


@router.get("")
def show(visitor: Known, round_id: Annotated[str, Query(alias="round", max_length=64)] = "") -> Response:
    """What is wanted in a round, the last one with a proposal when none is named. The first time takes some seconds."""
    about, t = _about(visitor, round_id), visitor.tongue
    found = _wishes(visitor, *about) if about else None
    if about and found is None:
        return being_worked_out(visitor, tell(visitor, N_("What is wanted")))
    names = {one.code: one.name for one in region.list_municipalities(visitor.office, visitor.actor)}
    listing = _listing(visitor, names)
    rows = listing.pick(list(found.fit)) if found else []
    return page(
        visitor,
        "wanted.html",
        tell(visitor, N_("What is wanted")),
        found=found,
        sorts=[(t(SORTS[sort]), [one for one in found.lines if one.sort is sort]) for sort in found.solved]
        if found
        else [],
        nothing=t(NONE),
        once=t(ONCE),
        listing=listing,
        groups=listing.grouped(rows),
        names=names,
    )


def _about(visitor: Visitor, round_id: str) -> tuple[str, int] | None:
    """The last round for which something was proposed, with its last proposal; None: there is none."""
    names = [round_id] if round_id else [one.id for one in rounds.list_rounds(visitor.office, visitor.actor, BACK)]
    for name in names:
        try:
            return name, desk.find_number(visitor.office, visitor.actor, name)
        except NotFound as missing:
            if missing.code != "no_proposal":
                raise
    return None


def _wishes(visitor: Visitor, name: str, number: int) -> Wishes | None:
    """What is wanted in a round; None: it is being worked out."""
    office, actor, lang = visitor.office, visitor.actor, visitor.lang
    return ask(visitor, ("wanted", name, number), lambda: further.list_wishes(office, actor, name, number, lang=lang))


def _listing(visitor: Visitor, names: dict[str, str]) -> Listing[Fitting]:
    t = visitor.tongue

    def place(one: Fitting) -> str:
        return names.get(one.municipality, one.municipality)

    return Listing[Fitting](
        visitor.request,
        (
            Column("kind", t(N_("Kind of home")), lambda one: one.words),
            Column("place", t(N_("Municipality")), place),
            Column("offered", t(N_("Places on offer")), lambda one: one.offered, number=True),
            Column("left", t(N_("Places left empty")), lambda one: one.left, number=True),
            Column("fits", t(N_("Households it fits")), lambda one: one.fits or 0, number=True),
            Column("waiting", t(N_("Of them without a home")), lambda one: one.waiting or 0, number=True),
        ),
        (
            Narrowing("place", t(N_("Municipality")), lambda one: [(one.municipality, place(one))]),
            Narrowing("kind", t(N_("Kind of home")), lambda one: [(one.kind, one.words)]),
        ),
        lambda one: f"{one.words} {place(one)}",
        each=24,
    )
