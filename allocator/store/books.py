"""The ledger as it is kept: postings that are only added to, balances kept in step, transfers, closed periods."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from fractions import Fraction

from sqlmodel import col, select

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.region import Posting
from allocator.ledger import Account, Books, Standing, Transfer, TransferState, enter
from allocator.locale import N_
from allocator.store import asking
from allocator.store.documents import written
from allocator.store.engine import Work
from allocator.store.faults import NotFound
from allocator.store.tables import BalanceRow, ClosedPeriodRow, PostingRow, TransferRow

_SUMS = tuple(field.name for field in fields(Standing))


def book(work: Work, postings: Iterable[Posting], *, by: str, at: datetime, why: str) -> int:
    """Add postings, and bring the balances up to date; gives how many there were.

    Args:
        work: the transaction.
        postings: what is added.
        by: who.
        at: when.
        why: a word: import, decision, transfer, excuse, correction, carry_over, ...
    """
    rows = list(postings)
    for one in rows:
        work.session.add(
            PostingRow(
                period=one.period,
                municipality=one.municipality,
                ledger_group=one.group,
                kind=one.kind.value,
                unit=one.unit.value,
                on_date=one.on,
                at=at,
                by=by,
                why=why,
                document=written(one),
            )
        )
    accounts = _touched(rows)
    after = enter(Books({account: _standing(work, account) for account in accounts}), rows)
    for account, standing in after.standings.items():
        _keep(work, account, standing)
    work.session.flush()
    return len(rows)


def _touched(postings: Iterable[Posting]) -> list[Account]:
    """Accounts that these postings change, in one agreed order."""
    codes = ((p, code) for p in postings for code in (p.municipality, p.counterparty) if code)
    return sorted({Account(p.period, p.group, p.unit, code) for p, code in codes})


def _row(work: Work, account: Account) -> BalanceRow | None:
    return work.session.get(BalanceRow, (account.period, account.group, account.unit.value, account.municipality))


def _standing(work: Work, account: Account) -> Standing:
    row = _row(work, account)
    return Standing(**{name: Fraction(getattr(row, name)) for name in _SUMS}) if row else Standing()


def _keep(work: Work, account: Account, standing: Standing) -> None:
    row = _row(work, account)
    sums = {name: getattr(standing, name) for name in _SUMS}
    if row is None:
        key = {"period": account.period, "ledger_group": account.group, "unit": account.unit.value}
        row = BalanceRow.model_validate(key | {"municipality": account.municipality} | sums)
    for name, value in sums.items():
        setattr(row, name, value)
    work.session.add(row)


def postings(work: Work, period: str | None = None, why: str | None = None) -> tuple[Posting, ...]:
    """Postings in the order in which they were added; of one period, or for one reason."""
    return tuple(one for _, one in numbered(work, period, why))


def of_ledger(work: Work, period: str, group: str, unit: CountUnit) -> tuple[Posting, ...]:
    """Postings of one ledger, in the order in which they were added."""
    wanted = select(PostingRow.document).where(PostingRow.period == period, PostingRow.ledger_group == group)
    found = work.session.exec(wanted.where(PostingRow.unit == unit.value).order_by(col(PostingRow.id)))
    return tuple(Posting.model_validate_json(document) for document in found)


def numbered(work: Work, period: str | None = None, why: str | None = None) -> list[tuple[int, Posting]]:
    """The same with the number of each."""
    wanted = select(PostingRow.id, PostingRow.document).order_by(col(PostingRow.id))
    if period is not None:
        wanted = wanted.where(PostingRow.period == period)
    if why is not None:
        wanted = wanted.where(PostingRow.why == why)
    return [(key or 0, Posting.model_validate_json(document)) for key, document in work.session.exec(wanted)]


def posting(work: Work, number: int) -> Posting:
    """A posting by its number.

    Raises:
        NotFound: when there is none.
    """
    row = work.session.get(PostingRow, number)
    if row is None:
        raise NotFound("no_posting", N_("There is no posting {number}."), number=number)
    return Posting.model_validate_json(row.document)


def follows_a_placement(work: Work, number: int) -> bool:
    """Whether a posting was made by a step of a placement, or takes such along into another period."""
    row = work.session.get(PostingRow, number)
    return row is not None and row.why in ("decision", "moved")


def imported(work: Work) -> Counter[str]:
    """Postings that came from files, with how often each stands in the ledger."""
    rows = work.session.exec(select(PostingRow.document).where(PostingRow.why == "import"))
    return Counter(rows)


def balances(work: Work, period: str | None = None) -> Books:
    """The balances as they are kept."""
    rows = asking.rows(work, BalanceRow) if period is None else asking.rows(work, BalanceRow, period=period)
    return Books(
        {
            Account(row.period, row.ledger_group, CountUnit(row.unit), row.municipality): Standing(
                **{name: Fraction(getattr(row, name)) for name in _SUMS}
            )
            for row in rows
        }
    )


def has_quota(work: Work, period: str) -> bool:
    """Whether quotas of a period were booked."""
    wanted = select(PostingRow.id).where(PostingRow.period == period, PostingRow.kind == LedgerKind.QUOTA.value)
    return work.session.exec(wanted.limit(1)).first() is not None


# ------------------------------------------------------------------------------------------------ periods


def closed_periods(work: Work) -> dict[str, str]:
    """Periods whose balance was carried over, with the period into which it was."""
    return {row.period: row.next for row in asking.rows(work, ClosedPeriodRow)}


def close_period(work: Work, period: str, following: str, by: str, at: datetime) -> None:
    """Nothing is booked in this period any more."""
    work.session.add(ClosedPeriodRow(period=period, next=following, by=by, at=at))
    work.session.flush()


# ------------------------------------------------------------------------------------------------ transfers


def add_transfer(work: Work, draft: Transfer) -> Transfer:
    """Keep a transfer that was asked; it gets a number of its own."""
    row = TransferRow(giver=draft.giver, taker=draft.taker, state=draft.state.value, document="")
    work.session.add(row)
    work.session.flush()
    found = draft.model_copy(update={"id": str(row.id)})
    row.document = written(found)
    return found


def transfer(work: Work, number: int) -> Transfer:
    """A transfer by its number.

    Raises:
        NotFound: when there is none.
    """
    row = work.session.get(TransferRow, number)
    if row is None:
        raise NotFound("no_transfer", N_("There is no transfer {number}."), number=number)
    return Transfer.model_validate(json.loads(row.document))


def keep_transfer(work: Work, one: Transfer) -> None:
    """Keep how a transfer stands now."""
    row = work.session.get_one(TransferRow, int(one.id))
    row.state, row.version, row.document = one.state.value, row.version + 1, written(one)
    work.session.add(row)


def transfers(work: Work, municipality: str | None = None, *, pending: bool = False) -> list[Transfer]:
    """Transfers, the first one first; of one municipality, or only those that wait for an answer."""
    rows = work.session.exec(select(TransferRow).order_by(col(TransferRow.id)))
    found = [Transfer.model_validate(json.loads(row.document)) for row in rows]
    return [
        one
        for one in found
        if municipality in (None, one.giver, one.taker) and not (pending and one.state is not TransferState.PENDING)
    ]
