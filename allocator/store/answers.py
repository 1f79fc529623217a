"""First answers to requests over the API, by who asked and the key that the request was given."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlmodel import select

from allocator.store import asking
from allocator.store.engine import Work
from allocator.store.many import insert_one
from allocator.store.tables import AnswerRow


@dataclass(frozen=True)
class KeptAnswer:
    """What was asked, as a hash, and what was answered."""

    request: str
    text: str


def _about(user: str, key: str) -> str:
    return f"answer/{user}/{key}"


def find(work: Work, user: str, key: str) -> KeptAnswer | None:
    """The answer that was given to a request of this user with this key; None: there is none.

    Raises:
        Locked: when the environment lacks the key under which it is kept.
    """
    row = asking.row(work, AnswerRow, user, key)
    return KeptAnswer(row.request, work.vault.uncover(_about(user, key), row.sealed)) if row else None


def keep(work: Work, user: str, key: str, answer: KeptAnswer, at: datetime, until: datetime) -> None:
    """Keep an answer; there is none yet."""
    sealed = work.vault.cover(_about(user, key), answer.text)
    said = {"user": user, "key": key, "request": answer.request, "sealed": sealed}
    insert_one(work.session, AnswerRow, **said, given_at=at, expires_at=until)


_ROWS = asking.columns(AnswerRow)
_FORGET = delete(_ROWS).where(_ROWS.c.expires_at <= bindparam("now"))


def forget(work: Work, now: datetime) -> None:
    """Remove what is past its time."""
    work.session.connection().execute(_FORGET, {"now": now})


def cover_anew(work: Work) -> int:
    """Encrypt all answers under the current key of the environment; how many were not."""
    count = 0
    for row in work.session.exec(select(AnswerRow)):
        fresh = work.vault.covered_anew(_about(row.user, row.key), row.sealed)
        if fresh != row.sealed:
            row.sealed, count = fresh, count + 1
            work.session.add(row)
    work.session.flush()
    return count
