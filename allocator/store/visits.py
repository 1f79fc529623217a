"""Sessions of the pages: a token that only a cookie holds, and when it was used last."""

from datetime import datetime

from sqlmodel import col, select

from allocator.store.access import revoke
from allocator.store.engine import Work
from allocator.store.tables import TokenRow, VisitRow

PAGE = "page"
"""Label of the token of a session; it opens pages and nothing else."""


def begin(work: Work, token: int, at: datetime) -> None:
    """A session begins with the token that was just made."""
    work.session.add(VisitRow(token=token, seen_at=at))
    work.session.flush()


def seen(work: Work, token: int) -> datetime | None:
    """When a session was used last; None: the token is none of a session."""
    row = work.session.get(VisitRow, token)
    return row.seen_at if row else None


def see(work: Work, token: int, at: datetime) -> None:
    """A session is used."""
    row = work.session.get_one(VisitRow, token)
    row.seen_at = at
    work.session.add(row)


def end_all(work: Work, user: str, at: datetime) -> int:
    """End every session of a user; how many there were."""
    open_ones = select(TokenRow).where(
        TokenRow.user == user,
        TokenRow.label == PAGE,
        col(TokenRow.revoked_at).is_(None),
        TokenRow.expires_at > at,
        col(TokenRow.id).in_(select(VisitRow.token)),
    )
    rows = work.session.exec(open_ones).all()
    for row in rows:
        revoke(work, row, at)
    return len(rows)
