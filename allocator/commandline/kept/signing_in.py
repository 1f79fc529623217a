"""``user password|factor|reset|link``: how people sign in to a server."""

import sys

import typer

from allocator.actions import credentials
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.screen import Screen
from allocator.locale import N_


def _typed(screen: Screen, words: str) -> str:
    """What somebody types unseen; from a pipe, one line."""
    if sys.stdin.isatty():
        return str(typer.prompt(screen.tongue(words), hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def set_password(screen: Screen) -> Exit:
    """Set one's own password.

    Raises:
        NotAllowed: when the one of now is not right.
        Refusal: when it is guessed too easily.
    """
    with opened(screen) as desk:
        before = _typed(screen, N_("Password of now (empty: none)"))
        credentials.set_password(desk.office, desk.actor, _typed(screen, N_("New password")), before)
        user = desk.actor.id
    if screen.as_json:
        return saying.show(screen, {"user": user, "password": "set"})
    saying.done(screen, N_("The password of {user} is set."), user=user)
    saying.hint(screen, N_("Next: `allocator user factor` for a second factor, which servers ask for."))
    return Exit.DONE


def set_factor(screen: Screen) -> Exit:
    """Set up one's own second factor: the secret for an app, then a code of it.

    Raises:
        Conflict: without a password, or when there is one already.
        Refusal: when the code is not that of now.
    """
    with opened(screen) as desk:
        factor = credentials.new_factor(desk.office, desk.actor)
        if not screen.as_json:
            screen.line(screen.tongue(N_("Put this in an app for codes; it is shown once:")))
            screen.console.print(f"\n    {factor.secret}\n    {factor.uri}\n", soft_wrap=True)
        credentials.confirm_factor(desk.office, desk.actor, _typed(screen, N_("Code that the app shows")))
        user = desk.actor.id
    if screen.as_json:
        return saying.show(screen, {"user": user, "factor": "set"})
    saying.done(screen, N_("The second factor of {user} is set; from now on it is asked."), user=user)
    return Exit.DONE


def reset(screen: Screen, name: str, *, yes: bool) -> Exit:
    """Remove password, second factor and identities of a user."""
    with opened(screen) as desk:
        saying.must_confirm(screen, yes=yes)
        gone = credentials.reset(desk.office, desk.actor, name)
    if screen.as_json:
        return saying.show(screen, {"user": name, "reset": gone})
    words = N_("{user} has no password, second factor or identity any more.") if gone else N_("{user} had none.")
    saying.done(screen, words, user=name)
    saying.hint(screen, N_("Next: `allocator token add --for {user}` makes a token for this user."), user=name)
    return Exit.DONE


def link(screen: Screen, name: str, issuer: str, subject: str) -> Exit:
    """Say who a user is at an identity provider."""
    with opened(screen) as desk:
        credentials.link_identity(desk.office, desk.actor, name, issuer, subject)
    if screen.as_json:
        return saying.show(screen, {"user": name, "issuer": issuer, "subject": subject})
    saying.done(screen, N_("{user} comes in as {subject} of {issuer}."), user=name, subject=subject, issuer=issuer)
    return Exit.DONE
