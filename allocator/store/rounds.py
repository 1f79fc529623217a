"""Rounds and proposals: documents that can be replayed as long as the keys of their households are there."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import col, func, select

from allocator import privacy
from allocator.domain.proposal import Proposal
from allocator.domain.refusal import Refusal
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.store import asking, documents
from allocator.store.engine import Work
from allocator.store.faults import Conflict, NotFound
from allocator.store.tables import ProposalRow, RoundRow
from allocator.store.vault import Gone, household_subject

OPEN, CLOSED = "open", "closed"
_NO_ROUND = defer(cast("QueryableAttribute[str]", RoundRow.document))
_LARGE = ("document",)
"""Documents are a thousand times as large as all else of a row; they are read when they are asked for."""
_LATEST = ("-opened_at", "-id")


class Tampered(Refusal):
    """A stored document is not what its hash says."""


@dataclass(frozen=True)
class KeptRound:
    """What is known of a round without its document."""

    id: str
    as_of: date
    period: str
    status: str
    policy: str
    seed: str
    sha256: str
    opened_by: str
    opened_at: datetime
    closed_by: str | None
    closed_at: datetime | None


@dataclass(frozen=True)
class KeptProposal:
    """What is known of a proposal without its document."""

    id: int
    round: str
    number: int
    run: int
    round_sha256: str
    sha256: str
    proven: bool
    made_at: datetime


def _kept(row: RoundRow) -> KeptRound:
    return KeptRound(**{name: getattr(row, name) for name in KeptRound.__dataclass_fields__})


def _kept_proposal(row: ProposalRow) -> KeptProposal:
    return KeptProposal(**{name: getattr(row, name) for name in KeptProposal.__dataclass_fields__})


# ------------------------------------------------------------------------------------------------ rounds


def add(work: Work, one: Round, by: str, at: datetime) -> KeptRound:
    """Keep a round as it was opened.

    Raises:
        Conflict: when a round of that name exists.
    """
    if work.session.get(RoundRow, one.round_id) is not None:
        raise Conflict("round_exists", N_("There is a round {round} already."), round=one.round_id)
    sealed = documents.seal(work, one, privacy.ROUND, _about(one.round_id), _people(work, one))
    row = RoundRow(
        id=one.round_id,
        as_of=one.as_of,
        period=one.period,
        status=OPEN,
        policy=one.policy.version,
        seed=one.lottery_seed,
        sha256=one.sha256,
        document=sealed,
        opened_by=by,
        opened_at=at,
    )
    work.session.add(row)
    work.session.flush()
    return _kept(row)


def _about(round_id: str) -> str:
    return f"round/{round_id}"


def _people(work: Work, one: Round) -> list[str]:
    """Under whose keys a round is sealed: its households, and who moved in before and is still known."""
    living = {household_subject(o.id): o.id for o in one.occupants if o.id}
    known = work.vault.keys_of(living)
    return [*(h.id for h in one.households), *(living[subject] for subject in sorted(known))]


def _row(work: Work, round_id: str) -> RoundRow:
    row = work.session.get(RoundRow, round_id, options=[_NO_ROUND])
    if row is None:
        raise _no_round(round_id)
    return row


def _no_round(round_id: str) -> NotFound:
    return NotFound("no_round", N_("There is no round {round}."), round=round_id)


def find(work: Work, round_id: str) -> KeptRound:
    """What is known of a round.

    Raises:
        NotFound: when there is none of that name.
    """
    for row in asking.rows(work, RoundRow, id=round_id, without=_LARGE):
        return _kept(row)
    raise _no_round(round_id)


def latest(work: Work, status: str | None = None) -> KeptRound | None:
    """The round that was opened last; with a status, the last of those."""
    same = {} if status is None else {"status": status}
    found = asking.rows(work, RoundRow, **same, order=_LATEST, without=_LARGE, most=1)
    return _kept(found[0]) if found else None


def all_rounds(work: Work, most: int = 60) -> list[KeptRound]:
    """Rounds, the newest first."""
    return [_kept(row) for row in asking.rows(work, RoundRow, order=_LATEST, without=_LARGE, most=most)]


def load(work: Work, round_id: str) -> Round:
    """A round as it was frozen.

    Raises:
        Gone: when facts in it were destroyed on their date.
        Tampered: when it is not what its hash says.
    """
    row = find(work, round_id)
    try:
        found = documents.opened_as(work, Round, RoundRow, round_id, _about(round_id))
    except privacy.Shredded as error:
        raise _gone(round_id) from error
    if found.sha256 != row.sha256:
        text = N_("Round {round} is not what was frozen: its hash is another one.")
        raise Tampered("tampered", text, round=round_id)
    return found


def _gone(round_id: str) -> Gone:
    text = N_("Round {round} cannot be replayed any more: facts in it were destroyed on their date.")
    return Gone("gone", text, round=round_id)


def close(work: Work, round_id: str, by: str, at: datetime) -> None:
    """Let a round be over."""
    row = _row(work, round_id)
    row.status, row.closed_by, row.closed_at, row.version = CLOSED, by, at, row.version + 1
    work.session.add(row)


# ------------------------------------------------------------------------------------------------ proposals


def add_proposal(work: Work, round_: Round, run: int, proposal: Proposal, text: str, at: datetime) -> KeptProposal:
    """Keep the proposal of a run.

    Args:
        work: the transaction.
        round_: what it was made from.
        run: the run that made it.
        proposal: the proposal.
        text: its exact JSON, of which the hash is kept.
        at: when.
    """
    numbers = select(func.max(ProposalRow.number)).where(ProposalRow.round == round_.round_id)
    number = (work.session.exec(numbers).one() or 0) + 1
    households = (h.id for h in round_.households)
    about = f"proposal/{round_.round_id}/{number}"
    row = ProposalRow(
        round=round_.round_id,
        number=number,
        run=run,
        round_sha256=round_.sha256,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        proven=proposal.reproducible,
        made_at=at,
        document=documents.seal(work, proposal, privacy.PROPOSAL, about, households),
    )
    work.session.add(row)
    work.session.flush()
    return _kept_proposal(row)


def proposals(work: Work, round_id: str, last: int | None = None) -> list[KeptProposal]:
    """Proposals of a round, the first one first; ``last``: no more than so many, the last ones."""
    found = asking.rows(work, ProposalRow, round=round_id, order=("-number",), without=_LARGE, most=last)
    return [_kept_proposal(row) for row in reversed(found)]


def find_proposal(work: Work, round_id: str, number: int | None = None) -> KeptProposal:
    """A proposal of a round by its number; the last one when none is given.

    Raises:
        NotFound: when there is none.
    """
    same = {} if number is None else {"number": number}
    for row in asking.rows(work, ProposalRow, round=round_id, **same, order=("-number",), without=_LARGE, most=1):
        return _kept_proposal(row)
    raise NotFound("no_proposal", N_("Round {round} has no such proposal."), round=round_id)


def load_proposal(work: Work, kept: KeptProposal) -> Proposal:
    """A proposal as it was made.

    Raises:
        Gone: when facts in it were destroyed on their date.
    """
    try:
        return documents.opened_as(work, Proposal, ProposalRow, kept.id, f"proposal/{kept.round}/{kept.number}")
    except privacy.Shredded as error:
        raise _gone(kept.round) from error


def said_of(work: Work, household: str) -> dict[str, dict[str, object]]:
    """All that rounds and proposals say of one household."""
    found: dict[str, dict[str, object]] = {}
    for row in work.session.exec(select(RoundRow).order_by(col(RoundRow.opened_at))):
        if part := documents.bundle(work, row.document, _about(row.id), household):
            found[f"round {row.id}"] = part
    for one in work.session.exec(select(ProposalRow).order_by(col(ProposalRow.id))):
        if part := documents.bundle(work, one.document, f"proposal/{one.round}/{one.number}", household):
            found[f"proposal {one.round} {one.number}"] = part
    return found
