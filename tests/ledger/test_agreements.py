"""Transfers, quotas, revisions, excuses and corrections: who may, when, and what stands in the ledger afterwards."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.denied import Denied
from allocator.domain.policy import Dimension
from allocator.domain.region import Posting
from allocator.ledger import (
    Standing,
    Transfer,
    TransferState,
    add_up,
    agree,
    ask_transfer,
    correct,
    decline,
    excuse,
    quota_postings,
    revise_quota,
    standing,
    take_back,
)
from tests.ledger.cases import HALF_YEAR, A, B, C, post, region

DAY, NEXT = date(2026, 9, 1), date(2026, 9, 8)
WEIGHTS = {A: 5, B: 3, C: 2}


def transfer(**changes: Any) -> Transfer:
    plain: dict[str, Any] = {
        "id": "T1",
        "period": HALF_YEAR,
        "group": "all",
        "unit": CountUnit.HOUSEHOLDS,
        "taker": A,
        "giver": B,
        "amount": 4,
        "asked_by": B,
        "asked_on": DAY,
        "note": "agreed in council",
    }
    return Transfer.model_validate(plain | changes)


def code(outcome: object) -> str:
    assert isinstance(outcome, Denied)
    assert outcome.sentence.render("nl") != outcome.sentence.render("en")
    return outcome.code


# ---------------------------------------------------------------- transfers


def test_a_transfer_counts_only_when_the_other_side_accepts() -> None:
    asked = ask_transfer(transfer())
    assert isinstance(asked, Transfer)
    assert (asked.state, asked.asked_of) == (TransferState.PENDING, A)
    outcome = agree(asked, A, NEXT)
    assert not isinstance(outcome, Denied)
    agreed, posting = outcome
    assert (agreed.state, agreed.answered_on) == (TransferState.AGREED, NEXT)
    found = add_up([posting])
    assert {m: found[m].task for m in (A, B)} == {A: 4, B: -4}
    assert posting.on == NEXT


def test_either_side_can_ask() -> None:
    asked = transfer(asked_by=A)
    assert asked.asked_of == B
    outcome = agree(asked, B, NEXT)
    assert not isinstance(outcome, Denied)
    assert (outcome[1].municipality, outcome[1].counterparty) == (A, B)


def test_who_asked_does_not_answer_and_nobody_else_does() -> None:
    assert code(agree(transfer(), B, NEXT)) == code(agree(transfer(), C, NEXT)) == "not_yours"
    assert code(decline(transfer(), B, NEXT)) == "not_yours"
    assert code(take_back(transfer(), A, NEXT)) == "not_yours"
    assert code(agree(transfer(), A, date(2026, 8, 31))) == "too_early"


def test_it_is_answered_once() -> None:
    for done in (decline(transfer(), A, NEXT), take_back(transfer(), B, NEXT)):
        assert isinstance(done, Transfer)
        assert code(agree(done, A, NEXT)) == "answered"
        assert code(decline(done, A, NEXT)) == "answered"
        assert code(take_back(done, B, NEXT)) == "answered"


def test_what_cannot_be_asked() -> None:
    assert code(ask_transfer(transfer(giver=A, asked_by=A))) == "one_side"
    assert code(ask_transfer(transfer(asked_by=C))) == "not_yours"
    assert code(ask_transfer(transfer(), closed={HALF_YEAR})) == "closed"
    assert code(agree(transfer(), A, NEXT, closed={HALF_YEAR})) == "closed"
    with pytest.raises(ValidationError):
        transfer(amount=0)


# ---------------------------------------------------------------- quotas and revisions

DIMENSION = Dimension(name="all", regional_quota=11)


def amounts(rows: tuple[Posting, ...]) -> dict[str, int]:
    return {row.municipality: int(row.amount) for row in rows}


def test_quotas_come_from_the_key_once() -> None:
    rows = quota_postings(region(WEIGHTS, dimension=DIMENSION), DIMENSION, DAY)
    assert amounts(rows) == {A: 6, B: 3, C: 2}
    assert {row.kind for row in rows} == {LedgerKind.QUOTA}
    assert quota_postings(region(WEIGHTS, *rows, dimension=DIMENSION), DIMENSION, NEXT) == ()
    assert quota_postings(region(WEIGHTS), Dimension(name="all"), DAY) == ()


@pytest.mark.parametrize("total", [0, 8, 11, 20])
def test_a_revision_brings_the_region_to_another_total(total: int) -> None:
    quotas = quota_postings(region(WEIGHTS, dimension=DIMENSION), DIMENSION, DAY)
    rows = revise_quota(region(WEIGHTS, *quotas, dimension=DIMENSION), DIMENSION, total, DAY, "council")
    assert {row.kind for row in rows} <= {LedgerKind.REVISION}
    after = standing(region(WEIGHTS, *quotas, *rows, dimension=DIMENSION), DIMENSION)
    assert sum(found.task for found in after.values()) == total
    assert (rows == ()) == (total == 11)
    again = revise_quota(region(WEIGHTS, *quotas, *rows, dimension=DIMENSION), DIMENSION, total, NEXT)
    assert again == ()


# ---------------------------------------------------------------- excused


@pytest.mark.parametrize(("amount", "outcome"), [(3, None), (4, "more_than_owed"), (0, "amount"), (-1, "amount")])
def test_no_more_is_excused_than_is_owed(amount: int, outcome: str | None) -> None:
    now = Standing(quota=Fraction(10), realised=Fraction(7))
    posting = post("excused", A, amount, note="nobody suitable was there")
    found = excuse(now, posting)
    assert found == posting if outcome is None else code(found) == outcome


def test_an_excuse_says_why_and_comes_in_time() -> None:
    now = Standing(quota=Fraction(10))
    assert code(excuse(now, post("excused", A, 1))) == "note_needed"
    assert code(excuse(now, post("excused", A, 1, note="n"), closed={HALF_YEAR})) == "closed"
    assert code(excuse(now, post("quota", A, 1, note="n"))) == "amount"


# ---------------------------------------------------------------- corrections


def balances(*rows: Posting) -> dict[str, Fraction]:
    return {municipality: found.balance for municipality, found in add_up(rows).items()}


def test_a_posting_is_mended_by_its_reversal() -> None:
    wrong, right = post("quota", A, 10), post("quota", A, 12)
    rows = correct(wrong, right, on=NEXT, period=HALF_YEAR)
    assert isinstance(rows, tuple)
    assert [(int(row.amount), row.on) for row in rows] == [(-10, NEXT), (12, NEXT)]
    assert balances(wrong, *rows) == balances(right)
    gone = correct(wrong, None, on=NEXT, period=HALF_YEAR)
    assert isinstance(gone, tuple)
    assert balances(wrong, *gone) == {A: 0}


def test_of_a_closed_period_only_what_was_realised_is_corrected_today() -> None:
    wrong = post("placed", A, 3, period="2026-H1")
    rows = correct(wrong, post("placed", B, 3, period="2026-H1"), on=NEXT, period=HALF_YEAR, closed={"2026-H1"})
    assert isinstance(rows, tuple)
    assert [(row.period, row.kind.value, row.municipality, int(row.amount)) for row in rows] == [
        (HALF_YEAR, "correction", A, -3),
        (HALF_YEAR, "correction", B, 3),
    ]
    both = {"2026-H1", HALF_YEAR}
    assert code(correct(wrong, None, on=NEXT, period=HALF_YEAR, closed=both)) == "closed"
    quota = post("quota", A, 3, period="2026-H1")
    assert code(correct(quota, None, on=NEXT, period=HALF_YEAR, closed={"2026-H1"})) == "closed"


@pytest.mark.parametrize(
    ("right", "outcome"),
    [
        (post("quota", A, 10), "no_difference"),
        (post("placed", A, 9), "other_ledger"),
        (post("quota", A, 9, group="MO"), "other_ledger"),
        (post("quota", A, 9, period="2026-H1"), "other_ledger"),
    ],
)
def test_a_correction_stays_in_its_ledger(right: Posting, outcome: str) -> None:
    assert code(correct(post("quota", A, 10), right, on=NEXT, period=HALF_YEAR)) == outcome


@given(
    st.sampled_from(["quota", "placed", "committed", "excused", "revision", "carry_over", "opening"]),
    st.integers(-50, 50),
    st.integers(-50, 50),
    st.sampled_from([A, B]),
)
def test_after_a_correction_it_is_as_if_it_had_been_right(kind: str, was: int, should: int, where: str) -> None:
    wrong, right = post(kind, A, was), post(kind, where, should)
    rows = correct(wrong, right, on=NEXT, period=HALF_YEAR)
    if isinstance(rows, Denied):
        assert (was, A) == (should, where)
        return
    after = balances(wrong, *rows)
    wanted = balances(right)
    assert all(after[m] == wanted.get(m, 0) for m in after)
    assert {type(row.amount) for row in rows} == {Decimal}
