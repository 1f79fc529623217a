"""Periods of the ledger and how much of one has passed, exactly."""

import calendar
import re
from datetime import date
from fractions import Fraction

from allocator.domain.region import PERIOD_PATTERN


def months_of(period: str) -> tuple[int, int, int]:
    """Year, first month and number of months of ``2026``, ``2026-H1`` or ``2026-Q4``.

    Raises:
        ValueError: when the text is not a period.
    """
    if not re.match(PERIOD_PATTERN, period):
        raise ValueError(f"{period!r} is not a period; write 2026, 2026-H1 or 2026-Q4.")
    year = int(period[:4])
    if "-H" in period:
        return year, 6 * (int(period[-1]) - 1) + 1, 6
    if "-Q" in period:
        return year, 3 * (int(period[-1]) - 1) + 1, 3
    return year, 1, 12


def bounds(period: str) -> tuple[date, date]:
    """First and last day of a period."""
    year, first, count = months_of(period)
    last = first + count - 1
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def containing(day: date, like: str) -> str:
    """The period of the same length as another one in which a day falls."""
    _, _, count = months_of(like)
    if count == 12:
        return str(day.year)
    return f"{day.year}-{'H' if count == 6 else 'Q'}{(day.month - 1) // count + 1}"


def elapsed(period: str, as_of: date) -> Fraction:
    """Part of the period that has passed at the end of ``as_of``, 0 to 1.

    Linear within each month, so after month m of a half-year it is exactly m/6, the progress rule by which
    municipalities follow their target.
    """
    start, end = bounds(period)
    if as_of < start:
        return Fraction(0)
    if as_of >= end:
        return Fraction(1)
    _, first, count = months_of(period)
    days = calendar.monthrange(as_of.year, as_of.month)[1]
    return (as_of.month - first + Fraction(as_of.day, days)) / count
