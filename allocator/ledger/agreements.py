"""What people agree on in the ledger: transfers that both sides accept, revisions, what is excused, corrections."""

from collections.abc import Container
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from allocator.domain.base import Code, Frozen, Id, MunicipalityCode
from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.denied import Denied
from allocator.domain.policy import Dimension
from allocator.domain.region import Period, Posting
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence, Value
from allocator.ledger.keys import ledger_group, quota_by_largest_remainder, shares
from allocator.ledger.standing import Standing, quotas, reverse, standing
from allocator.locale import N_

_CLOSED = N_("The period {period} is closed: its balance was carried over.")


class TransferState(StrEnum):
    """Where a transfer stands."""

    PENDING = "pending"
    AGREED = "agreed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class Transfer(Frozen):
    """One municipality takes over part of another's task (Huisvestingswet 2014, art. 29): only when both agree."""

    id: Id = Field(description="Its number.")
    period: Period = Field(description="Period of the ledger.")
    group: Code = Field(description="Group of the ledger.")
    unit: CountUnit = Field(description="What is counted.")
    taker: MunicipalityCode = Field(description="Its task grows.")
    giver: MunicipalityCode = Field(description="Its task shrinks by as much.")
    amount: int = Field(ge=1, le=10**6, description="By how much.")
    asked_by: MunicipalityCode = Field(description="Which of the two asked.")
    asked_on: date = Field(description="The day on which it was asked.")
    state: TransferState = Field(default=TransferState.PENDING, description="Where it stands.")
    answered_on: date | None = Field(default=None, description="The day on which it was answered, or taken back.")
    note: str = Field(default="", max_length=200, description="A short note, without personal data.")

    @property
    def asked_of(self) -> str:
        """The municipality that has to answer."""
        return self.giver if self.asked_by == self.taker else self.taker


def ask_transfer(transfer: Transfer, closed: Container[str] = ()) -> Transfer | Denied:
    """A transfer as it is proposed: by one of the two, in a period that is still open."""
    if transfer.taker == transfer.giver:
        return _no("one_side", N_("A transfer needs two municipalities."))
    if transfer.asked_by not in (transfer.taker, transfer.giver):
        return _no("not_yours", N_("Only the municipalities themselves agree on a transfer."))
    return _no("closed", _CLOSED, period=transfer.period) if transfer.period in closed else transfer


def agree(transfer: Transfer, by: str, on: date, closed: Container[str] = ()) -> tuple[Transfer, Posting] | Denied:
    """The other side accepts: from this day on it counts. One posting serves both, so the sum stays equal."""
    if denied := _not_answered_by(transfer, by, transfer.asked_of, on):
        return denied
    if transfer.period in closed:
        return _no("closed", _CLOSED, period=transfer.period)
    posting = Posting(
        period=transfer.period,
        municipality=transfer.taker,
        group=transfer.group,
        kind=LedgerKind.TRANSFER,
        amount=Decimal(transfer.amount),
        unit=transfer.unit,
        on=on,
        counterparty=transfer.giver,
        note=transfer.note,
    )
    return _answered(transfer, TransferState.AGREED, on), posting


def decline(transfer: Transfer, by: str, on: date) -> Transfer | Denied:
    """The other side does not accept; nothing changes in the ledger."""
    denied = _not_answered_by(transfer, by, transfer.asked_of, on)
    return denied or _answered(transfer, TransferState.DECLINED, on)


def take_back(transfer: Transfer, by: str, on: date) -> Transfer | Denied:
    """Who asked takes it back, before it is answered."""
    denied = _not_answered_by(transfer, by, transfer.asked_by, on)
    return denied or _answered(transfer, TransferState.TAKEN_BACK, on)


def quota_postings(round_: Round, dimension: Dimension, on: date) -> tuple[Posting, ...]:
    """The quota of the round's period for each municipality, from the key: fixed once, when the period begins.

    Nothing when the ledger has a quota already, or the policy gives none.
    """
    given = quotas(round_, dimension)
    if given is None or any(found.quota for found in standing(round_, dimension).values()):
        return ()
    return tuple(
        _posting(round_, dimension, LedgerKind.QUOTA, code, Decimal(int(amount)), on) for code, amount in given.items()
    )


def revise_quota(round_: Round, dimension: Dimension, total: int, on: date, note: str = "") -> tuple[Posting, ...]:
    """Revisions that bring the quota of the region to another total during the period, divided by the same key.

    Raises:
        ValueError: when no municipality has a share to divide it by.
    """
    wanted = quota_by_largest_remainder(total, shares(round_, dimension))
    now = standing(round_, dimension)
    given = quotas(round_, dimension) or {}
    more = {code: wanted.get(code, 0) - given.get(code, 0) - found.revisions for code, found in now.items()}
    return tuple(
        _posting(round_, dimension, LedgerKind.REVISION, code, Decimal(int(amount)), on, note)
        for code, amount in more.items()
        if amount
    )


def excuse(now: Standing, posting: Posting, closed: Container[str] = ()) -> Posting | Denied:
    """Excuse part of what a municipality still owes: nobody suitable was there. Nobody else's task changes.

    Args:
        now: the standing of the municipality in this ledger.
        posting: the excuse as it is asked: kind ``excused``, with a note that says why.
        closed: periods that do not change any more.
    """
    if posting.kind is not LedgerKind.EXCUSED or posting.amount <= 0:
        return _no("amount", N_("What is excused is more than nothing."))
    if posting.period in closed:
        return _no("closed", _CLOSED, period=posting.period)
    if not posting.note:
        return _no("note_needed", N_("Say in a few words why this is excused."))
    if posting.amount > now.balance:
        text = N_("No more can be excused than is still owed: {owed}.")
        return _no("more_than_owed", text, owed=float(max(now.balance, 0)))
    return posting


def correct(
    wrong: Posting, right: Posting | None, *, on: date, period: str, closed: Container[str] = ()
) -> tuple[Posting, ...] | Denied:
    """Mend a posting by reversing it; nothing is ever changed or taken away.

    Args:
        wrong: the posting as it stands.
        right: as it should have been; None: it should not have been there.
        on: the day.
        period: the period that is open; what was realised in a closed one is corrected here.
        closed: periods that do not change any more.
    """
    ledger = (wrong.period, wrong.group, wrong.unit, wrong.kind)
    if right and (right.period, right.group, right.unit, right.kind) != ledger:
        return _no("other_ledger", N_("A correction stays in the same ledger, period and kind."))
    if right and (right.municipality, right.amount, right.counterparty) == (
        wrong.municipality, wrong.amount, wrong.counterparty,
    ):  # fmt: skip
        return _no("no_difference", N_("Nothing would change."))
    rows = [reverse(wrong, on), *([right.model_copy(update={"on": on})] if right else [])]
    if wrong.period not in closed:
        return tuple(rows)
    if wrong.kind not in (LedgerKind.PLACED, LedgerKind.CORRECTION):
        return _no("closed", _CLOSED, period=wrong.period)
    if period in closed:
        return _no("closed", _CLOSED, period=period)
    return tuple(row.model_copy(update={"period": period, "kind": LedgerKind.CORRECTION}) for row in rows)


def _not_answered_by(transfer: Transfer, by: str, whose: str, on: date) -> Denied | None:
    if transfer.state is not TransferState.PENDING:
        return _no("answered", N_("This transfer was answered before."))
    if by != whose:
        return _no("not_yours", N_("It is not for this municipality to say."))
    if on < transfer.asked_on:
        return _no("too_early", N_("The answer cannot be older than the question."))
    return None


def _answered(transfer: Transfer, state: TransferState, on: date) -> Transfer:
    return transfer.model_copy(update={"state": state, "answered_on": on})


def _posting(
    round_: Round, dimension: Dimension, kind: LedgerKind, code: str, amount: Decimal, on: date, note: str = ""
) -> Posting:
    return Posting(
        period=round_.period,
        municipality=code,
        group=ledger_group(dimension),
        kind=kind,
        amount=amount,
        unit=dimension.unit,
        on=on,
        note=note,
    )


def _no(code: str, text: str, **values: Value) -> Denied:
    return Denied(code, Sentence(text, values))
