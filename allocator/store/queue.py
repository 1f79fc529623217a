"""Long work in a queue: who works on what, and what to do with it when its worker gives no sign of life any more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import and_, col, or_, select

from allocator.domain.failure import Failure
from allocator.store.engine import Work
from allocator.store.faults import Conflict
from allocator.store.tables.base import Queued

Row = TypeVar("Row", bound=Queued)

QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"
CANCELLED = "cancelled"
"""What is written down of work that somebody called off."""
LEASE = timedelta(seconds=60)
"""A worker that gave no sign of life for so long has died; another one may take over."""


@dataclass(frozen=True)
class Piece:
    """A piece of long work as it stands."""

    id: int
    status: str
    asked_by: str
    asked_at: datetime
    attempts: int
    worker: str | None
    lease_until: datetime | None
    heartbeat_at: datetime | None
    ended_at: datetime | None
    error: str
    progress: dict[str, Any]
    cancelled_by: str | None

    @property
    def failure(self) -> Failure | None:
        """Why it failed; None when it did not, or was called off."""
        return Failure.of(self.error) if self.cancelled_by is None else None

    def died(self, now: datetime) -> bool:
        """Whether its worker gives no sign of life any more."""
        return self.status == RUNNING and self.lease_until is not None and self.lease_until < now

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is still to come."""
        return self.status in (DONE, FAILED)

    def standing(self, *, died: bool) -> str:
        """In one word how it stands: its status, ``died`` or ``cancelled``."""
        return CANCELLED if self.cancelled_by is not None else "died" if died else self.status


@dataclass(frozen=True)
class Words:
    """What is said of one kind of work: each takes its number under ``name``."""

    name: str
    over: str
    cancelled: str
    taken_over: str


def claim(work: Work, table: type[Row], worker: str, now: datetime, only: int | None = None) -> Row | None:
    """Take the oldest piece that waits, or whose worker died; None when there is none.

    Args:
        work: the transaction.
        table: which queue.
        worker: who takes it.
        now: the moment.
        only: this piece and no other.
    """
    died = and_(col(table.status) == RUNNING, col(table.lease_until) < now)
    wanted = select(table).where(or_(col(table.status) == QUEUED, died)).order_by(col(table.id))
    if only is not None:
        wanted = wanted.where(table.id == only)
    row = work.session.exec(wanted).first()
    if row is None:
        return None
    row.status, row.worker, row.attempts = RUNNING, worker, row.attempts + 1
    row.heartbeat_at, row.lease_until, row.error, row.progress = now, now + LEASE, "", "{}"
    _kept(work, row)
    return row


def beat(work: Work, table: type[Row], piece: Piece, now: datetime, progress: Mapping[str, Any]) -> bool:
    """A sign of life, and how far it is; False when the piece is no longer this worker's."""
    row = mine(work, table, piece)
    if row is None:
        return False
    row.heartbeat_at, row.lease_until, row.progress = now, now + LEASE, json.dumps(progress, sort_keys=True)
    work.session.add(row)
    return True


def mine(work: Work, table: type[Row], piece: Piece) -> Row | None:
    """The row, while it is still this worker's: nobody took over, or called it off."""
    row = work.session.get(table, piece.id)
    same = row is not None and (row.status, row.worker, row.attempts) == (RUNNING, piece.worker, piece.attempts)
    return row if same else None


def cancel(work: Work, table: type[Row], number: int, now: datetime, by: str, words: Words) -> None:
    """Somebody calls off what waits or is at work; what its worker makes of it is no longer taken.

    Raises:
        Conflict: when it has ended.
    """
    row = work.session.get_one(table, number)
    if row.status not in (QUEUED, RUNNING):
        raise Conflict(f"{words.name}_over", words.over, **{words.name: number})
    row.status, row.ended_at, row.error, row.cancelled_by = FAILED, now, CANCELLED, by
    row.lease_until = None
    _kept(work, row)


def give_back(work: Work, table: type[Row], piece: Piece) -> bool:
    """The worker stops before it is done: the piece waits again. False when it is no longer this worker's."""
    row = mine(work, table, piece)
    if row is None:
        return False
    row.status, row.worker, row.lease_until = QUEUED, None, None
    _kept(work, row)
    return True


def end(work: Work, table: type[Row], piece: Piece, now: datetime, words: Words, error: str = "") -> Row:
    """It is done, or with an error it failed; gives the row, for what else there is to write down.

    Raises:
        Conflict: when another worker took over, whose result counts; or when it was called off.
    """
    row = mine(work, table, piece)
    if row is None:
        found = work.session.get_one(table, piece.id)
        if found.cancelled_by is not None:
            raise Conflict("cancelled", words.cancelled, **{words.name: piece.id})
        raise Conflict("taken_over", words.taken_over, **{words.name: piece.id})
    row.status, row.ended_at, row.error = FAILED if error else DONE, now, error[:500]
    row.lease_until = None
    _kept(work, row)
    return row


def _kept(work: Work, row: Queued) -> None:
    work.session.add(row)
    work.session.flush()
