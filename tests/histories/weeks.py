"""Rounds: opened, run again, closed, by those who may."""

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from allocator.actions import exchange, rounds
from allocator.domain.codes import Verdict
from allocator.solver.statements import Contradiction
from allocator.store import region
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, corporation, municipality
from tests.histories.paper import COMMITTEE
from tests.histories.trying import Trying


class Weeks(Trying):
    """What the committee does with rounds."""

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def close_round(self, data: st.DataObject) -> None:
        actor = data.draw(st.sampled_from([CHAIR, MEMBER, AUDITOR, corporation("nobody")]))
        may = actor.role in COMMITTEE
        if not self.attempt(lambda: rounds.close_round(self.office, actor, self.round_id), may=may):
            return
        for one in sorted(self.paper.placed.values(), key=lambda p: p.id):
            if one.round == self.round_id and one.state == "proposed":
                self.paper.call_off(one, self.today)
        self.open = False
        self.as_on_paper()
        self.attempt(lambda: rounds.close_round(self.office, CHAIR, self.round_id), may=False)
        self.attempt(lambda: rounds.ask_run(self.office, CHAIR, self.round_id), may=False)

    @rule(data=st.data(), days=st.integers(0, 8))
    def open_round(self, data: st.DataObject, days: int) -> None:
        actor = data.draw(st.sampled_from([CHAIR, MEMBER, AUDITOR, municipality(self.places[0])]))
        if not self.open:
            self.house.clock.pass_days(days)
        name, may = f"week-{self.count + 2}", not self.open and actor.role in COMMITTEE
        if not self.attempt(
            lambda: rounds.open_round(self.office, actor, name, period=self.period), may=None if may else False
        ):
            return
        self.happened["opened"] += 1
        self.count, self.round_id, self.open = self.count + 1, name, True
        expired, ended = self.paper.let_pass(self.today)
        self.happened["expired"] += expired
        self.happened["urgency ended"] += ended
        self.as_on_paper()
        self._frozen_as_on_paper()

    def _frozen_as_on_paper(self) -> None:
        """Who is in the round, and what earlier decisions did to them."""
        frozen = exchange.export_case(self.office, CHAIR, self.round_id)
        busy = {p.household for p in self.paper.placed.values() if p.live}
        assert {h.id for h in frozen.households} == set(self.files) - self.paper.away - busy
        forbidden = {(w.household, w.unit) for w in frozen.pairs if w.verdict is Verdict.FORBID}
        for one in frozen.households:
            file = self.files[one.id]
            assert one.refused_offers == file.refused_offers + self.paper.refused_offers(one.id)
            parked = [day for day in (file.parked_until, self.paper.parked_until(one.id, self.today)) if day]
            assert one.parked_until == max(parked, default=None)
            pinned = {u for h, u, v, _ in self.said if (h, v) == (one.id, Verdict.PIN)}
            homes = {u.id for u in frozen.units}
            assert {(one.id, unit) for unit in (self.paper.blocked(one.id) - pinned) & homes} <= forbidden

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def run(self, data: st.DataObject) -> None:
        actor = data.draw(st.sampled_from([CHAIR, MEMBER, AUDITOR]))
        may = actor.role in COMMITTEE
        for asked in self.attempt(lambda: rounds.ask_run(self.office, actor, self.round_id), may=may):
            self._work(asked.id)

    def _closed_homes(self) -> set[str]:
        """Homes in which nobody can come to live now, as their corporations say."""
        with self.store.reading() as work:
            now = region.units_now(work, self.homes)
        return {key for key, (unit, there) in now.items() if not there or unit.status in ("under_repair", "withdrawn")}

    def _work(self, run: int) -> None:
        """What was accepted stays, what the new proposal does not say is called off, nothing forbidden is proposed."""
        here = [p for p in self.paper.placed.values() if p.round == self.round_id]
        lost = {p.household for p in here if p.state == "proposed"} & self.paper.away
        for _ in here:  # who waits for somebody who left the list falls, and so on
            lost |= {p.household for p in here if p.live and lost.intersection(p.depends_on)}
        accepted = {p.id for p in here if p.live and p.state != "proposed" and p.household not in lost}
        refused = {(p.household, p.unit) for p in here if p.state in ("refused", "expired")}
        closed = self._closed_homes()
        try:
            self.house.work(run)
        except Contradiction:
            note("contradiction")
            self.happened["contradiction"] += 1
            assert self.said or self.paper.half_a_circle(), "only people contradict each other"
            self.as_on_paper()
            return
        _, proposal, _ = rounds.show_proposal(self.office, CHAIR, self.round_id)
        wanted = {(p.household, p.unit) for p in proposal.placements}
        for one in sorted(here, key=lambda p: p.id):
            if one.state == "proposed" and (one.household, one.unit) not in wanted:
                self.paper.call_off(one, self.today)
        self.happened["run"] += 1
        new = {(p.household, p.unit) for p in self.register()}
        assert self.paper.away.isdisjoint(household for household, _ in new)
        assert not [unit for _, unit in new if unit in closed]
        self.as_on_paper()
        assert accepted <= {p.id for p in self.paper.placed.values() if p.live}
        words = {verdict: {(h, u) for h, u, v, _ in self.said if v is verdict} for verdict in Verdict}
        assert new.isdisjoint(words[Verdict.FORBID])
        assert (new - words[Verdict.PIN]).isdisjoint(refused)
        assert not [pair for pair in new - words[Verdict.PIN] if pair[1] in self.paper.blocked(pair[0])]
