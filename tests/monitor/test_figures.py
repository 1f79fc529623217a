"""Counts by hand, and sums that always hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.monitored import ALL, ELSEWHERE, LEAST, By, Cell, Measure
from allocator.monitor import Records, Refusal, Seen, Signed, Snapshot, count, release
from allocator.monitor.periods import bounds, week
from tests.monitor.attack import widths
from tests.monitor.samples import by_chance, records

FIRST, LAST = bounds("2026-Q1")
A, B, C = "GM0001", "GM0002", "GM0003"


def seen(key: str, origin: str | None = A, only: bool | None = True, ready: date | None = FIRST) -> Seen:
    return Seen(key, origin, only, ready)


def test_shelter_is_counted_as_it_stands_and_as_it_changes() -> None:
    weeks = [FIRST + timedelta(days=7 * n) for n in (-1, 0, 2)]
    people = (
        (seen("h1"), seen("h2", B, None)),
        (seen("h1"), seen("h3", None, False)),  # h2 left, h3 came
        (seen("h1"), seen("h3", C, False), seen("h4", "GM9999", True, None)),  # now it is known where h3 comes from
    )
    made = count(records("2026-Q1", tuple(Snapshot(on, who) for on, who in zip(weeks, people, strict=True))))
    at = made.numbers

    def number(measure: Measure, place: str, period: str, by: By = By.NOTHING, category: str = ALL) -> int:
        return at[Cell(measure, by, category, place, period)]

    def stock(place: str, period: str) -> int:
        return number(Measure.IN_SHELTER, place, period)

    assert made.opening == week(FIRST - timedelta(days=7))
    assert [stock(ALL, week(FIRST + timedelta(days=7 * n))) for n in (-1, 0, 1, 2, 3)] == [2, 2, 2, 3, 3]
    assert [stock(place, "2026-Q1") for place in (A, B, C, ELSEWHERE)] == [1, 0, 1, 1]
    assert stock(C, week(FIRST)) == 1  # h3 counts where it is known to come from, all along
    assert number(Measure.INTO_SHELTER, ALL, "2026-Q1") == 2
    assert number(Measure.OUT_OF_SHELTER, ALL, "2026-Q1") == 1
    assert number(Measure.OUT_OF_SHELTER, B, "2026-Q1") == 1
    assert number(Measure.READY, ALL, "2026-Q1") == 2
    assert number(Measure.READY, A, "2026-Q1", By.WAIT, "weeks_0") == 1  # 12 weeks and 6 days
    assert number(Measure.READY, ELSEWHERE, "2026-Q1", By.WAIT, "unknown") == 1
    assert number(Measure.IN_SHELTER, C, "2026-Q1", By.CARE, "care") == 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, "not_yet"), (0, "weeks_0"), (90, "weeks_0"), (91, "weeks_13"), (182, "weeks_26"), (364, "weeks_26")],
)
def test_how_long_ready(days: int, expected: str) -> None:
    one = seen("h1", ready=LAST - timedelta(days=days))
    made = count(records("2026-Q1", (Snapshot(FIRST, (one,)),)))
    assert made.numbers[Cell(Measure.READY, By.WAIT, expected, A, "2026-Q1")] == 1


def test_leases_support_and_refusals() -> None:
    day = FIRST + timedelta(days=3)
    lease = Signed(
        day, A, "flex", "permit_holder", A, True, day, True, day + timedelta(days=2), day + timedelta(days=2)
    )
    signed = (
        lease,
        replace(lease, origin=B, group="of another policy", started=day + timedelta(days=3)),
        replace(lease, origin=None, from_shelter=False, needs_support=False),
        replace(lease, municipality=B, moved_in=LAST + timedelta(days=1), started=None),  # moves in after the quarter
        replace(lease, municipality=B, start_by=None, started=None),
        replace(lease, on=FIRST - timedelta(days=1)),
        replace(lease, moved_in=None),
    )
    refused = (Refusal(day, A, "too_far"), Refusal(day, A, "of another policy"), Refusal(day, A, None))
    at = count(records("2026-Q1", signed=signed, refusals=refused)).numbers

    def found(measure: Measure, by: By, place: str = A) -> dict[str, int]:
        return {c.category: n for c, n in at.items() if c[:2] == (measure, by) and c.municipality == place and n}

    assert found(Measure.PLACED, By.GROUP) == {"permit_holder": 3, "no_group": 1}
    assert found(Measure.PLACED, By.FORM) == {"flex": 4}
    assert found(Measure.PLACED, By.ORIGIN) == {"same": 2, "other": 1, "unknown": 1}
    assert found(Measure.PLACED, By.FREED) == {"freed": 3, "not_freed": 1}
    assert found(Measure.SUPPORT, By.STARTED) == {"on_time": 2, "late": 1}
    assert found(Measure.SUPPORT, By.STARTED, B) == {"waiting": 1}
    assert found(Measure.REFUSED, By.REASON) == {"too_far": 1, "other_reason": 2}
    assert at[Cell(Measure.PLACED, By.NOTHING, ALL, ALL, "2026-Q1")] == 6
    assert at[Cell(Measure.PLACED, By.NOTHING, ALL, A, week(day))] == 4


@settings(max_examples=settings().max_examples // 2)
@given(st.integers(0, 10**6), st.integers(1, 4), st.sampled_from(["2026-Q1", "2026-Q4"]))
def test_all_sums_hold(seed: int, towns: int, period: str) -> None:
    made = count(by_chance(period, seed, towns, people=30))
    assert made.sums
    for one in made.sums:
        assert sum(by * made.numbers[cell] for cell, by in one.items()) == 0, one
    touched = {cell for one in made.sums for cell in one}
    assert touched == set(made.numbers)


def test_part_of_a_quarter_is_not_published() -> None:
    whole = by_chance("2026-Q1", 1)
    longer = replace(whole, last=whole.last + timedelta(days=28))
    assert release(longer).figures == release(whole).figures
    assert release(longer).last == LAST
    assert release(replace(whole, last=whole.last - timedelta(days=7))).figures == ()


@settings(max_examples=settings().max_examples // 25)
@given(st.integers(0, 10**6))
def test_nobody_finds_a_small_number_in_a_quarter(seed: int) -> None:
    _attack(by_chance("2026-Q1", seed, 3, people=80))


@pytest.mark.soak
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_nobody_finds_a_small_number_in_any_quarter(seed: int, towns: int) -> None:
    _attack(by_chance("2026-Q2", seed, towns, people=150))


@pytest.mark.soak
def test_nobody_finds_a_small_number_in_a_year_of_ten_municipalities() -> None:
    _attack(by_chance("2026", 7, 10, people=400))


def _attack(found: Records) -> None:
    made = count(found)
    figures = {one.cell: one.value for one in release(found).figures}
    assert all(made.numbers[cell] == value for cell, value in figures.items() if value is not None)
    assert all(value is None or value >= LEAST for value in figures.values())
    assert any(value is not None for value in figures.values())
    wrong = {cell: width for cell, width in widths(figures, made.sums).items() if width < LEAST - 1e-6}
    assert wrong == {}
