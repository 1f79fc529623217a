"""Which households were in which rounds: pseudonyms, which stay whatever is destroyed."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from allocator.store import documents
from allocator.store.engine import Work
from allocator.store.rounds import KeptRound
from allocator.store.tables import RoundRow

_AT_ONCE = 20
"""Documents that are read from the database together: each may be some megabytes."""


def of_round(work: Work, kept: KeptRound) -> list[str]:
    """Households of a round."""
    known = work.opened.named([kept.sha256]) or _named(work, RoundRow.id == kept.id)
    return list(next(iter(known.values()), ()))


def until(work: Work, last: date) -> dict[str, tuple[str, ...]]:
    """Households of all rounds of a day and before, by round: the round that was opened first comes first."""
    return _named(work, RoundRow.as_of <= last)


def _named(work: Work, which: Any) -> dict[str, tuple[str, ...]]:
    wanted = select(RoundRow.id, RoundRow.sha256).where(which).order_by(col(RoundRow.opened_at), col(RoundRow.id))
    rows = work.session.exec(wanted).all()
    found = work.opened.named(sha256 for _, sha256 in rows)
    unknown = [sha256 for _, sha256 in rows if sha256 not in found]
    for first in range(0, len(unknown), _AT_ONCE):
        some = col(RoundRow.sha256).in_(unknown[first : first + _AT_ONCE])
        documents_ = work.session.exec(select(RoundRow.sha256, RoundRow.document).where(some))
        found |= work.opened.name({sha256: documents.named(document) for sha256, document in documents_})
    return {key: found[sha256] for key, sha256 in rows}
