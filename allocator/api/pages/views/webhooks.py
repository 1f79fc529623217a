"""``/webhooks``: which systems are told what, for an administrator: one more, paused, told again."""

from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import access, hooks
from allocator.api.pages.forms import Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.listing import Column, Listing, Narrowing
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.refusal import NotFound, Refusal
from allocator.locale import N_

router = APIRouter(prefix="/webhooks")
TITLE = N_("Webhooks")
Number = Annotated[int, Path(alias="number", ge=1, le=2**53)]
KINDS = {
    "proposal": N_("a new proposal"),
    "offer": N_("an offer that waits"),
    "decision": N_("a decision"),
    "stalled": N_("a step that stalls"),
    "quota": N_("a municipality that is behind"),
}
FIELDS = {"target": "url", "kinds": "kind", "most": "user", "user": "user", "no_user": "user"}
"""Why adding is refused to the field that it is about."""
MOST = 100
"""Deliveries that are shown."""


@router.get("")
def show_all(visitor: Known) -> Response:
    """All webhooks, and the form for one more."""
    return _all(visitor, (), Form({}, {}, {}))


def _all(visitor: Visitor, faults: tuple[Fault, ...], form: Form) -> Response:
    t = visitor.tongue
    stands = {True: t(N_("is told")), False: t(N_("paused"))}
    found = hooks.list_all_hooks(visitor.office, visitor.actor)
    listing = Listing[hooks.Hook](
        visitor.request,
        (
            Column("number", t(N_("No.")), lambda one: one.number, number=True),
            Column("user", t(N_("User")), lambda one: one.user.casefold()),
            Column("url", t(N_("Address")), lambda one: one.url),
            Column("state", t(N_("How it stands")), lambda one: not one.active),
        ),
        (Narrowing("is", t(N_("How it stands")), lambda one: [(str(one.active), stands[one.active])], groups=False),),
        lambda one: f"{one.user} {one.url}",
    )
    people = access.list_users(visitor.office, visitor.actor)
    return page(
        visitor,
        "webhooks.html",
        tell(visitor, TITLE),
        status=400 if faults else 200,
        faults=faults,
        listing=listing,
        rows=listing.pick(found),
        stands=stands,
        users=[(one.id, one.id) for one in people if one.active and one.role in hooks.TOLD],
        told_words=_kinds(visitor),
        ticked=form.lists.get("kind", ()),
        v=form.get,
    )


def _kinds(visitor: Visitor) -> dict[str, str]:
    return {code: visitor.tongue(KINDS[code]) for code in hooks.KINDS}


@router.post("")
def add(visitor: Known, form: Sent) -> Response:
    """One more webhook; its secret is shown this once."""
    url, user, kinds = form.get("url"), form.get("user"), form.lists.get("kind", ())
    if not user:
        return _all(visitor, (Fault("user", tell(visitor, N_("Choose a user"))),), form)
    try:
        allowed = visitor.request.app.state.allowed
        made, secret = hooks.add_hook_for(visitor.office, visitor.actor, user, url, kinds, allowed)
    except Refusal as refused:
        says = visitor.says(refused.sentence)
        if refused.code == "kinds":
            says = tell(visitor, N_("Choose at least one thing to tell."))
        return _all(visitor, (Fault(FIELDS.get(refused.code, ""), says),), form)
    return page(
        visitor,
        "webhook_made.html",
        tell(visitor, N_("The webhook is made")),
        crumbs=(Crumb(tell(visitor, TITLE), "/webhooks"),),
        made=made,
        secret=secret,
    )


@router.get("/{number}")
def show(visitor: Known, number: Number) -> Response:
    """One webhook: what it was told, and what came of it."""
    return _one(visitor, number, ())


def _one(visitor: Visitor, number: int, faults: tuple[Fault, ...], since: str = "") -> Response:
    found = next((w for w in hooks.list_all_hooks(visitor.office, visitor.actor) if w.number == number), None)
    if found is None:
        raise NotFound("no_webhook", N_("There is no webhook {number}."), number=number)
    return page(
        visitor,
        "webhook.html",
        tell(visitor, N_("Webhook {number}"), number=number),
        status=400 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/webhooks"),),
        faults=faults,
        one=found,
        told_words=_kinds(visitor),
        told=hooks.list_told(visitor.office, visitor.actor, number)[:MOST],
        since=since or visitor.office.today.isoformat(),
    )


@router.post("/{number}/active")
def set_active(visitor: Known, number: Number, form: Sent) -> Response:
    """Pause a webhook, or let it go on."""
    active = form.get("active") == "yes"
    hooks.pause_hook(visitor.office, visitor.actor, number, active=active)
    text = N_("Webhook {number} goes on.") if active else N_("Webhook {number} is paused.")
    return go(visitor, f"/webhooks/{number}", tell(visitor, text, number=number))


@router.post("/{number}/again")
def tell_again(visitor: Known, number: Number, form: Sent) -> Response:
    """Send again what was put out since a day."""
    said = form.get("since")
    try:
        since = datetime.combine(date.fromisoformat(said), time(), UTC)
        count = hooks.tell_again(visitor.office, visitor.actor, number, since)
    except ValueError:
        return _one(visitor, number, (Fault("since", tell(visitor, N_("Write a day like 2026-11-23."))),), said)
    except Refusal as refused:
        return _one(visitor, number, (Fault("", visitor.says(refused.sentence)),), said)
    return go(visitor, f"/webhooks/{number}", tell(visitor, N_("Sent again: {n}."), n=count))
