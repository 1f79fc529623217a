"""``/tokens``: with which people sign in the first time, and programs each time; one's own, or as administrator all."""

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
SESSIONS = frozenset({"page", "session"})


@router.get("")
def list_tokens(visitor: Known) -> Response:
    """Tokens, and the form for one more."""
    return _tokens(visitor, ())


def _tokens(visitor: Visitor, faults: tuple[Fault, ...], form: Form | None = None) -> Response:
    t, now = visitor.tongue, visitor.office.clock()
    found = access.list_tokens(visitor.office, visitor.actor)

    def stands(one: Token) -> str:
        return "ended" if one.revoked_at else "over" if one.expires_at <= now else "holds"

    words = {"holds": t(N_("holds")), "over": t(N_("past its date")), "ended": t(N_("ended"))}
    listing = Listing[Token](
        visitor.request,
        (
            Column("number", t(N_("No.")), lambda one: one.number, number=True),
            Column("user", t(N_("User")), lambda one: one.user.casefold()),
            Column("made", t(N_("Made")), lambda one: one.made_at),
            Column("until", t(N_("Holds until")), lambda one: one.expires_at),
            Column("stands", t(N_("How it stands")), stands),
        ),
        (
            Narrowing("user", t(N_("User")), lambda one: [(one.user, one.user)]),
            Narrowing("stands", t(N_("How it stands")), lambda one: [(stands(one), words[stands(one)])]),
        ),
        lambda one: f"{one.number} {one.user} {one.label}",
    )
    rows = listing.pick(found)
    every = visitor.actor.role is Role.ADMINISTRATOR
    return page(
        visitor,
        "tokens.html",
        tell(visitor, TITLE if every else MINE),
        status=400 if faults else 200,
        crumbs=() if every else (Crumb(tell(visitor, N_("My account")), "/account"),),
        faults=faults,
        listing=listing,
        groups=listing.grouped(rows),
        stands=lambda one: (stands(one), words[stands(one)]),
        label=lambda one: label_words(one, t),
        every=every,
        users=[(one.id, one.id) for one in access.list_users(visitor.office, visitor.actor) if one.active]
        if every
        else (),
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
