"""The end of a half-year, from the first quota to the first line of the next: nothing is lost, nothing counts twice."""

from datetime import date
from decimal import Decimal

import pytest

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.policy import CarryOver, Dimension
from allocator.domain.region import Posting
from allocator.domain.round import Round
from allocator.domain.workflow import State
from allocator.ledger import (
    Counted,
    close_period,
    move_commitments,
    postings_of_step,
    quota_postings,
    standing,
    with_quota,
)
from tests.ledger.cases import A, B, region

OLD, NEXT = "2026-H1", "2026-H2"
FIRST, LAST, AFTER = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 20)
DIMENSION = Dimension(name="all", regional_quota=10)
WEIGHTS = {A: 6, B: 4}


def one(municipality: str) -> Counted:
    return Counted(municipality=municipality, group="all", unit=CountUnit.HOUSEHOLDS, amount=Decimal(1))


def at(*rows: Posting, period: str = OLD, as_of: date = LAST, kept: str = "1") -> Round:
    terms = {"carry_over": CarryOver(kept=Decimal(kept))}
    return region(WEIGHTS, *rows, dimension=DIMENSION, period=period, as_of=as_of, policy=terms)


def half_year(*rows: Posting, period: str = OLD, as_of: date = LAST, kept: str = "1") -> dict[str, tuple[int, ...]]:
    """Quota, carried, realised, committed and what is still owed, per municipality."""
    round_ = region(
        WEIGHTS,
        *rows,
        dimension=DIMENSION,
        period=period,
        as_of=as_of,
        policy={"carry_over": CarryOver(kept=Decimal(kept))},
    )
    return {
        code: (int(s.quota), int(s.carried), int(s.realised), int(s.committed), int(s.balance))
        for code, s in with_quota(round_, DIMENSION, 0).items()
    }


def begin(period: str, on: date, *rows: Posting) -> tuple[Posting, ...]:
    return quota_postings(at(*rows, period=period, as_of=on), DIMENSION, on)


def close(*rows: Posting, kept: str = "1") -> tuple[Posting, ...]:
    round_ = region(
        WEIGHTS,
        *rows,
        dimension=DIMENSION,
        period=OLD,
        as_of=LAST,
        policy={"carry_over": CarryOver(kept=Decimal(kept))},
    )
    return close_period(round_, DIMENSION, NEXT, AFTER)


def committed(where: str, count: int) -> tuple[Posting, ...]:
    return tuple(
        row
        for _ in range(count)
        for row in postings_of_step(State.PROPOSED, State.OFFERED, [one(where)], on=FIRST, period=OLD)
    )


def signed(where: str, count: int) -> tuple[Posting, ...]:
    return tuple(
        row
        for _ in range(count)
        for row in postings_of_step(State.OFFERED, State.LEASE_SIGNED, [one(where)], on=LAST, period=OLD)
    )


START = begin(OLD, FIRST)
LIFE = (*START, *committed(A, 5), *signed(A, 3), *committed(B, 5), *signed(B, 5))


def test_during_the_half_year() -> None:
    assert half_year(*LIFE) == {A: (6, 0, 3, 2, 1), B: (4, 0, 5, 0, -1)}


def test_what_is_not_signed_goes_along_and_the_rest_is_carried() -> None:
    moved = move_commitments([one(A), one(A)], from_period=OLD, to_period=NEXT, on=LAST)
    assert half_year(*LIFE, *moved) == {A: (6, 0, 3, 0, 3), B: (4, 0, 5, 0, -1)}
    carried = close(*LIFE, *moved)
    assert {row.municipality: int(row.amount) for row in carried} == {A: 3, B: -1}
    new = (*carried, *moved, *begin(NEXT, AFTER, *carried, *moved))
    assert half_year(*new, period=NEXT, as_of=AFTER) == {A: (6, 3, 0, 2, 7), B: (4, -1, 0, 0, 3)}
    late = postings_of_step(State.OFFERED, State.LEASE_SIGNED, [one(A)], on=AFTER, period=NEXT, counted_in=NEXT)
    assert half_year(*new, *late, period=NEXT, as_of=AFTER)[A] == (6, 3, 1, 1, 7)
    falls = postings_of_step(State.OFFERED, State.REFUSED, [one(A)], on=AFTER, period=NEXT, counted_in=NEXT)
    assert half_year(*new, *late, *falls, period=NEXT, as_of=AFTER)[A] == (6, 3, 1, 0, 8)


def test_a_lease_of_the_closed_half_year_that_falls_is_owed_again() -> None:
    moved = move_commitments([one(A), one(A)], from_period=OLD, to_period=NEXT, on=LAST)
    carried = close(*LIFE, *moved)
    new = (*carried, *moved, *begin(NEXT, AFTER, *carried, *moved))
    rows = postings_of_step(
        State.LEASE_SIGNED, State.WITHDRAWN, [one(B)], on=AFTER, period=NEXT, counted_in=OLD, closed={OLD}
    )
    assert [row.kind for row in rows] == [LedgerKind.CORRECTION]
    assert half_year(*LIFE, *moved, *rows)[B] == (4, 0, 5, 0, -1)
    assert half_year(*new, *rows, period=NEXT, as_of=AFTER)[B] == (4, -1, -1, 0, 4)


@pytest.mark.parametrize(("kept", "carried"), [("1", {A: 3, B: -1}), ("0", {}), ("0.5", {A: 1, B: 0})])
def test_the_policy_says_how_much_is_carried(kept: str, carried: dict[str, int]) -> None:
    moved = move_commitments([one(A), one(A)], from_period=OLD, to_period=NEXT, on=LAST)
    rows = close(*LIFE, *moved, kept=kept)
    assert {row.municipality: int(row.amount) for row in rows} == carried


def test_quotas_are_fixed_once() -> None:
    assert begin(OLD, FIRST, *START) == ()
    found = standing(at(*START, as_of=FIRST), DIMENSION)
    assert {code: int(s.quota) for code, s in found.items()} == {A: 6, B: 4}
