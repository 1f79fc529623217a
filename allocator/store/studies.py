"""Studies: long work that ends in a result, and simulated runs that are kept one by one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from allocator.domain.round import canonical_json
from allocator.locale import N_
from allocator.store import queue
from allocator.store.engine import Work
from allocator.store.faults import Conflict, NotFound
from allocator.store.queue import QUEUED, RUNNING, Piece, Words
from allocator.store.tables import PartRow, StudyRow

MOST_WAITING = 20
"""Studies that wait or are at work at a time; more would only wait for each other."""
_WORDS = Words(
    "study",
    over=N_("Study {study} has ended; there is nothing to call off."),
    cancelled=N_("Study {study} was called off."),
    taken_over=N_("Study {study} was taken over by another worker."),
)


@dataclass(frozen=True)
class Study(Piece):
    """A study as it stands. ``asked``: what was asked, as JSON; ``result``: the key of what came of it."""

    kind: str
    asked: dict[str, Any]
    result: str | None


def _study(row: StudyRow) -> Study:
    columns = {name: getattr(row, name) for name in Study.__dataclass_fields__}
    return Study(**columns | {"asked": json.loads(row.asked), "progress": json.loads(row.progress)})


def ask(work: Work, kind: str, asked: Mapping[str, Any], by: str, at: datetime) -> Study:
    """Put a study in the queue.

    Raises:
        Conflict: when many wait already.
    """
    busy = select(StudyRow.id).where(col(StudyRow.status).in_((QUEUED, RUNNING))).limit(MOST_WAITING)
    if len(work.session.exec(busy).all()) >= MOST_WAITING:
        text = N_("There are {n} studies that wait or are at work; call one off, or wait.")
        raise Conflict("busy", text, n=MOST_WAITING)
    row = StudyRow(kind=kind, asked=canonical_json(asked), status=QUEUED, asked_by=by, asked_at=at)
    work.session.add(row)
    work.session.flush()
    return _study(row)


def find(work: Work, number: int) -> Study:
    """A study by its number.

    Raises:
        NotFound: when there is none.
    """
    row = work.session.get(StudyRow, number)
    if row is None:
        raise NotFound("no_study", N_("There is no study {study}."), study=number)
    return _study(row)


def listed(work: Work, most: int) -> list[Study]:
    """Studies, the newest first."""
    wanted = select(StudyRow).order_by(col(StudyRow.id).desc()).limit(most)
    return [_study(row) for row in work.session.exec(wanted)]


def claim(work: Work, worker: str, now: datetime, only: int | None = None) -> Study | None:
    """Take the oldest study that waits, or whose worker died; None when there is none."""
    row = queue.claim(work, StudyRow, worker, now, only)
    return None if row is None else _study(row)


def beat(work: Work, study: Study, now: datetime, progress: Mapping[str, Any]) -> bool:
    """A sign of life, and how far it is; False when the study is no longer this worker's."""
    return queue.beat(work, StudyRow, study, now, progress)


def is_mine(work: Work, study: Study) -> bool:
    """Whether the study is still this worker's: nobody took over, or called it off."""
    return queue.mine(work, StudyRow, study) is not None


def finish(work: Work, study: Study, now: datetime, result: str) -> None:
    """The study is done; its result is kept in the same transaction.

    Raises:
        Conflict: when another worker took over, or it was called off.
    """
    queue.end(work, StudyRow, study, now, _WORDS).result = result
    work.session.flush()


def fail(work: Work, study: Study, now: datetime, error: str) -> None:
    """The study ended without a result.

    Raises:
        Conflict: when another worker took over, or it was called off.
    """
    queue.end(work, StudyRow, study, now, _WORDS, error or queue.FAILED)


def cancel(work: Work, number: int, now: datetime, by: str) -> None:
    """Somebody calls a study off.

    Raises:
        Conflict: when it has ended.
    """
    queue.cancel(work, StudyRow, number, now, by, _WORDS)


def give_back(work: Work, study: Study) -> bool:
    """The worker stops before it is done: the study waits again. False when it is no longer this worker's."""
    return queue.give_back(work, StudyRow, study)


def part(work: Work, key: str) -> str | None:
    """A simulated run that was kept, as JSON; None: it was not."""
    row = work.session.get(PartRow, key)
    return None if row is None else row.document


def keep_part(work: Work, key: str, document: str, at: datetime) -> bool:
    """Keep a simulated run; False when it is there already."""
    if work.session.get(PartRow, key) is not None:
        return False
    work.session.add(PartRow(sha256=key, document=document, kept_at=at))
    work.session.flush()
    return True
