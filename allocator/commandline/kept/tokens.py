"""``token``: what people show to come in; kept, listed, revoked."""

import sys
from datetime import datetime
from getpass import getpass

from allocator.actions import access
from allocator.commandline.exits import Exit
from allocator.commandline.kept import credentials, saying
from allocator.commandline.kept.access import SAVED, begin, tell_secret
from allocator.commandline.kept.desk import office, opened
from allocator.commandline.screen import Screen, key, number, text
from allocator.locale import N_
from allocator.settings import read_settings


def add_token(screen: Screen, user: str | None, label: str, days: int, *, reads_only: bool) -> Exit:
    """Make a token."""
    with opened(screen) as desk:
        token, secret = access.add_token(desk.office, desk.actor, user, label, days, reads_only=reads_only)
    if screen.as_json:
        return saying.show(screen, {"token": token, "secret": secret})
    saying.done(
        screen,
        N_("Token {number} of {user} holds until {day}."),
        number=token.number,
        user=token.user,
        day=token.expires_at.date(),
    )
    tell_secret(screen, token.user, secret, "")
    return Exit.DONE


def list_tokens(screen: Screen) -> Exit:
    """Show tokens."""
    with opened(screen) as desk:
        found = access.list_tokens(desk.office, desk.actor)
        now = desk.office.clock()
    if screen.as_json:
        return saying.show(screen, {"tokens": found})
    tongue = screen.tongue
    columns = [
        number(tongue(N_("Number"))),
        key(tongue(N_("User"))),
        text(tongue(N_("For"))),
        text(tongue(N_("Made on"))),
        text(tongue(N_("Holds until"))),
        text(""),
    ]
    rows = [
        (
            str(one.number),
            one.user,
            one.label or "–",
            saying.on(one.made_at.date()),
            saying.on(one.expires_at.date()),
            _over(one, now, screen),
        )
        for one in found
    ]
    screen.table(columns, rows, tongue(N_("Tokens: {n}"), n=len(found)))
    saying.hint(screen, N_("Next: `allocator token revoke NUMBER` lets one hold no more."))
    return Exit.DONE


def _over(one: access.Token, now: datetime, screen: Screen) -> str:
    if one.revoked_at is not None:
        return screen.tongue(N_("revoked"))
    return screen.tongue(N_("expired")) if one.expires_at <= now else ""


def revoke_token(screen: Screen, number_: int) -> Exit:
    """Revoke a token."""
    with opened(screen) as desk:
        access.revoke_token(desk.office, desk.actor, number_)
    if screen.as_json:
        return saying.show(screen, {"revoked": number_})
    saying.done(screen, N_("Token {number} holds no more."), number=number_)
    return Exit.DONE


def save_token(screen: Screen) -> Exit:
    """Ask for a token, see whose it is, and keep it.

    Raises:
        NotAllowed: when it is nobody's; nothing is kept then.
    """
    question = screen.tongue(N_("Paste the token (it is not shown):")) + " "
    secret = getpass(question) if sys.stdin.isatty() else sys.stdin.readline()
    with office() as found:
        actor = found.who(secret.strip())
    file = credentials.save(read_settings(), secret)
    if screen.as_json:
        return saying.show(screen, {"user": actor.id, "file": str(file)})
    saying.done(screen, N_("Welcome, {user}."), user=actor.id)
    screen.line(screen.tongue(SAVED, file=str(file)))
    begin(screen, actor.role)
    return Exit.DONE


def forget_token(screen: Screen) -> Exit:
    """Remove the token that was saved."""
    file = credentials.forget(read_settings())
    if screen.as_json:
        return saying.show(screen, {"file": str(file) if file else None})
    if file is None:
        saying.done(screen, N_("No token was saved here."))
    else:
        saying.done(screen, N_("Removed: {file}. The token itself holds until it is revoked."), file=str(file))
    return Exit.DONE
