"""``/homes/again``: homes of a month before, put on the list once more."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from allocator.actions import listed, region
from allocator.actions.listed import Offered
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.views.homes import TITLE, must_offer, places, what_words
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.codes import UnitStatus
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import Refusal
from allocator.domain.unit import Unit
from allocator.locale import N_, month

router = APIRouter(prefix="/homes/again")


@router.get("")
def show(visitor: Known, of: Annotated[str, Query(alias="month", max_length=10)] = "") -> Response:
    """The homes of a month, the last one that is over when none is named."""
    must_offer(visitor)
    return _again(visitor, _day(of))


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _again(visitor: Visitor, of: date | None, faults: tuple[Fault, ...] = (), since: str = "") -> Response:
    found, t = listed.list_earlier(visitor.office, visitor.actor, of), visitor.tongue
    return page(
        visitor,
        "homes_again.html",
        tell(visitor, N_("Homes of an earlier month")),
        status=400 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/homes"),),
        faults=faults,
        months=[(one.isoformat(), month(one, visitor.lang)) for one in found.months],
        month=found.month.isoformat() if found.month else "",
        homes=found.homes,
        names=places(visitor),
        what=lambda one: what_words(one, t),
        since=since or visitor.office.today.isoformat(),
    )


@router.post("")
def put_back(visitor: Known, form: Sent) -> Response:
    """Put what is ticked on the list, free from a day on; each by itself, and what cannot be is told by name."""
    must_offer(visitor)
    of, since = _day(form.get("month")), _day(form.get("since"))
    if since is None:
        fault = Fault("since", tell(visitor, N_("Write a day, such as 31-12-2026.")))
        return _again(visitor, of, (fault,), form.get("since"))
    ticked = set(form.lists.get("home", ()))
    known = listed.list_earlier(visitor.office, visitor.actor, of).homes
    homes = [one for one in known if one.unit.id in ticked and not one.listed]
    if not homes:
        fault = Fault("homes", tell(visitor, N_("Tick the homes that you offer again.")))
        return _again(visitor, of, (fault,), form.get("since"))
    refused = [why for why in (_offer(visitor, one, since) for one in homes) if why]
    done = len(homes) - len(refused)
    said = [tell(visitor, N_("{n:home is|homes are} on the list again."), n=done)] if done else []
    return go(visitor, "/homes", " ".join(said + refused), "warning" if refused else "ok")


def _offer(visitor: Visitor, one: Offered, since: date) -> str:
    """Put one home on the list; why it cannot be, or nothing."""
    try:
        region.keep_unit(visitor.office, visitor.actor, again(one.unit, since), one.version)
    except Refusal as refused:
        return f"{one.unit.id}: {visitor.says(refused.sentence)}"
    except InputProblems as wrong:
        told = wrong.problems[0].in_language(visitor.lang)
        return f"{one.unit.id}: {told.what} {told.do}"
    return ""


def again(unit: Unit, since: date) -> Unit:
    """A home as it was, free from a day on; ends that have passed by then are left out."""
    ends = {name: None for name in ("available_until", "offer_before") if (getattr(unit, name) or since) < since}
    return unit.model_copy(update={"status": UnitStatus.FREE, "available_from": since, **ends})
