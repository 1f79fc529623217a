"""The ledger follows the workflow, step by step, also over the end of a period."""

from datetime import date
from decimal import Decimal

import pytest

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.region import Posting
from allocator.domain.workflow import State
from allocator.ledger import Counted, Position, move_commitments, position, postings_of_step
from tests.ledger.cases import A, B

DAY = date(2026, 3, 2)
ONE = Counted(municipality=A, group="all", unit=CountUnit.HOUSEHOLDS, amount=Decimal(1))
TWO = Counted(municipality=A, group="all", unit=CountUnit.PERSONS, amount=Decimal(2))


def step(before: str, after: str, **said: object) -> list[tuple[str, str, int]]:
    given: dict[str, object] = {"on": DAY, "period": "2026-H1"} | said
    rows = postings_of_step(State(before), State(after), [ONE], **given)  # type: ignore[arg-type]
    assert {row.on for row in rows} <= {DAY}
    return [(row.period, row.kind.value, int(row.amount)) for row in rows]


def test_every_state_has_its_position() -> None:
    found = {state.value: position(state).value for state in State}
    assert found == {
        "proposed": "none",
        "accepted_by_committee": "committed",
        "support_confirmed": "committed",
        "accepted_by_corporation": "committed",
        "offered": "committed",
        "accepted_by_household": "committed",
        "lease_signed": "realised",
        "moved_in": "realised",
        "support_started": "realised",
        "refused": "none",
        "withdrawn": "none",
        "expired": "none",
        "ended": "realised",
    }
    assert set(found.values()) == set(Position)


@pytest.mark.parametrize(
    ("before", "after", "rows"),
    [
        ("proposed", "accepted_by_committee", [("committed", 1)]),
        ("accepted_by_committee", "offered", []),
        ("accepted_by_household", "lease_signed", [("committed", -1), ("placed", 1)]),
        ("lease_signed", "moved_in", []),
        ("moved_in", "ended", []),
        ("ended", "moved_in", []),
        ("offered", "refused", [("committed", -1)]),
        ("offered", "expired", [("committed", -1)]),
        ("lease_signed", "withdrawn", [("placed", -1)]),
        ("proposed", "refused", []),
        ("refused", "offered", [("committed", 1)]),
        ("withdrawn", "lease_signed", [("placed", 1)]),
    ],
)
def test_a_step_and_its_postings(before: str, after: str, rows: list[tuple[str, int]]) -> None:
    assert step(before, after) == [("2026-H1", kind, amount) for kind, amount in rows]


def test_every_ledger_in_which_it_counts() -> None:
    rows = postings_of_step(State.PROPOSED, State.OFFERED, [ONE, TWO], on=DAY, period="2026", note="P1")
    assert [(row.unit.value, int(row.amount), row.note) for row in rows] == [
        ("households", 1, "P1"),
        ("persons", 2, "P1"),
    ]
    assert postings_of_step(State.PROPOSED, State.OFFERED, [], on=DAY, period="2026") == ()


def test_over_the_end_of_a_period_each_counts_where_it_happened() -> None:
    rows = step("offered", "lease_signed", period="2026-H2", counted_in="2026-H1")
    assert rows == [("2026-H1", "committed", -1), ("2026-H2", "placed", 1)]
    assert step("lease_signed", "withdrawn", period="2026-H2", counted_in="2026-H1") == [("2026-H1", "placed", -1)]


def test_a_closed_period_does_not_change_any_more() -> None:
    rows = step("lease_signed", "withdrawn", period="2026-H2", counted_in="2026-H1", closed={"2026-H1"})
    assert rows == [("2026-H2", "correction", -1)]


def test_nothing_is_booked_into_a_closed_period() -> None:
    with pytest.raises(ValueError, match="closed"):
        step("proposed", "offered", period="2026-H1", closed={"2026-H1"})
    assert step("offered", "accepted_by_household", period="2026-H1", closed={"2026-H1"}) == []


def test_commitments_go_along_into_the_next_period() -> None:
    other = ONE.model_copy(update={"municipality": B})
    rows = move_commitments([ONE, other, TWO, ONE], from_period="2026-H1", to_period="2026-H2", on=DAY)
    found = [(r.period, r.municipality, r.unit.value, r.kind, int(r.amount)) for r in rows]
    committed = LedgerKind.COMMITTED
    assert found == [
        ("2026-H1", A, "households", committed, -2),
        ("2026-H2", A, "households", committed, 2),
        ("2026-H1", A, "persons", committed, -2),
        ("2026-H2", A, "persons", committed, 2),
        ("2026-H1", B, "households", committed, -1),
        ("2026-H2", B, "households", committed, 1),
    ]
    assert all(isinstance(row, Posting) for row in rows)
    assert move_commitments([], from_period="2026", to_period="2027", on=DAY) == ()
