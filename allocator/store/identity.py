"""Passwords, second factors, identities at a provider, and what tokens are limited to."""

from datetime import datetime

from sqlmodel import col, select

from allocator.store.engine import Work
from allocator.store.tables import CredentialRow, IdentityRow, KnockRow, TokenScopeRow

READ = "read"
"""A token that changes nothing."""


def credential(work: Work, user: str) -> CredentialRow | None:
    """What a user signs in with; None: no password was set."""
    return work.session.get(CredentialRow, user)


def set_password(work: Work, user: str, hashed: str, at: datetime) -> CredentialRow:
    """Keep a password; the second factor stays as it is."""
    row = credential(work, user) or CredentialRow(user=user, password="", changed_at=at)
    row.password, row.changed_at = hashed, at
    work.session.add(row)
    work.session.flush()
    return row


def set_factor(work: Work, row: CredentialRow, secret: str) -> None:
    """Keep the secret of a second factor that is not confirmed yet."""
    row.totp, row.totp_confirmed_at = work.vault.cover(_about(row.user), secret), None
    work.session.add(row)
    work.session.flush()


def confirm_factor(work: Work, row: CredentialRow, at: datetime) -> None:
    """From now on it is asked."""
    row.totp_confirmed_at = at
    work.session.add(row)
    work.session.flush()


def factor(work: Work, row: CredentialRow) -> str | None:
    """The secret of the second factor.

    Raises:
        Locked: when the environment lacks the key under which it is kept.
    """
    return None if row.totp is None else work.vault.uncover(_about(row.user), row.totp)


def _about(user: str) -> str:
    return f"factor/{user}"


def forget(work: Work, user: str) -> bool:
    """Remove password and second factor; false when there was none."""
    row = credential(work, user)
    if row is None:
        return False
    work.session.delete(row)
    if (knock := work.session.get(KnockRow, user)) is not None:
        work.session.delete(knock)
    work.session.flush()
    return True


def knocks(work: Work, user: str) -> KnockRow:
    """How often somebody tried in vain."""
    row = work.session.get(KnockRow, user)
    if row is None:
        row = KnockRow(user=user)
        work.session.add(row)
        work.session.flush()
    return row


def limit_token(work: Work, token: int, scope: str) -> None:
    """Limit a token that was just made."""
    work.session.add(TokenScopeRow(token=token, scope=scope))
    work.session.flush()


def scope_of(work: Work, token: int) -> str | None:
    """What a token is limited to; None: it may do all that its user may."""
    row = work.session.get(TokenScopeRow, token)
    return row.scope if row else None


def link(work: Work, issuer: str, subject: str, user: str, at: datetime) -> None:
    """Say who a user is at an identity provider, in the place of what was said before of that identity."""
    work.session.merge(IdentityRow(issuer=issuer, subject=subject, user=user, linked_at=at))
    work.session.flush()


def linked(work: Work, issuer: str, subject: str) -> str | None:
    """The user behind an identity; None: nobody."""
    row = work.session.get(IdentityRow, (issuer, subject))
    return row.user if row else None


def unlink(work: Work, user: str) -> int:
    """Remove all identities of a user; how many there were."""
    rows = work.session.exec(select(IdentityRow).where(IdentityRow.user == user)).all()
    for row in rows:
        work.session.delete(row)
    work.session.flush()
    return len(rows)


def cover_anew(work: Work) -> int:
    """Encrypt all second factors under the current key of the environment; how many were not."""
    count = 0
    for row in work.session.exec(select(CredentialRow).where(col(CredentialRow.totp).is_not(None))):
        fresh = work.vault.covered_anew(_about(row.user), row.totp or "")
        if fresh != row.totp:
            row.totp, count = fresh, count + 1
            work.session.add(row)
    work.session.flush()
    return count
