"""Postings add up to a standing, whatever their order."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import CountUnit, LedgerKind, SupportLevel
from allocator.domain.policy import CarryOver, Dimension
from allocator.domain.region import Posting
from allocator.ledger import Standing, add_up, carry_over, quotas, reverse, standing
from tests.ledger.cases import A, B, C, exactly, post, region

ALL = Dimension(name="all")
INTENSIVE = Dimension(name="intensive", min_level=SupportLevel.INTENSIVE)
codes = st.sampled_from([A, B, C])
amounts = st.decimals(-500, 500, places=2)


@st.composite
def postings(draw: st.DrawFn) -> Posting:
    kind = draw(st.sampled_from(list(LedgerKind)))
    here = draw(codes)
    other = draw(codes.filter(lambda code: code != here)) if kind is LedgerKind.TRANSFER else None
    return post(kind, here, str(draw(amounts)), counterparty=other)


@given(st.lists(postings(), max_size=25), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_standing(rows: list[Posting], order: Random) -> None:
    assert add_up(order.sample(rows, len(rows))) == add_up(rows)


@given(st.lists(postings(), max_size=25))
def test_balance_follows_from_the_postings_alone(rows: list[Posting]) -> None:
    plus = {
        LedgerKind.OPENING,
        LedgerKind.CARRY_OVER,
        LedgerKind.QUOTA,
        LedgerKind.REVISION,
        LedgerKind.TRANSFER,
    }
    expected = dict.fromkeys((A, B, C), Fraction(0))
    for row in rows:
        expected[row.municipality] += Fraction(row.amount) * (1 if row.kind in plus else -1)
        if row.counterparty:
            expected[row.counterparty] -= Fraction(row.amount)
    found = add_up(rows)
    assert {code: found.get(code, Standing()).balance for code in expected} == expected


@given(st.lists(postings(), max_size=25), postings().filter(lambda row: row.kind is LedgerKind.TRANSFER))
def test_a_transfer_keeps_the_sum(rows: list[Posting], transfer: Posting) -> None:
    before, after = add_up(rows), add_up([*rows, transfer])
    assert sum(s.balance for s in after.values()) == sum(s.balance for s in before.values())
    assert sum(s.task for s in after.values()) == sum(s.task for s in before.values())


@given(st.lists(postings(), min_size=1, max_size=25))
def test_a_posting_and_its_reversal_leave_nothing(rows: list[Posting]) -> None:
    there_and_back = add_up([*rows, *(reverse(row) for row in rows)])
    assert set(there_and_back.values()) <= {Standing()}


def test_a_reversal_says_what_it_takes_back() -> None:
    row = post("committed", A, 3, note="offered")
    back = reverse(row, date(2026, 8, 1))
    assert (back.amount, back.on, back.note) == (
        Decimal(-3),
        date(2026, 8, 1),
        "reversal of 2026-07-01: offered",
    )
    assert back.kind is LedgerKind.COMMITTED


def test_signing_turns_committed_into_realised() -> None:
    offered = post("committed", A, 3)
    signed = [offered, reverse(offered, date(2026, 8, 1)), post("placed", A, 3, on=date(2026, 8, 1))]
    found = add_up(signed)[A]
    assert (found.committed, found.realised) == exactly(0, 3)
    assert found.balance == add_up([offered])[A].balance


def test_only_rows_of_this_period_group_and_unit_until_today_count() -> None:
    round_ = region(
        {A: 1, B: 1},
        post("placed", A, 1),
        post("placed", A, 2, period="2026-H1"),
        post("placed", A, 4, group="DAK"),
        post("placed", A, 8, unit=CountUnit.PERSONS),
        post("placed", A, 16, on=date(2026, 10, 1)),
        post("placed", A, 32, group="intensive"),
        post("placed", A, 64, on=date(2026, 9, 30)),
    )
    assert standing(round_, ALL)[A].realised == 65
    assert standing(round_, INTENSIVE)[A].realised == 32
    assert standing(round_, ALL)[B] == Standing()


def test_a_correction_mends_what_was_realised_and_excused_what_is_carried() -> None:
    rows = [post("placed", A, 9), post("correction", A, -2), post("carry_over", A, 5), post("excused", A, 3)]
    found = add_up(rows)[A]
    assert (found.realised, found.carried, found.excused, found.brought) == exactly(7, 5, 3, 2)


def test_excused_never_changes_another_municipality() -> None:
    weights, rows = {A: 1, B: 1}, [post("quota", A, 5), post("quota", B, 5)]
    excused = standing(region(weights, *rows, post("excused", A, 2)), ALL)
    assert excused[B] == standing(region(weights, *rows), ALL)[B]


def test_quota_rows_come_before_the_regional_quota() -> None:
    quota = Dimension(name="all", regional_quota=11)
    assert quotas(region({A: 1, B: 2}), quota) == dict(zip((A, B), exactly(4, 7), strict=True))
    assert quotas(region({A: 1, B: 2}, post("quota", A, 3)), quota) == dict(zip((A, B), exactly(3, 0), strict=True))
    assert quotas(region({A: 1, B: 2}), ALL) is None
    assert quotas(region({A: 1, B: 2}, policy={"keys": {}}), quota) is None


def test_carry_over_knows_decay_cap_and_start() -> None:
    terms = CarryOver(kept=Decimal("0.5"), most=4)
    assert carry_over(Fraction(6), terms) == 3
    assert carry_over(Fraction(20), terms) == 4
    assert carry_over(Fraction(-20), terms) == -4
    assert carry_over(Fraction(20), CarryOver()) == 20
    assert carry_over(Fraction(20), terms, statutory=True) == 20
    assert carry_over(Fraction(20), terms, start=Fraction(0)) == 0  # a new municipality: no flood


@given(st.fractions(-1000, 1000), st.decimals(0, 1, places=3), st.none() | st.integers(0, 50))
def test_carry_over_never_grows_nor_changes_side(balance: Fraction, kept: Decimal, most: int | None) -> None:
    carried = carry_over(balance, CarryOver(kept=kept, most=most))
    assert abs(carried) <= abs(balance)
    assert carried * balance >= 0
    assert most is None or abs(carried) <= most
