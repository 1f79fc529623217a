"""What all random histories share: where they begin, who tries what, and what must hold after every step."""

import hashlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from sqlmodel import SQLModel

from allocator.actions import exchange, ledger, rounds, trail
from allocator.actions.parts.force import in_force
from allocator.domain.codes import Verdict
from allocator.domain.problem import InputProblems
from allocator.domain.refusal import NotFound, Refusal
from allocator.domain.workflow import Role, State
from allocator.ledger import Counted
from allocator.store import Store, open_store, people, soundness
from allocator.store import placements as kept
from allocator.workflow import Actor
from tests.actions.offices import (
    ADMINISTRATOR,
    AUDITOR,
    CHAIR,
    MEMBER,
    Clock,
    House,
    corporation,
    municipality,
    provider,
)
from tests.databases import settings
from tests.histories.paper import Paper, Placed

T = TypeVar("T")
PERIODS = ("2026-H2", "2027-H1", "2027-H2")
OTHER_CHAIR = Actor("another-chair", Role.COMMITTEE_CHAIR)
ODD = st.sampled_from([False] * 9 + [True])
"""Once in a while something is tried that cannot be."""


@dataclass(frozen=True)
class Place:
    """A database in which a round was opened and run, and how to throw it away again."""

    url: str
    round_id: str
    remove: Callable[[], None]


class Trying(RuleBasedStateMachine):
    """A database, the same on paper, and people who try things."""

    begin_with: Callable[[int], Place]
    worlds: int
    happened: Counter[str]
    """What was done so far, in all histories together."""

    # ------------------------------------------------------------ beginning and end

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.place = type(self).begin_with(data.draw(st.integers(0, self.worlds - 1), label="world"))
        self.store: Store = open_store(settings(self.place.url))
        self.house = House(self.store, Clock())
        self.office = self.house.office
        self.paper, self.round_id, self.open, self.count = Paper(), self.place.round_id, True, 0
        self.now = 0
        with self.store.reading() as work:
            self.policy = in_force(work, self.today)
            found = people.households(work)
        self.files = {h.id: h for h in found}
        self.paper.urgent_until = {h.id: h.urgent_until for h in found}
        frozen = exchange.export_case(self.office, CHAIR, self.round_id)
        self.homes = sorted(u.id for u in frozen.units)
        self.places = sorted(m.code for m in frozen.municipalities)
        self.weighs: dict[int, tuple[Counted, ...]] = {}
        self.said: set[tuple[str, str, Verdict, str | None]] = set()
        self.closed_books: dict[str, Any] = {}
        self.register()

    def teardown(self) -> None:
        if not hasattr(self, "place"):
            return
        try:
            with self.store.reading() as work:
                assert soundness.broken(work) == []
            assert trail.verify_audit(self.office, AUDITOR)[0] is None
            assert ledger.check_balances(self.office, AUDITOR) == ()
            for one in rounds.list_rounds(self.office, CHAIR):
                with suppress(NotFound):  # it was not run yet
                    assert rounds.replay_round(self.office, CHAIR, one.id).same, one.id
        finally:
            self.store.close()
            self.place.remove()

    # ------------------------------------------------------------ trying

    @property
    def today(self) -> date:
        return self.office.today

    @property
    def period(self) -> str:
        """The half-year that is open."""
        return PERIODS[self.now]

    @property
    def closed(self) -> tuple[str, ...]:
        """Half-years whose balance was carried over."""
        return PERIODS[: self.now]

    def rows(self) -> str:
        """All rows of all tables, as one hash."""
        found = hashlib.sha256()
        with self.store.engine.connect() as connection:
            for table in SQLModel.metadata.sorted_tables:
                lines = connection.execute(sa.select(table))
                found.update("\n".join([table.name, *sorted(map(repr, lines))]).encode())
        return found.hexdigest()

    def attempt(self, call: Callable[[], T], *, may: bool | None) -> list[T]:
        """Do something that may be done, or not; what may not leaves everything as it was, to the last row.

        Args:
            call: the action.
            may: whether it may be done; None: either can be.

        Returns:
            What it gave; empty when it was refused.
        """
        before, found, no = self.rows(), [], None
        try:
            found = [call()]
        except (Refusal, InputProblems) as refused:
            no = refused
        if no is None:
            assert may is not False, "it was not refused"
            return found
        note(f"refused: {no}")
        assert may is not True, no
        assert self.rows() == before
        if isinstance(no, Refusal):
            assert all(no.sentence.render(lang).strip() for lang in ("nl", "en"))
        return []

    def actors(self, near: Placed | None = None) -> st.SearchStrategy[Actor]:
        """Somebody: most often of the committee, else of an organisation that this concerns, or of another one."""
        here = [AUDITOR, ADMINISTRATOR, corporation("nobody"), provider("nobody")]
        here += [municipality(code) for code in self.places[:2]]
        if near:
            here += [municipality(near.municipality), *([corporation(near.corporation)] if near.corporation else [])]
            here += [provider(key) for key in sorted({*near.providers, near.referrer or ""}) if key]
        return st.sampled_from([CHAIR, CHAIR, MEMBER, OTHER_CHAIR] * (len(here) // 3) + here)

    def one_of(self, data: st.DataObject, *, live: bool) -> Placed:
        """A placement; one that is under way when that is asked and there is one."""
        some = [p for p in self.paper.placed.values() if p.live or not live] or list(self.paper.placed.values())
        return data.draw(st.sampled_from(some), label="placement")

    # ------------------------------------------------------------ on paper

    def register(self) -> list[Placed]:
        """Write down placements that are new."""
        with self.store.reading() as work:
            new = [line for line in kept.lines(work) if line.id not in self.paper.placed]
            return [self._write_down(one) for one in kept.load_all(work, new)]

    def _write_down(self, one: kept.Kept) -> Placed:
        state = one.state
        assert (state.state, state.version) == (State.PROPOSED, 0)
        assert not any(p.live for p in self.paper.of_household(state.household)), "placed twice"
        self.weighs[one.id] = tuple(Counted.model_validate(row) for row in one.facts["counted"])
        same = ("household", "unit", "municipality", "corporation", "pools", "providers", "referrer", "depends_on")
        facts = {name: getattr(state, name) for name in (*same, "by_hand", "since")}
        found = Placed(id=one.id, round=one.line.round, questions=state.to_confirm, **facts)
        self.paper.placed[one.id] = found
        return found

    def as_on_paper(self) -> None:
        """Every placement stands as it does on paper."""
        with self.store.reading() as work:
            found = {line.id: (line.state.value, line.version, line.since) for line in kept.lines(work)}
        assert found == self.paper.stands()
