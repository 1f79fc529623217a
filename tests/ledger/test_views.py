"""Views: line by line, and by month."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import CountUnit
from allocator.domain.region import Posting
from allocator.ledger import add_up, month_ends, of_ledger, running, standings_on
from tests.ledger.cases import HALF_YEAR, A, B, post

ROWS = (
    post("placed", A, 2, on=date(2026, 8, 15)),
    post("quota", A, 12),
    post("quota", B, 6),
    post("transfer", B, 3, on=date(2026, 9, 1), counterparty=A, note="exchange"),
    post("committed", A, 1, on=date(2026, 9, 1)),
    post("placed", A, 9, group="MO"),
    post("placed", A, 9, period="2026-H1"),
    post("placed", A, 9, unit=CountUnit.PERSONS),
)
LEDGER = of_ledger(ROWS, HALF_YEAR, "all", CountUnit.HOUSEHOLDS)


def test_one_ledger_in_order_of_day() -> None:
    assert [row.kind.value for row in LEDGER] == ["quota", "quota", "placed", "transfer", "committed"]


def test_every_line_shows_what_is_owed_after_it() -> None:
    found = [(line.municipality, line.kind.value, int(line.amount), int(line.balance)) for line in running(LEDGER)]
    assert found == [
        (A, "quota", 12, 12),
        (B, "quota", 6, 6),
        (A, "placed", 2, 10),
        (B, "transfer", 3, 9),
        (A, "transfer", -3, 7),
        (A, "committed", 1, 6),
    ]
    assert running(LEDGER)[3].note == "exchange"


def test_months_until_the_day_and_the_day_itself() -> None:
    found = month_ends(LEDGER, date(2026, 9, 10))
    days = sorted({one.on for one in found})
    assert days == [date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 10)]
    mine = [one for one in found if one.municipality == A]
    assert [int(one.standing.balance) for one in mine] == [12, 10, 6]
    assert [one.due for one in mine] == [2, 2, 9 * (2 + Fraction(10, 30)) / 6 - 3]


def test_on_the_last_day_of_a_month_it_is_shown_once_and_later_corrections_count_after_the_period() -> None:
    late = of_ledger([*LEDGER, post("correction", A, 1, on=date(2027, 1, 9))], HALF_YEAR, "all", CountUnit.HOUSEHOLDS)
    assert [one.on for one in month_ends(late, date(2026, 7, 31)) if one.municipality == A] == [date(2026, 7, 31)]
    ends = [one for one in month_ends(late, date(2027, 1, 9)) if one.municipality == A]
    assert [one.on.month for one in ends] == [7, 8, 9, 10, 11, 12, 1]
    assert [int(one.standing.realised) for one in ends[-2:]] == [2, 3]
    assert month_ends((), date(2026, 9, 1)) == ()


KINDS = ["quota", "placed", "committed", "excused", "revision", "carry_over", "opening", "correction"]


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from([A, B]), st.integers(-9, 9), st.integers(1, 28))))
def test_the_last_line_is_the_standing(rows: list[tuple[str, str, int, int]]) -> None:
    postings: list[Posting] = [post(kind, m, amount, on=date(2026, 8, day)) for kind, m, amount, day in rows]
    ledger = of_ledger(postings, HALF_YEAR, "all", CountUnit.HOUSEHOLDS)
    last = {line.municipality: line.balance for line in running(ledger)}
    assert last == {m: found.balance for m, found in add_up(postings).items()}
    on = standings_on(ledger, [date(2026, 8, 31)])
    assert {one.municipality: one.standing.balance for one in on} == last
