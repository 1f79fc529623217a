"""Periods of the ledger."""

from datetime import date

import pytest

from allocator.domain.period import bounds, containing


@pytest.mark.parametrize(
    ("day", "like", "expected"),
    [
        (date(2027, 1, 1), "2026", "2027"),
        (date(2027, 6, 30), "2026-H2", "2027-H1"),
        (date(2027, 7, 1), "2026-H2", "2027-H2"),
        (date(2027, 3, 31), "2026-Q4", "2027-Q1"),
        (date(2027, 12, 31), "2026-Q1", "2027-Q4"),
    ],
)
def test_the_period_of_a_day(day: date, like: str, expected: str) -> None:
    assert containing(day, like) == expected
    first, last = bounds(expected)
    assert first <= day <= last
