"""Organisations, users and tokens."""

import hashlib
import hmac
from datetime import datetime

from sqlmodel import col, func, select

from allocator.domain.workflow import Role
from allocator.locale import N_
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


def holder(work: Work, secret: str, at: datetime) -> tuple[UserRow, TokenRow, str | None] | None:
    """Whose token this is, and to what it is limited; None: nobody's, revoked, expired, or of who is not active."""
    wanted = digest(secret)
    found = work.session.exec(
        select(TokenRow, UserRow, TokenScopeRow.scope)
        .join(UserRow, col(UserRow.id) == TokenRow.user)
        .outerjoin(TokenScopeRow, col(TokenScopeRow.token) == TokenRow.id)
        .where(TokenRow.digest == wanted)
    ).first()
    if found is None:
        return None
    row, user_row, scope = found
    if not hmac.compare_digest(row.digest, wanted) or row.revoked_at is not None or row.expires_at <= at:
        return None
    return (user_row, row, scope) if user_row.active else None
