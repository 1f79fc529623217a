"""Random histories of a region: whatever happens, in whatever order, the books are what the postings say."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.denied import Denied
from allocator.domain.region import Posting
from allocator.domain.workflow import CLOSED, State
from allocator.ledger import (
    Account,
    Books,
    Counted,
    Position,
    Transfer,
    add_up,
    agree,
    correct,
    differences,
    enter,
    move_commitments,
    position,
    postings_of_step,
    recompute,
)
from tests.ledger.cases import A, B, C

PERIODS = ("2026-H1", "2026-H2", "2027-H1")
PLACES = (A, B, C)
FORWARD = [state for state in State if state not in CLOSED]


class Region(RuleBasedStateMachine):
    """Placements, agreements and corrections of three municipalities, in three periods."""

    @initialize()
    def begin(self) -> None:
        self.postings: list[Posting] = []
        self.books = Books()
        self.now, self.day = 0, date(2026, 1, 1)
        self.placements: list[tuple[State, tuple[Counted, ...], str | None]] = []
        self.frozen: dict[str, Books] = {}

    @property
    def period(self) -> str:
        return PERIODS[self.now]

    @property
    def closed(self) -> tuple[str, ...]:
        return PERIODS[: self.now]

    def book(self, rows: tuple[Posting, ...]) -> None:
        self.postings += rows
        self.books = enter(self.books, rows)
        self.day += timedelta(days=1)

    @rule(place=st.sampled_from(PLACES), persons=st.integers(1, 4))
    def propose(self, place: str, persons: int) -> None:
        weighs = {CountUnit.HOUSEHOLDS: 1, CountUnit.PERSONS: persons}
        rows = (Counted(municipality=place, group="all", unit=u, amount=Decimal(n)) for u, n in weighs.items())
        self.placements.append((State.PROPOSED, tuple(rows), None))

    @precondition(lambda self: self.placements)
    @rule(data=st.data(), after=st.sampled_from(State))
    def step(self, data: st.DataObject, after: State) -> None:
        """Any state to any other, also back: a ledger that follows wherever people go."""
        at = data.draw(st.integers(0, len(self.placements) - 1))
        before, counted, where = self.placements[at]
        rows = postings_of_step(
            before, after, counted, on=self.day, period=self.period, counted_in=where, closed=self.closed
        )
        self.book(rows)
        if position(before) is not position(after):
            where = self.period if position(after) is not Position.NONE else None
        self.placements[at] = (after, counted, where)

    @rule(taker=st.sampled_from(PLACES), giver=st.sampled_from(PLACES), amount=st.integers(1, 9))
    def exchange(self, taker: str, giver: str, amount: int) -> None:
        if taker != giver:
            asked = Transfer(
                id="T",
                period=self.period,
                group="all",
                unit=CountUnit.HOUSEHOLDS,
                taker=taker,
                giver=giver,
                amount=amount,
                asked_by=taker,
                asked_on=self.day,
            )
            outcome = agree(asked, giver, self.day, self.closed)
            assert not isinstance(outcome, Denied)
            self.book((outcome[1],))

    @rule(
        kind=st.sampled_from([LedgerKind.QUOTA, LedgerKind.REVISION, LedgerKind.EXCUSED, LedgerKind.CARRY_OVER]),
        place=st.sampled_from(PLACES),
        amount=st.integers(-9, 20),
        unit=st.sampled_from(CountUnit),
    )
    def decide(self, kind: LedgerKind, place: str, amount: int, unit: CountUnit) -> None:
        self.book(
            (
                Posting(
                    period=self.period,
                    municipality=place,
                    group="all",
                    kind=kind,
                    amount=Decimal(amount),
                    unit=unit,
                    on=self.day,
                ),
            )
        )

    @precondition(lambda self: self.postings)
    @rule(data=st.data(), amount=st.integers(-5, 5))
    def mend(self, data: st.DataObject, amount: int) -> None:
        """Mend an agreement; what placements did is mended by their own steps."""
        kinds = (LedgerKind.QUOTA, LedgerKind.REVISION, LedgerKind.EXCUSED, LedgerKind.CARRY_OVER)
        rows = [row for row in self.postings if row.kind in kinds]
        if rows:
            wrong = data.draw(st.sampled_from(rows))
            right = wrong.model_copy(update={"amount": Decimal(amount)})
            outcome = correct(wrong, right, on=self.day, period=self.period, closed=self.closed)
            if isinstance(outcome, Denied):
                assert outcome.code in ("closed", "no_difference")
            else:
                self.book(outcome)

    @precondition(lambda self: self.now < len(PERIODS) - 1)
    @rule()
    def close(self) -> None:
        """The period ends: what is not signed goes along, and from then on the period does not change."""
        old, new = PERIODS[self.now], PERIODS[self.now + 1]
        committed = [
            one
            for state, counted, where in self.placements
            if position(state) is Position.COMMITTED and where == old
            for one in counted
        ]
        self.book(move_commitments(committed, from_period=old, to_period=new, on=self.day))
        self.placements = [
            (state, counted, new if position(state) is Position.COMMITTED else where)
            for state, counted, where in self.placements
        ]
        self.now += 1
        self.frozen[old] = self.of_period(old)

    def of_period(self, period: str) -> Books:
        return Books({account: found for account, found in self.books.standings.items() if account.period == period})

    # ------------------------------------------------------------ what must hold after every step

    @invariant()
    def kept_books_are_what_the_postings_say(self) -> None:
        assert differences(self.books, recompute(self.postings)) == ()
        assert differences(self.books, recompute(self.postings[::-1])) == ()

    @invariant()
    def each_balance_is_the_sum_by_hand(self) -> None:
        for account, found in self.books.standings.items():
            assert found.balance == by_hand(self.postings, account)

    @invariant()
    def every_placement_counts_exactly_once(self) -> None:
        for unit in CountUnit:
            for place in PLACES:
                mine = [f for a, f in self.books.standings.items() if (a.unit, a.municipality) == (unit, place)]
                for kind, total in (
                    (Position.COMMITTED, sum(f.committed for f in mine)),
                    (Position.REALISED, sum(f.realised for f in mine)),
                ):
                    assert total == sum(
                        one.amount
                        for state, counted, _ in self.placements
                        for one in counted
                        if position(state) is kind and (one.unit, one.municipality) == (unit, place)
                    )

    @invariant()
    def transfers_leave_the_sum_equal(self) -> None:
        for period in PERIODS:
            assert sum(f.transfers for f in self.of_period(period).standings.values()) == 0

    @invariant()
    def closed_periods_do_not_change_and_hold_no_commitment(self) -> None:
        for period, then in self.frozen.items():
            assert differences(then, self.of_period(period)) == ()
            assert all(found.committed == 0 for found in then.standings.values())


def by_hand(postings: list[Posting], account: Account) -> Fraction:
    """Design 7: quota + carried + transfers + revisions - excused - realised - committed, one row at a time."""
    owed = Fraction(0)
    for row in postings:
        if (row.period, row.group, row.unit) != account[:3]:
            continue
        grows = row.kind in (LedgerKind.QUOTA, LedgerKind.CARRY_OVER, LedgerKind.TRANSFER, LedgerKind.REVISION)
        if row.municipality == account.municipality:
            owed += Fraction(row.amount) if grows else -Fraction(row.amount)
        elif row.counterparty == account.municipality:
            owed -= Fraction(row.amount)
    return owed


TestHistories = pytest.mark.slow(Region.TestCase)
TestHistories.settings = settings(
    max_examples=max(5, settings().max_examples // 2), stateful_step_count=40, deadline=None
)


def test_differences_name_the_account() -> None:
    posting = Posting(
        period="2026",
        municipality=A,
        group="all",
        kind=LedgerKind.QUOTA,
        amount=Decimal(3),
        unit=CountUnit.HOUSEHOLDS,
        on=date(2026, 1, 1),
    )
    account = Account("2026", "all", CountUnit.HOUSEHOLDS, A)
    assert differences(Books(), recompute([posting])) == (account,)
    assert differences(enter(Books(), [posting]), Books()) == (account,)
    assert enter(Books(), [posting]).of(account) == add_up([posting])[A]
