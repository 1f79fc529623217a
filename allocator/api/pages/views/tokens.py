"""``/tokens``: with which people sign in the first time, and programs each time; one's own, or as administrator all."""

from datetime import datetime

from fastapi import APIRouter, Response

from allocator.actions import access
from allocator.actions.access import MOST_TOKEN_DAYS, Token
from allocator.api.pages.forms import Form, Sent
from allocator.api.pages.frame import Crumb, Fault, go, inside, page, tell
from allocator.api.pages.listing import Column, Listing, Narrowing
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.refusal import Conflict
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports.words import Tongue

router = APIRouter(prefix="/tokens")
TITLE, MINE = N_("Tokens"), N_("My tokens")
STANDS = {"holds": N_("holds"), "over": N_("past its date"), "ended": N_("ended")}
SESSIONS = frozenset({"page", "session"})


@router.get("")
def list_tokens(visitor: Known) -> Response:
    """Tokens, and the form for one more."""
    return _tokens(visitor, ())


def _stands(one: Token, now: datetime) -> str:
    """How a token stands: it holds, is past its date, or was ended."""
    return "ended" if one.revoked_at else "over" if one.expires_at <= now else "holds"


def _listing(visitor: Visitor) -> Listing[Token]:
    t, now = visitor.tongue, visitor.office.clock()
    stands = t(N_("How it stands"))
    return Listing(
        visitor.request,
        (
            Column("number", t(N_("No.")), lambda one: one.number, number=True),
            Column("user", t(N_("User")), lambda one: one.user.casefold()),
            Column("made", t(N_("Made")), lambda one: one.made_at),
            Column("until", t(N_("Holds until")), lambda one: one.expires_at),
            Column("stands", stands, lambda one: _stands(one, now)),
        ),
        (
            Narrowing("user", t(N_("User")), lambda one: [(one.user, one.user)]),
            Narrowing("stands", stands, lambda one: [(_stands(one, now), t(STANDS[_stands(one, now)]))]),
        ),
        lambda one: f"{one.number} {one.user} {one.label}",
    )


def _tokens(visitor: Visitor, faults: tuple[Fault, ...], form: Form | None = None) -> Response:
    t, now, listing = visitor.tongue, visitor.office.clock(), _listing(visitor)
    rows = listing.pick(access.list_tokens(visitor.office, visitor.actor))
    every = visitor.actor.role is Role.ADMINISTRATOR
    people = access.list_users(visitor.office, visitor.actor) if every else ()
    return page(
        visitor,
        "tokens.html",
        tell(visitor, TITLE if every else MINE),
        status=400 if faults else 200,
        crumbs=() if every else (Crumb(tell(visitor, N_("My account")), "/account"),),
        faults=faults,
        listing=listing,
        groups=listing.grouped(rows),
        stands=lambda one: (_stands(one, now), t(STANDS[_stands(one, now)])),
        label=lambda one: label_words(one, t),
        every=every,
        users=[(one.id, one.id) for one in people if one.active],
        v=form.get if form else {"user": visitor.actor.id, "days": "90"}.get,
    )


def label_words(one: Token, t: Tongue) -> str:
    """What a token is for."""
    return t(N_("session")) if one.label in SESSIONS else one.label


@router.post("")
def add_token(visitor: Known, form: Sent) -> Response:
    """Make a token, and show its secret this once."""
    days, name = form.get("days"), form.get("user") or visitor.actor.id
    most = tell(visitor, N_("Write a whole number of days, from 1 to {most}."), most=MOST_TOKEN_DAYS)
    if not (days.isdecimal() and len(days) < 5):
        return _tokens(visitor, (Fault("days", most),), form)
    reads_only = form.get("reads_only") == "yes"
    try:
        made, secret = access.add_token(
            visitor.office, visitor.actor, name, form.get("label"), int(days), reads_only=reads_only
        )
    except Conflict as refused:
        return _tokens(visitor, (Fault("days", visitor.says(refused.sentence)),), form)
    return page(
        visitor,
        "token_made.html",
        tell(visitor, N_("The token is made")),
        crumbs=(Crumb(tell(visitor, TITLE if visitor.actor.role is Role.ADMINISTRATOR else MINE), "/tokens"),),
        made=made,
        secret=secret,
        oneself=made.user == visitor.actor.id,
    )


@router.post("/end")
def end_token(visitor: Known, form: Sent) -> Response:
    """Let a token hold no more."""
    number = form.whole("number")
    access.revoke_token(visitor.office, visitor.actor, number)
    address = inside(form.get("next")) if form.get("next") else "/tokens"
    return go(visitor, address, tell(visitor, N_("Token {number} has ended."), number=str(number)))
