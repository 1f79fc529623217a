"""The ledger: what municipalities and the chair agree on, and what must be true of all balances after every step."""

from collections import defaultdict
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from allocator.actions import ledger
from allocator.actions.ledger import Ledger
from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.period import bounds
from allocator.domain.workflow import Role
from allocator.ledger import Standing, TransferState, recompute
from allocator.store import books
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, municipality
from tests.histories.paper import COUNTS
from tests.histories.trying import ODD, PERIODS, Trying
from tests.ledger.test_histories import by_hand

HOUSEHOLDS = CountUnit.HOUSEHOLDS
Key = tuple[str, str, CountUnit]
Sums = defaultdict[Key, Fraction]


class Ledgers(Trying):
    """Transfers, excuses, revisions, corrections, and periods that end."""

    @rule(data=st.data(), amount=st.integers(1, 4))
    def ask_transfer(self, data: st.DataObject, amount: int) -> None:
        giver, taker = data.draw(st.sampled_from(self.places)), data.draw(st.sampled_from(self.places))
        actor = data.draw(st.sampled_from([municipality(giver), municipality(taker), CHAIR, municipality("GM9999")]))
        period = data.draw(st.sampled_from(PERIODS))
        asked = actor.role is Role.MUNICIPALITY and actor.organisation in (giver, taker)
        may = asked and giver != taker and period not in self.closed
        which = Ledger(period)
        self.attempt(
            lambda: ledger.ask_transfer(self.office, actor, which, giver=giver, taker=taker, amount=amount), may=may
        )

    @rule(data=st.data(), how=st.sampled_from(["agree", "decline", "back"]))
    def answer_transfer(self, data: st.DataObject, how: str) -> None:
        known = ledger.list_transfers(self.office, CHAIR)
        if not known:
            return
        one = data.draw(st.sampled_from(known))
        actor = data.draw(
            st.sampled_from([municipality(one.giver), municipality(one.taker), CHAIR, municipality("GM9999")])
        )
        whose = one.asked_by if how == "back" else one.asked_of
        may = (
            actor.organisation == whose
            and one.state is TransferState.PENDING
            and (how != "agree" or one.period not in self.closed)
        )
        number = int(one.id)
        if how == "back":
            self.attempt(lambda: ledger.take_back_transfer(self.office, actor, number), may=may)
        else:
            done = self.attempt(
                lambda: ledger.answer_transfer(self.office, actor, number, agreed=how == "agree"), may=may
            )
            self.happened["transfer answered"] += len(done)

    @rule(data=st.data(), amount=st.integers(0, 3), odd=ODD)
    def excuse(self, data: st.DataObject, amount: int, *, odd: bool) -> None:
        actor, period = data.draw(self.actors()), data.draw(st.sampled_from([self.period, *PERIODS[:2]]))
        owed = {code: self._balance(period, code) for code in self.places}
        behind = [code for code in self.places if owed[code] >= 1 and not odd]
        where = data.draw(st.sampled_from(behind or self.places))
        may = actor.role is Role.COMMITTEE_CHAIR and 0 < amount <= owed[where] and period not in self.closed
        done = self.attempt(
            lambda: ledger.excuse(self.office, actor, Ledger(period), where, amount, "nobody fits"), may=may
        )
        self.happened["excused"] += len(done)

    def _balance(self, period: str, where: str) -> Fraction:
        found = ledger.show_balances(self.office, CHAIR, period)
        mine = [s.balance for a, s in found.items() if (a.group, a.municipality, a.unit) == ("all", where, HOUSEHOLDS)]
        return sum(mine, Fraction(0))

    @rule(data=st.data(), total=st.integers(0, 40))
    def revise(self, data: st.DataObject, total: int) -> None:
        actor = data.draw(self.actors())
        name = data.draw(st.sampled_from([*(d.name for d in self.policy.dimensions), "nonsense"]))
        period = data.draw(st.sampled_from(PERIODS[:2]))
        may = actor.role is Role.COMMITTEE_CHAIR and name != "nonsense" and period not in self.closed
        done = self.attempt(
            lambda: ledger.revise_quota(self.office, actor, period, name, total, "council"),
            may=None if may else False,
        )
        self.happened["revised"] += len(done)

    @rule(data=st.data())
    def mend(self, data: st.DataObject) -> None:
        numbered = [pair for period in PERIODS for pair in ledger.list_postings(self.office, CHAIR, period)]
        if not numbered:
            return
        number, row = data.draw(st.sampled_from(numbered))
        actor = data.draw(st.sampled_from([CHAIR, MEMBER, AUDITOR, municipality(row.municipality)]))
        with self.store.reading() as work:
            follows = books.follows_a_placement(work, number)
        stays = row.period not in self.closed or row.kind in (LedgerKind.PLACED, LedgerKind.CORRECTION)
        may = actor.role is Role.COMMITTEE_CHAIR and not follows and stays
        current = PERIODS.index(row.period) >= self.now or bounds(self.period)[0] <= self.today
        done = self.attempt(lambda: ledger.correct(self.office, actor, number), may=may if current else None)
        self.happened["corrected"] += len(done)

    @precondition(lambda self: self.now < len(PERIODS) - 1)
    @rule(data=st.data(), odd=st.integers(0, 2))
    def close_period(self, data: st.DataObject, odd: int) -> None:
        actor = data.draw(st.sampled_from([CHAIR, MEMBER, AUDITOR]))
        old, new = (self.period, PERIODS[self.now + 1]) if odd else (PERIODS[self.now + 1], self.period)
        may = actor.role is Role.COMMITTEE_CHAIR and bool(odd)
        if self.attempt(lambda: ledger.close_period(self.office, actor, old, new), may=may):
            self.now += 1
            self.happened["period closed"] += 1
            self.closed_books[old] = ledger.show_balances(self.office, CHAIR, old)
            self.attempt(lambda: ledger.close_period(self.office, CHAIR, old, new), may=False)

    # ------------------------------------------------------------ what must hold after every step

    @invariant()
    def the_ledger_counts_every_placement_once(self) -> None:
        """Balances kept, balances worked out anew, the sum by hand, and what placements count for: all the same."""
        if not hasattr(self, "place"):
            return
        with self.store.reading() as work:
            stored, rows = books.balances(work).standings, books.postings(work)
            imported = recompute(books.postings(work, why="import")).standings
        none = Standing()
        again = recompute(rows).standings
        assert {a: s for a, s in again.items() if s != none} == {a: s for a, s in stored.items() if s != none}
        for account, standing in stored.items():
            assert standing.balance == by_hand(list(rows), account)
        for kind in ("committed", "realised"):
            counted: Sums = defaultdict(Fraction)
            for account, standing in stored.items():
                key = (account.municipality, account.group, account.unit)
                counted[key] += getattr(standing, kind) - getattr(imported.get(account, none), kind)
            for one in self.paper.placed.values():
                for row in self.weighs[one.id] if COUNTS.get(one.state) == kind else ():
                    counted[(row.municipality, row.group, row.unit)] -= Fraction(row.amount)
            assert {key: amount for key, amount in counted.items() if amount} == self._mended(kind)

    def _mended(self, kind: str) -> dict[Key, Fraction]:
        """What the chair corrected by hand, apart from placements."""
        kinds = {LedgerKind.COMMITTED} if kind == "committed" else {LedgerKind.PLACED, LedgerKind.CORRECTION}
        found: Sums = defaultdict(Fraction)
        with self.store.reading() as work:
            for row in books.postings(work, why="correction"):
                if row.kind in kinds:
                    found[(row.municipality, row.group, row.unit)] += Fraction(row.amount)
        return {key: amount for key, amount in found.items() if amount}

    @invariant()
    def closed_periods_stand(self) -> None:
        for period, then in getattr(self, "closed_books", {}).items():
            assert ledger.show_balances(self.office, CHAIR, period) == then
