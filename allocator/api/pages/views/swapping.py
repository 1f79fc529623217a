"""``/rounds/{round}/swap``: what it costs when two households get each other's home; and writing that down."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from allocator.actions import desk, households, placements, rounds, supposing
from allocator.api.pages.aside import ask as worked_out
from allocator.api.pages.aside import being_worked_out
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, go, inside, page, tell
from allocator.api.pages.views.proposal import DECIDERS, crumbs_of
from allocator.api.pages.views.week import RoundKey
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.base import Id
from allocator.domain.refusal import Refusal
from allocator.locale import N_

router = APIRouter(prefix="/rounds/{key}")


@router.get("/swap")
def show(visitor: Known, key: RoundKey, first: Annotated[Id, Query()], second: Annotated[Id, Query()]) -> Response:
    """What it would cost if these two swapped, and the form to want it."""
    return _swap(visitor, key, first, second)


def _swap(visitor: Visitor, key: str, first: str, second: str, faults: tuple[Fault, ...] = ()) -> Response:
    title = tell(visitor, N_("What if {first} and {second} swapped?"), first=first, second=second)
    crumbs = (*crumbs_of(visitor, key), Crumb(tell(visitor, N_("Placed")), f"/rounds/{key}/proposal"))
    number = desk.find_number(visitor.office, visitor.actor, key)
    asks = (visitor.office, visitor.actor, key, first, second, number, visitor.lang)
    found = worked_out(visitor, ("swap", key, first, second, number), lambda: supposing.suppose_swap(*asks))
    if found is None:
        return being_worked_out(visitor, title, crumbs)
    policy = desk.show_policy(visitor.office, visitor.actor, key)
    is_open = rounds.show_round(visitor.office, visitor.actor, key).round.status == "open"
    return page(
        visitor,
        "swap.html",
        title,
        status=400 if faults else 200,
        crumbs=crumbs,
        faults=faults,
        found=found,
        reasons=[(one.code, getattr(one, visitor.lang)) for one in policy.reasons],
        may_say=found.lawful and is_open and visitor.actor.role in DECIDERS,
        first=first,
        second=second,
        at=f"/rounds/{key}",
    )


@router.post("/swap")
def ask(visitor: Known, key: RoundKey, form: Sent) -> Response:
    """On to what it costs: of the two that are ticked, or of the two that are named."""
    first, second = form.get("first"), form.get("second")
    ticked = [one.partition(":")[0] for one in form.lists.get("placement", ())]
    if not first:
        known = {str(one.id): one for one in placements.list_placements(visitor.office, visitor.actor, key)}
        named = [known[one].household or "" for one in ticked if one in known]
        first, second = named if len(named) == 2 else ("", "")
    if not first or not second:
        text = tell(visitor, N_("Tick exactly two rows: they get each other's home."))
        return go(visitor, inside(form.get("next")), text, "warning")
    return go(visitor, f"/rounds/{key}/swap?{urlencode({'first': first, 'second': second})}")


@router.post("/swap/say")
def say(visitor: Known, key: RoundKey, form: Sent) -> Response:
    """Want the swap in the next proposal, with a coded reason."""
    first, second = form.get("first"), form.get("second")
    pairs = ((first, form.get("first-home")), (second, form.get("second-home")))
    try:
        households.swap(visitor.office, visitor.actor, pairs, form.get("reason"))
    except Refusal as refused:
        field = "reason" if refused.code.startswith("reason") else ""
        return _swap(visitor, key, first, second, (Fault(field, visitor.says(refused.sentence)),))
    text = N_("Written down: {first} and {second} swap in the next proposal. Make a new one when you are ready.")
    return go(visitor, f"/rounds/{key}", tell(visitor, text, first=first, second=second))
