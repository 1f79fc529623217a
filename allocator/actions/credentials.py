"""Passwords, second factors and identities at a provider: everybody sets one's own."""

from dataclasses import dataclass

from allocator.actions.parts.deed import ADMINISTRATOR, ONESELF, Deed, action
from allocator.domain.refusal import Conflict, NotAllowed, Refusal
from allocator.locale import N_
from allocator.privacy import signing_in
from allocator.store import access, identity, visits


@dataclass(frozen=True)
class Factor:
    """The secret of a second factor, shown once; ``uri`` as an app for codes takes it."""

    secret: str
    uri: str


@action(ONESELF)
def set_password(deed: Deed, password: str, before: str = "") -> None:
    """Set one's own password; who has one says it."""
    kept = identity.credential(deed.work, deed.actor.id)
    if kept is not None and not signing_in.is_password(kept.password, before):
        raise NotAllowed("sign_in", N_("The password that you have now is not right."))
    for sentence in signing_in.check_password(password, deed.actor.id):
        raise Refusal.saying("password", sentence)
    identity.set_password(deed.work, deed.actor.id, signing_in.hash_password(password), deed.now)
    deed.note("credential", deed.actor.id, facts={"set": "password"})


@action(ONESELF)
def new_factor(deed: Deed) -> Factor:
    """Begin with a second factor; it is asked once a code of it was given."""
    row = identity.credential(deed.work, deed.actor.id)
    if row is None:
        raise Conflict("no_password", N_("Set a password first."))
    if row.totp_confirmed_at is not None:
        raise Conflict("factor", N_("You have a second factor; an administrator removes it, with your password."))
    secret = signing_in.new_factor()
    identity.set_factor(deed.work, row, secret)
    deed.note("credential", deed.actor.id, facts={"set": "second factor"})
    return Factor(secret, signing_in.factor_uri(secret, deed.actor.id))


@action(ONESELF)
def confirm_factor(deed: Deed, code: str) -> None:
    """Show that one has the second factor; from then on it is asked."""
    row = identity.credential(deed.work, deed.actor.id)
    secret = identity.factor(deed.work, row) if row else None
    if row is None or secret is None:
        raise Conflict("no_factor", N_("Begin with a second factor first."))
    if signing_in.code_step(secret, code, deed.now, 0) is None:
        raise Refusal("code", N_("This is not the code of now; look at the clock of your telephone."))
    identity.confirm_factor(deed.work, row, deed.now)
    deed.note("credential", deed.actor.id, facts={"confirmed": "second factor"})


@dataclass(frozen=True)
class Standing:
    """What somebody signs in with here."""

    password: bool
    factor: bool


@action(ONESELF, writes=False)
def show_standing(deed: Deed) -> Standing:
    """Whether one has a password, and a second factor that is asked."""
    row = identity.credential(deed.work, deed.actor.id)
    return Standing(row is not None, row is not None and row.totp_confirmed_at is not None)


@action(ONESELF)
def leave_everywhere(deed: Deed) -> int:
    """End all one's own sessions of the pages, on every machine; how many."""
    count = visits.end_all(deed.work, deed.actor.id, deed.now)
    if not count:
        deed.nothing_changed()
        return 0
    deed.note("token", deed.actor.id, facts={"sessions": count})
    return count


@action(ADMINISTRATOR)
def reset(deed: Deed, name: str) -> bool:
    """Remove password, second factor and identities of a user, who sets them again with a token."""
    access.user(deed.work, name)
    gone, links = identity.forget(deed.work, name), identity.unlink(deed.work, name)
    if not gone and not links:
        deed.nothing_changed()
        return False
    deed.note("credential", name, facts={"reset": True, "identities": links})
    return True


@action(ADMINISTRATOR)
def link_identity(deed: Deed, name: str, issuer: str, subject: str) -> None:
    """Say who a user is at an identity provider (OpenID Connect)."""
    access.user(deed.work, name)
    identity.link(deed.work, issuer, subject, name, deed.now)
    deed.note("identity", name, facts={"issuer": issuer})
