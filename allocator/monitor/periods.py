"""Weeks, and the quarters and years that they make up.

A week belongs to the quarter and the year of its Thursday, as ISO 8601 has it for years. So quarters are whole weeks
and years are whole quarters, and every sum is right to the last household. Four weeks a year have days in two quarters.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def week(day: date) -> str:
    """``2026-W05``: the ISO week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def quarter(day: date) -> str:
    """``2026-Q1``: the quarter of the week of a day."""
    thursday = monday(day) + timedelta(days=3)
    return f"{thursday.year:04d}-Q{(thursday.month + 2) // 3}"


def year(period: str) -> str:
    """The year of a week or quarter."""
    return period[:4]


def kind(period: str) -> str:
    """``week``, ``quarter`` or ``year``."""
    return "year" if len(period) == 4 else "quarter" if "Q" in period else "week"


def mondays(first: date, last: date) -> Iterator[date]:
    """The Mondays of the weeks from one day to another, both included."""
    start = monday(first)
    while start <= last:
        yield start
        start += timedelta(days=7)


def bounds(period: str) -> tuple[date, date]:
    """First and last day of a week, quarter or year: a Monday and a Sunday.

    Raises:
        ValueError: when the text is none of these.
    """
    if kind(period) == "week":
        start = date.fromisocalendar(int(period[:4]), int(period[6:]), 1)
        return start, start + timedelta(days=6)
    if kind(period) == "quarter":
        first = _first_monday(int(period[:4]), 3 * int(period[6]) - 2)
        after = (int(period[:4]) + 1, 1) if period[6] == "4" else (int(period[:4]), 3 * int(period[6]) + 1)
        return first, _first_monday(*after) - timedelta(days=1)
    return _first_monday(int(period), 1), _first_monday(int(period) + 1, 1) - timedelta(days=1)


def _first_monday(of_year: int, month: int) -> date:
    """Monday of the first week whose Thursday is in the month or later."""
    first = date(of_year, month, 1)
    start = monday(first)
    return start if start + timedelta(days=3) >= first else start + timedelta(days=7)


def whole(starts: Iterable[date]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Quarters and years of which all weeks are among these Mondays."""
    known = set(starts)
    quarters = sorted({quarter(day) for day in known})
    years = sorted({year(period) for period in quarters})
    full = [p for p in (*quarters, *years) if all(day in known for day in mondays(*bounds(p)))]
    return tuple(p for p in full if kind(p) == "quarter"), tuple(p for p in full if kind(p) == "year")
