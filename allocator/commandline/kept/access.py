"""``user`` and ``token``: who may come in, and with what."""

from allocator.actions import access
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import credentials, saying
from allocator.commandline.kept.desk import office, opened
from allocator.commandline.screen import Screen, key, text
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.settings import read_settings

SAVED = N_("The token is kept in {file}; only you can read it.")
_ONCE = N_("This is the token. It is shown once; whoever has it comes in as {user}:")


def first_user(screen: Screen, name: str, *, save: bool) -> Exit:
    """Make the first administrator.

    Raises:
        Conflict: when there are users.
    """
    with office() as found:
        secret = found.first_user(name)
    file = credentials.save(read_settings(), secret) if save else None
    if screen.as_json:
        return saying.show(screen, {"user": name, "role": "administrator", "token": secret, "file": file and str(file)})
    saying.done(screen, N_("{user} is the first administrator."), user=name)
    tell_secret(screen, name, secret, str(file) if file else "")
    saying.hint(
        screen,
        N_("Next: `allocator user add NAME --role committee_chair` and `allocator token add --for NAME`."),
    )
    return Exit.DONE


def tell_secret(screen: Screen, user: str, secret: str, file: str) -> None:
    """The secret of a token, once; or where it is kept."""
    if file:
        screen.line(screen.tongue(SAVED, file=file))
        return
    screen.line(screen.tongue(_ONCE, user=user))
    screen.console.print(f"\n    {secret}\n", soft_wrap=True)
    screen.line(screen.tongue(N_("Use it: `allocator token save`, or set ALLOCATOR_TOKEN.")))


# ------------------------------------------------------------------------------------------------ users


def add_user(screen: Screen, name: str, role: str, organisation: str | None) -> Exit:
    """Add a user."""
    with opened(screen) as desk:
        user = access.add_user(desk.office, desk.actor, name, Role(role), organisation)
    if screen.as_json:
        return saying.show(screen, user)
    saying.done(screen, N_("Added: {user}, {role}."), user=name, role=saying.role(role, screen.tongue))
    saying.hint(screen, N_("Next: `allocator token add --for {user}` makes a token for this user."), user=name)
    return Exit.DONE


def list_users(screen: Screen) -> Exit:
    """Show all users."""
    with opened(screen) as desk:
        found = access.list_users(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"users": found})
    tongue = screen.tongue
    columns = [key(tongue(N_("User"))), text(tongue(N_("Role"))), text(tongue(N_("Organisation"))), text("")]
    rows = [
        (
            one.id,
            saying.role(one.role, tongue),
            one.organisation or "–",
            "" if one.active else tongue(N_("kept out")),
        )
        for one in found
    ]
    screen.table(columns, rows, tongue(N_("Users: {n}"), n=len(found)))
    saying.hint(screen, N_("Next: `allocator user add NAME --role CODE` adds one, `user block NAME` keeps one out."))
    return Exit.DONE


def set_active(screen: Screen, name: str, *, active: bool) -> Exit:
    """Let a user in, or keep a user out."""
    with opened(screen) as desk:
        user = access.set_active(desk.office, desk.actor, name, active=active)
    if screen.as_json:
        return saying.show(screen, user)
    if active:
        saying.done(screen, N_("{user} may come in again, with a new token."), user=name)
        saying.hint(screen, N_("Next: `allocator token add --for {user}` makes a token for this user."), user=name)
    else:
        saying.done(screen, N_("{user} is kept out; the tokens of this user hold no more."), user=name)
    return Exit.DONE


def organisation(screen: Screen, key_: str | None, kind: str | None, name: str) -> Exit:
    """Keep an organisation, or show all of them."""
    if key_ is None:
        return _organisations(screen)
    if kind is None or not name:
        raise WrongUse(screen.tongue(N_("Give --kind and --name too.")))
    with opened(screen) as desk:
        access.keep_organisation(desk.office, desk.actor, key_, kind, name)
    if screen.as_json:
        return saying.show(screen, {"id": key_, "kind": kind, "name": name})
    saying.done(screen, N_("{name} is kept as {key}."), name=name, key=key_)
    words = N_("Next: `allocator user add NAME --role {kind} --organisation {key}` adds somebody of it.")
    saying.hint(screen, words, kind=kind, key=key_)
    return Exit.DONE


def _organisations(screen: Screen) -> Exit:
    with opened(screen) as desk:
        found = access.list_organisations(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"organisations": found})
    tongue = screen.tongue
    columns = [key(tongue(N_("Key"))), text(tongue(N_("Kind"))), text(tongue(N_("Name")))]
    rows = [(one.id, saying.kind(one.kind, tongue), one.name) for one in found]
    screen.table(columns, rows, tongue(N_("Organisations: {n}"), n=len(found)))
    saying.hint(screen, N_("Next: `allocator user organisation KEY --kind CODE --name TEXT` adds one."))
    return Exit.DONE


def me(screen: Screen) -> Exit:
    """Show who this is."""
    with opened(screen) as desk:
        actor = desk.actor
    if screen.as_json:
        return saying.show(screen, actor)
    tongue = screen.tongue
    saying.facts(
        screen,
        [
            (tongue(N_("You are")), actor.id),
            (tongue(N_("Role")), saying.role(actor.role, tongue)),
            (tongue(N_("Organisation")), actor.organisation or ""),
        ],
    )
    begin(screen, actor.role)
    return Exit.DONE


def begin(screen: Screen, role: Role) -> None:
    """Where somebody of this role begins."""
    if role is Role.ADMINISTRATOR:
        saying.hint(screen, N_("Next: `allocator user list` shows who may come in."))
    elif role is Role.AUDITOR:
        saying.hint(screen, N_("Next: `allocator audit verify` checks that nothing was changed unseen."))
    else:
        saying.hint(screen, N_("Next: `allocator placement list --mine` shows what waits for you."))
