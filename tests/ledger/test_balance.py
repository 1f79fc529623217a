"""Targets of a round, and the lines of balance after a plan."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import LedgerKind, SupportLevel
from allocator.domain.policy import CarryOver, Dimension
from allocator.ledger import balance_lines, close_period, targets, targets_hundredths
from tests.ledger.cases import A, B, C, D, exactly, post, region

ALL = Dimension(name="all")
amounts = st.integers(0, 60)


def test_target_with_a_quota_halfway() -> None:
    round_ = region(
        {A: 1, B: 1},
        post("quota", A, 20),
        post("quota", B, 20),
        post("carry_over", A, 3),
        post("excused", A, 1),
        post("transfer", A, 4, counterparty=B),
        post("revision", B, -2),
        post("placed", A, 6),
        post("committed", B, 5),
    )
    # A owes 2 from before and half of 24, less 6 done; B half of 14, less 5 offered
    assert targets(round_, ALL, placed_in_plan=99) == {A: 8, B: 2}


def test_target_without_any_quota_is_a_share_of_what_is_done() -> None:
    round_ = region({A: 1, B: 2, C: 0}, post("placed", A, 3), post("committed", B, 1), post("placed", C, 2))
    # 6 so far, of which 2 where no share is, and 3 in this plan: 9 x 1/3 - 3 and 9 x 2/3 - 1
    assert targets(round_, ALL, placed_in_plan=3) == {A: 0, B: 5}


def test_hundredths_are_rounded_half_to_even() -> None:
    postings = [post("carry_over", A, "0.125"), post("carry_over", B, "0.375"), post("quota", A, 0)]
    assert targets_hundredths(region({A: 1, B: 1}, *postings), ALL, 0) == {A: 12, B: 38}


def test_lines_add_up_and_name_who_has_no_share() -> None:
    intensive = Dimension(name="intensive", min_level=SupportLevel.INTENSIVE, regional_quota=6)
    round_ = region(
        {A: 1, B: 2, D: 0},
        post("placed", A, 1, group="intensive"),
        post("carry_over", B, 1, group="intensive"),
        policy={"dimensions": (ALL, intensive)},
    )
    lines = balance_lines(round_, {"intensive": {A: 1, B: 2}})
    assert [(line.dimension, line.municipality) for line in lines] == [
        (name, code) for name in ("all", "intensive") for code in (A, B, D)
    ]
    b = lines[4]
    assert (b.group, b.share, b.placed) == ("intensive", Fraction(2, 3), 2)
    assert (b.quota, b.carried) == exactly(4, 1)
    assert (b.target, b.after, b.deviation) == exactly(3, 3, -1)  # target 1 + 4 / 2
    assert lines[5].share == 0


@given(
    st.lists(st.tuples(st.sampled_from([A, B, C]), st.sampled_from(list(LedgerKind)), amounts), max_size=20),
    st.dictionaries(st.sampled_from([A, B, C, D]), amounts),
    st.none() | amounts,
)
def test_every_line_can_be_added_up_by_a_reader(
    rows: list[tuple[str, LedgerKind, int]], placed: dict[str, int], quota: int | None
) -> None:
    postings = [post(kind, code, n, counterparty=D if kind is LedgerKind.TRANSFER else None) for code, kind, n in rows]
    dimension = Dimension(name="all", regional_quota=quota)
    round_ = region({A: 5, B: 3, C: 1, D: 0}, *postings, dimension=dimension)
    for line in balance_lines(round_, {"all": placed}):
        assert line.quota + line.carried - line.realised - line.committed - line.placed == line.after
        assert line.deviation == line.placed - line.target
        assert line.target.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100)


@given(st.dictionaries(st.sampled_from([A, B, C]), amounts), st.dictionaries(st.sampled_from([A, B, C]), amounts))
def test_without_a_quota_targets_sum_to_what_is_placed(done: dict[str, int], plan: dict[str, int]) -> None:
    round_ = region({A: 5, B: 3, C: 1}, *(post("placed", code, n) for code, n in done.items()))
    count = sum(plan.values())
    assert sum(targets(round_, ALL, count).values()) == count


def test_closing_a_period_gives_carry_over_for_the_next() -> None:
    quota = Dimension(name="all", regional_quota=9)
    round_ = region(
        {A: 1, B: 2},
        post("placed", A, 7),
        dimension=quota,
        policy={"carry_over": CarryOver(kept=Decimal("0.75"), most=4)},
    )
    rows = close_period(round_, quota, "2027-H1", date(2027, 1, 1))
    assert [(r.municipality, r.kind, r.amount) for r in rows] == [
        (A, LedgerKind.CARRY_OVER, Decimal(-3)),
        (B, LedgerKind.CARRY_OVER, Decimal(4)),
    ]
    assert {(r.period, r.note) for r in rows} == {("2027-H1", "from 2026-H2")}
    start = close_period(round_, quota, "2027-H1", date(2027, 1, 1), {B: Fraction(0)})
    assert [r.municipality for r in start] == [A]
