"""Organisations, users and tokens."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy import select as sql_select
from sqlmodel import col, func, select

from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.store import asking
from allocator.store.engine import Work
from allocator.store.faults import Conflict, NotFound
from allocator.store.tables import OrganisationRow, TokenRow, TokenScopeRow, UserRow


def organisations(work: Work) -> list[OrganisationRow]:
    """All organisations, in order of key."""
    return list(work.session.exec(select(OrganisationRow).order_by(OrganisationRow.id)))


def keep_organisation(work: Work, key: str, kind: str, name: str) -> None:
    """Add an organisation, or give it another name."""
    row = work.session.get(OrganisationRow, key)
    if row is not None and row.kind != kind:
        raise Conflict("other_kind", N_("{organisation} is known as {kind}."), organisation=key, kind=row.kind)
    work.session.merge(OrganisationRow(id=key, kind=kind, name=name))
    work.session.flush()


def name_of(work: Work, organisation: str) -> str:
    """Name of an organisation; its key when it is not known."""
    row = work.session.get(OrganisationRow, organisation)
    return row.name if row else organisation


def users(work: Work) -> list[UserRow]:
    """All users, in order of name."""
    return list(work.session.exec(select(UserRow).order_by(UserRow.id)))


def count_users(work: Work) -> int:
    """How many users there are."""
    return work.session.exec(select(func.count()).select_from(UserRow)).one()


def user(work: Work, key: str) -> UserRow:
    """A user.

    Raises:
        NotFound: when there is none with that name.
    """
    row = work.session.get(UserRow, key)
    if row is None:
        raise NotFound("no_user", N_("There is no user {user}."), user=key)
    return row


def find_user(work: Work, key: str) -> UserRow | None:
    """A user; None when there is none with that name."""
    return work.session.get(UserRow, key)


def add_user(work: Work, key: str, role: Role, organisation: str | None, at: datetime) -> UserRow:
    """Add a user.

    Raises:
        Conflict: when the name is taken.
    """
    if work.session.get(UserRow, key) is not None:
        raise Conflict("user_exists", N_("There is a user {user} already."), user=key)
    row = UserRow(id=key, role=role.value, organisation=organisation, made_at=at)
    work.session.add(row)
    work.session.flush()
    return row


def digest(secret: str) -> str:
    """What is kept of a token: it has 256 random bits, so a plain hash tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add_token(work: Work, user_id: str, secret: str, label: str, at: datetime, until: datetime) -> TokenRow:
    """Keep the hash of a token."""
    row = TokenRow(user=user_id, digest=digest(secret), label=label, made_at=at, expires_at=until)
    work.session.add(row)
    work.session.flush()
    return row


def tokens(work: Work, user_id: str | None = None) -> list[TokenRow]:
    """Tokens, the newest first; of one user when that is named."""
    wanted = select(TokenRow).order_by(col(TokenRow.id).desc())
    return list(work.session.exec(wanted if user_id is None else wanted.where(TokenRow.user == user_id)))


def token(work: Work, number: int) -> TokenRow:
    """A token by its number.

    Raises:
        NotFound: when there is none.
    """
    row = work.session.get(TokenRow, number)
    if row is None:
        raise NotFound("no_token", N_("There is no token {number}."), number=number)
    return row


def revoke(work: Work, row: TokenRow, at: datetime) -> None:
    """Let a token be of no use any more."""
    row.revoked_at = row.revoked_at or at
    work.session.add(row)


@dataclass(frozen=True)
class Holder:
    """Who holds a token, and to what it is limited."""

    token: int
    label: str
    user: str
    role: str
    organisation: str | None
    scope: str | None


_TOKENS, _USERS, _SCOPES = (asking.columns(one) for one in (TokenRow, UserRow, TokenScopeRow))
_HELD = (
    sql_select(*(_TOKENS.c[name] for name in ("digest", "revoked_at", "expires_at", "id", "label", "user")))
    .add_columns(_USERS.c.role, _USERS.c.organisation, _SCOPES.c.scope, _USERS.c.active)
    .join(_USERS, _USERS.c.id == _TOKENS.c.user)
    .outerjoin(_SCOPES, _SCOPES.c.token == _TOKENS.c.id)
    .where(_TOKENS.c.digest == bindparam("digest"))
)


def holder(work: Work, secret: str, at: datetime) -> Holder | None:
    """Whose token this is; None: nobody's, revoked, expired, or of who is not active."""
    wanted = digest(secret)
    for kept, revoked_at, expires_at, *rest, active in work.ask(_HELD, digest=wanted):
        if hmac.compare_digest(kept, wanted) and revoked_at is None and expires_at > at and active:
            return Holder(*rest)
    return None
