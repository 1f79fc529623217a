"""Organisations, users and tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allocator.actions.parts.deed import ADMINISTRATOR, AUDITOR, ONESELF, Deed, Scope, action
from allocator.actions.parts.office import TOKEN_DAYS
from allocator.domain.refusal import Conflict, NotAllowed
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.store import access, identity, webhooks
from allocator.store.tables import TokenRow, UserRow

KINDS = {Role.CORPORATION: "corporation", Role.CARE_PROVIDER: "care_provider", Role.MUNICIPALITY: "municipality"}
"""Roles that belong to an organisation, and of which kind."""

MOST_TOKEN_DAYS = 366


@dataclass(frozen=True)
class Organisation:
    """An organisation as shown."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True)
class User:
    """A user as shown."""

    id: str
    role: Role
    organisation: str | None
    active: bool


@dataclass(frozen=True)
class Token:
    """A token as shown: never its secret."""

    number: int
    user: str
    label: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@action(ADMINISTRATOR)
def keep_organisation(deed: Deed, key: str, kind: str, name: str) -> None:
    """Add an organisation, or change its name."""
    if kind not in KINDS.values():
        raise Conflict("kind", N_("Choose one of: {codes}."), codes=", ".join(KINDS.values()))
    access.keep_organisation(deed.work, key, kind, name)
    deed.note("organisation", key, facts={"kind": kind})


@action(ADMINISTRATOR, AUDITOR, writes=False)
def list_organisations(deed: Deed) -> list[Organisation]:
    """All organisations with their kind and name."""
    return [Organisation(row.id, row.kind, row.name) for row in access.organisations(deed.work)]


@action(ADMINISTRATOR)
def add_user(deed: Deed, name: str, role: Role, organisation: str | None = None) -> User:
    """Add a user with a role, and an organisation where the role needs one."""
    _must_fit(deed, role, organisation)
    row = access.add_user(deed.work, name, role, organisation, deed.now)
    deed.note("user", name, facts={"role": role.value, "organisation": organisation or ""})
    return _user(row)


def _must_fit(deed: Deed, role: Role, organisation: str | None) -> None:
    """Refuse an organisation that does not go with a role."""
    if role is Role.SYSTEM:
        raise NotAllowed("system", N_("Nobody can be the program itself."))
    known = {row.id: row.kind for row in access.organisations(deed.work)}
    kind = KINDS.get(role)
    if kind is None and organisation is not None:
        raise Conflict("organisation", N_("This role belongs to no organisation."))
    if kind is not None and known.get(organisation or "") != kind:
        text = N_("This role needs an organisation of kind {kind}; add it first.")
        raise Conflict("organisation", text, kind=kind)


@action(ADMINISTRATOR)
def set_role(deed: Deed, name: str, role: Role, organisation: str | None = None) -> User:
    """Give a user another role or organisation. What was made for the old one ends: tokens, sessions and webhooks."""
    row = access.user(deed.work, name)
    if name == deed.actor.id:
        raise Conflict("yourself", N_("You cannot change your own role."))
    _must_fit(deed, role, organisation)
    if (row.role, row.organisation) == (role.value, organisation):
        deed.nothing_changed()
        return _user(row)
    before = row.role
    row.role, row.organisation, row.version = role.value, organisation, row.version + 1
    for token in access.tokens(deed.work, name):
        access.revoke(deed.work, token, deed.now)
    for hook in webhooks.hooks(deed.work, name):
        webhooks.stop_hook(deed.work, hook.number)
    deed.note("user", name, facts={"role": role.value, "organisation": organisation or "", "before": before})
    return _user(row)


def _user(row: UserRow) -> User:
    return User(row.id, Role(row.role), row.organisation, row.active)


@action(ADMINISTRATOR)
def set_active(deed: Deed, name: str, *, active: bool) -> User:
    """Let a user in, or keep a user out; the tokens of who is kept out hold no more."""
    row = access.user(deed.work, name)
    if name == deed.actor.id and not active:
        raise Conflict("yourself", N_("You cannot keep yourself out."))
    if row.active == active:
        deed.nothing_changed()
        return _user(row)
    row.active, row.version = active, row.version + 1
    if not active:
        for token in access.tokens(deed.work, name):
            access.revoke(deed.work, token, deed.now)
    deed.note("user", name, facts={"active": active})
    return _user(row)


@action(ADMINISTRATOR, AUDITOR, writes=False)
def list_users(deed: Deed) -> list[User]:
    """All users with their role and organisation."""
    return [_user(row) for row in access.users(deed.work)]


@action(ONESELF, ADMINISTRATOR)
def add_token(
    deed: Deed, user: str | None = None, label: str = "", days: int = TOKEN_DAYS, *, reads_only: bool = False
) -> tuple[Token, str]:
    """Make a token for oneself; an administrator makes them for others. The secret is shown once."""
    name = user or deed.actor.id
    deed.must_be(name)
    if not 1 <= days <= MOST_TOKEN_DAYS:
        raise Conflict("days", N_("A token holds for 1 to {most} days."), most=MOST_TOKEN_DAYS)
    access.user(deed.work, name)
    secret = deed.office.secret()
    row = access.add_token(deed.work, name, secret, label[:80], deed.now, deed.now + timedelta(days=days))
    if reads_only:
        identity.limit_token(deed.work, row.id or 0, identity.READ)
    deed.note("token", str(row.id), facts={"user": name, "days": days, "reads_only": reads_only})
    return _token(row), secret


def _token(row: TokenRow) -> Token:
    return Token(row.id or 0, row.user, row.label, row.made_at, row.expires_at, row.revoked_at)


@action(ONESELF, ADMINISTRATOR)
def revoke_token(deed: Deed, number: int) -> None:
    """Let a token hold no more: one's own, or as administrator anybody's."""
    row = access.token(deed.work, number)
    deed.must_be(row.user)
    access.revoke(deed.work, row, deed.now)
    deed.note("token", str(number), facts={"user": row.user})


@action(ONESELF, ADMINISTRATOR, writes=False)
def list_tokens(deed: Deed) -> list[Token]:
    """One's own tokens; an administrator sees all of them."""
    of = deed.actor.id if deed.scope is Scope.SELF else None
    return [_token(row) for row in access.tokens(deed.work, of)]
