"""Runs: who works on which, and what to do with one whose worker gives no sign of life any more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from allocator import privacy
from allocator.locale import N_
from allocator.store import asking, documents, queue
from allocator.store.engine import Work
from allocator.store.faults import Conflict, NotFound
from allocator.store.queue import CANCELLED, DONE, FAILED, LEASE, QUEUED, RUNNING, Piece, Words
from allocator.store.tables import RunRow
from allocator.store.vault import Gone

_WORDS = Words(
    "run",
    over=N_("Run {run} has ended; there is nothing to call off."),
    cancelled=N_("Run {run} was called off."),
    taken_over=N_("Run {run} was taken over by another worker."),
)


@dataclass(frozen=True)
class Run(Piece):
    """A run as it stands."""

    round: str
    time_limit: float | None
    info: dict[str, Any]


_SEALED = ("amendment",)
"""What was told to a run, which may be large."""


def _run(row: RunRow) -> Run:
    columns = {name: getattr(row, name) for name in Run.__dataclass_fields__}
    return Run(**columns | {"info": json.loads(row.info), "progress": json.loads(row.progress)})


def ask(work: Work, round_id: str, by: str, at: datetime, amendment: dict[str, Any], time_limit: float | None) -> Run:
    """Put a run in the queue; at most one of a round waits or works at a time.

    Raises:
        Conflict: when one does.
    """
    busy = select(RunRow).where(RunRow.round == round_id, col(RunRow.status).in_((QUEUED, RUNNING)))
    if (row := work.session.exec(busy).first()) is not None:
        text = N_("Run {run} of round {round} is not finished yet.")
        raise Conflict("busy", text, run=row.id or 0, round=round_id)
    row = RunRow(round=round_id, status=QUEUED, asked_by=by, asked_at=at, amendment="", time_limit=time_limit)
    work.session.add(row)
    work.session.flush()
    about = {one["household"] for part in privacy.AMENDMENT for one in amendment.get(part.name, ())}
    row.amendment = documents.seal_data(work, amendment, privacy.AMENDMENT, _about(row.id or 0), about)
    return _run(row)


def _about(number: int) -> str:
    return f"run/{number}"


def amendment(work: Work, number: int) -> dict[str, Any]:
    """What was decided since the round was opened, as the run was told; whom it is about is sealed.

    Raises:
        Gone: when facts in it were destroyed on their date.
    """
    row = work.session.get_one(RunRow, number)
    try:
        return documents.opened(work, row.amendment, _about(number))
    except privacy.Shredded as error:
        text = N_("Run {run} cannot be done again: facts in it were destroyed on their date.")
        raise Gone("gone", text, run=number) from error


def said_of(work: Work, household: str) -> dict[str, dict[str, object]]:
    """What was told to runs of one household."""
    found = {}
    for row in work.session.exec(select(RunRow).order_by(col(RunRow.id))):
        if part := documents.bundle(work, row.amendment, _about(row.id or 0), household):
            found[f"run {row.id}"] = part
    return found


def find(work: Work, number: int) -> Run:
    """A run by its number.

    Raises:
        NotFound: when there is none.
    """
    for row in asking.rows(work, RunRow, id=number, without=_SEALED):
        return _run(row)
    raise NotFound("no_run", N_("There is no run {run}."), run=number)


def of_round(work: Work, round_id: str, last: int | None = None) -> list[Run]:
    """Runs of a round, the first one first; ``last``: no more than so many, the last ones."""
    found = asking.rows(work, RunRow, round=round_id, order=("-id",), without=_SEALED, most=last)
    return [_run(row) for row in reversed(found)]


def counts(work: Work, now: datetime) -> dict[str, int]:
    """How many runs stand how, of all rounds."""
    found = dict.fromkeys((QUEUED, RUNNING, DONE, FAILED, "died", CANCELLED), 0)
    for row in work.session.exec(select(RunRow)):
        run = _run(row)
        found[run.standing(died=run.died(now))] += 1
    return found


def waiting_since(work: Work) -> datetime | None:
    """Since when the oldest run waits for a worker; None: none does."""
    wanted = select(RunRow.asked_at).where(RunRow.status == QUEUED).order_by(col(RunRow.id))
    return work.session.exec(wanted).first()


def claim(work: Work, worker: str, now: datetime, only: int | None = None) -> Run | None:
    """Take the oldest run that waits, or whose worker died; None when there is none.

    Args:
        work: the transaction.
        worker: who takes it.
        now: the moment.
        only: this run and no other.
    """
    row = queue.claim(work, RunRow, worker, now, only)
    return None if row is None else _run(row)


def beat(work: Work, run: Run, now: datetime, progress: Mapping[str, Any]) -> bool:
    """A sign of life, and how far it is; False when the run is no longer this worker's."""
    return queue.beat(work, RunRow, run, now, progress)


def is_mine(work: Work, run: Run) -> bool:
    """Whether the run is still this worker's: nobody took over, or called it off."""
    return queue.mine(work, RunRow, run) is not None


def finish(work: Work, run: Run, now: datetime, info: dict[str, Any]) -> None:
    """The run is done; what it made is kept in the same transaction.

    Raises:
        Conflict: when another worker took over, whose result counts.
    """
    queue.end(work, RunRow, run, now, _WORDS).info = json.dumps(info, sort_keys=True)
    work.session.flush()


def fail(work: Work, run: Run, now: datetime, error: str) -> None:
    """The run ended without a proposal.

    Raises:
        Conflict: when another worker took over.
    """
    queue.end(work, RunRow, run, now, _WORDS, error or FAILED)


def cancel(work: Work, run: Run, now: datetime, by: str) -> None:
    """Somebody calls a run off that waits or is at work; what its worker makes of it is no longer taken.

    Raises:
        Conflict: when it has ended.
    """
    queue.cancel(work, RunRow, run.id, now, by, _WORDS)


def give_back(work: Work, run: Run) -> bool:
    """The worker stops before it is done: the run waits again. False when it is no longer this worker's."""
    return queue.give_back(work, RunRow, run)


__all__ = [
    "CANCELLED", "DONE", "FAILED", "LEASE", "QUEUED", "RUNNING", "Run", "amendment", "ask", "beat", "cancel", "claim",
    "counts", "fail", "find", "finish", "give_back", "is_mine", "of_round", "said_of", "waiting_since",
]  # fmt: skip
