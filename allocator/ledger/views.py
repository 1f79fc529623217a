"""Views of the ledger: line by line with the balance after each, and how everybody stood at the end of a month."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.period import bounds
from allocator.domain.region import Posting
from allocator.ledger.standing import Standing, add_up, effects_of, progress


@dataclass(frozen=True, slots=True)
class RunningLine:
    """One posting as it touches one municipality, and what that municipality still owes after it."""

    on: date
    municipality: str
    kind: LedgerKind
    amount: Fraction
    """Signed as the municipality feels it: a transfer is positive for who takes over, negative for who gives."""
    balance: Fraction
    note: str


@dataclass(frozen=True, slots=True)
class DayStanding:
    """How a municipality stood at the end of a day."""

    on: date
    municipality: str
    standing: Standing
    due: Fraction
    """What it should have done by then and had not; negative is ahead."""


_ADDS = {one.name: int(Standing(**{one.name: Fraction(1)}).balance) for one in fields(Standing)}
"""What one more of each sum does to the balance: it is a sum of them all, each with its sign."""


def of_ledger(postings: Iterable[Posting], period: str, group: str, unit: CountUnit) -> tuple[Posting, ...]:
    """Postings of one ledger, in order of day; of one day in the order in which they are given."""
    rows = [row for row in postings if (row.period, row.group, row.unit) == (period, group, unit)]
    return tuple(sorted(rows, key=lambda row: row.on))


def running(ledger: Sequence[Posting]) -> tuple[RunningLine, ...]:
    """Every line of one ledger with the balance after it.

    Args:
        ledger: postings of one ledger, as ``of_ledger`` gives them.
    """
    balances: dict[str, Fraction] = {}
    lines = []
    for row in ledger:
        for code, name, amount in effects_of(row):
            balances[code] = balances.get(code, Fraction(0)) + _ADDS[name] * amount
            lines.append(RunningLine(row.on, code, row.kind, amount, balances[code], row.note))
    return tuple(lines)


def standings_on(ledger: Sequence[Posting], days: Iterable[date]) -> tuple[DayStanding, ...]:
    """How everybody in one ledger stood at the end of each day.

    Args:
        ledger: postings of one ledger, as ``of_ledger`` gives them.
        days: weeks, months, whatever is wanted; in order.
    """
    found = []
    for day in days:
        for code, one in add_up(row for row in ledger if row.on <= day).items():
            found.append(DayStanding(day, code, one, one.due(progress(ledger[0].period, day))))
    return tuple(found)


def month_ends(ledger: Sequence[Posting], as_of: date) -> tuple[DayStanding, ...]:
    """How everybody stood at the end of each month of the period before a day, and on that day.

    Args:
        ledger: postings of one ledger, as ``of_ledger`` gives them.
        as_of: the day of the running view; after the period it also shows what was corrected later.
    """
    if not ledger:
        return ()
    start, end = bounds(ledger[0].period)
    months = [(start.year, month) for month in range(start.month, end.month + 1)]
    ends = [date(year, month, calendar.monthrange(year, month)[1]) for year, month in months]
    return standings_on(ledger, [*(day for day in ends if day < as_of), as_of])
