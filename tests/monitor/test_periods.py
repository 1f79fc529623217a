"""Weeks make up quarters and years without a rest."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.monitor import periods

DAYS = st.dates(date(2, 1, 1), date(9998, 12, 1))


@given(DAYS)
def test_a_week_lies_in_one_quarter_and_one_year(day: date) -> None:
    for period in (periods.week(day), periods.quarter(day), periods.year(periods.quarter(day))):
        first, last = periods.bounds(period)
        assert first.weekday() == 0
        assert last.weekday() == 6
        assert first <= day <= last
    assert periods.year(periods.week(day)) == periods.year(periods.quarter(day)) == f"{day.isocalendar().year:04d}"
    week = [periods.monday(day) + timedelta(days=n) for n in range(7)]
    assert len({periods.quarter(one) for one in week}) == 1


@pytest.mark.parametrize("year", range(2024, 2034))
def test_quarters_follow_each_other(year: int) -> None:
    bounds = [periods.bounds(f"{year}-Q{n}") for n in (1, 2, 3, 4)]
    assert (bounds[0][0], bounds[3][1]) == periods.bounds(str(year))
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(bounds))
    assert all((last - first).days + 1 in (12 * 7, 13 * 7, 14 * 7) for first, last in bounds)


def test_kinds_and_whole_periods() -> None:
    assert [periods.kind(p) for p in ("2026-W05", "2026-Q1", "2026")] == ["week", "quarter", "year"]
    assert periods.quarter(date(2026, 12, 29)) == "2026-Q4"  # its Thursday is 31 December
    assert periods.week(date(2026, 12, 29)) == "2026-W53"
    first, last = periods.bounds("2026")
    assert periods.whole(periods.mondays(first, last)) == (("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"), ("2026",))
    assert periods.whole(periods.mondays(first + timedelta(days=7), last))[0][0] == "2026-Q2"
    assert periods.whole([]) == ((), ())
