"""Steps with placements, answers to questions, days that pass, and objections."""

from datetime import timedelta

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from allocator.actions import objections, placements, upkeep
from allocator.domain.refusal import NotFound
from allocator.domain.workflow import Reason, Role, Step
from allocator.store import claims, region
from allocator.store import placements as kept
from allocator.workflow import Actor, Outcome, catalogue
from tests.actions.offices import CHAIR, MEMBER, corporation
from tests.histories.paper import COMMITTEE, Placed
from tests.histories.trying import ODD, Trying

OF_ORGANISATIONS = (Role.CORPORATION, Role.CARE_PROVIDER, Role.MUNICIPALITY)
MISSING = 999
"""Number of a placement that is never there."""


class Steps(Trying):
    """What people do with placements."""

    @precondition(lambda self: any(p.live for p in self.paper.placed.values()))
    @rule(data=st.data(), most=st.sampled_from([1, 2, 3, 5, 8, 9]), doubt=ODD)
    def go_on(self, data: st.DataObject, most: int, *, doubt: bool) -> None:
        """The chair takes one placement further, as far as it goes or as far as wanted."""
        self._go_on(data, self.one_of(data, live=True), most, doubt=doubt)

    @precondition(lambda self: any(p.live for p in self.paper.placed.values()))
    @rule(data=st.data(), most=st.sampled_from([3, 4, 9]))
    def decide_all(self, data: st.DataObject, most: int) -> None:
        """The committee has a good morning: everything that is under way goes on."""
        for one in [p for p in self.paper.placed.values() if p.live]:
            self._go_on(data, one, most, doubt=False)

    def _go_on(self, data: st.DataObject, one: Placed, most: int, *, doubt: bool) -> None:
        for code in one.questions:
            self._answer(one, CHAIR, code, one.version, fits=not doubt)
        for _ in range(most):
            ahead = one.next()
            if ahead is None:
                return
            why, reason = self._reason(data, one, Step(ahead), odd=False)
            if not self._decide(one, Step(ahead), CHAIR, why, reason):
                return

    @precondition(lambda self: self.paper.placed)
    @rule(data=st.data(), step=st.sampled_from([Step.REFUSE, Step.WITHDRAW, Step.END, Step.REOPEN]))
    def turn_aside(self, data: st.DataObject, step: Step) -> None:
        """Somebody refuses, calls it off, leaves, or it is opened again."""
        able = [p for p in self.paper.placed.values() if self.paper.leads(p, step)]
        if not able:
            return
        one = data.draw(st.sampled_from(able), label="placement")
        actor = data.draw(st.sampled_from([CHAIR, MEMBER, corporation(one.corporation or "none")]))
        code, reason = self._reason(data, one, step, odd=False)
        self._decide(one, step, actor, code, reason)

    @precondition(lambda self: self.paper.placed)
    @rule(data=st.data(), step=st.sampled_from(Step), version=st.sampled_from([0, 0, 0, -1, 1]), odd=ODD)
    def try_anything(self, data: st.DataObject, step: Step, version: int, *, odd: bool) -> None:
        """Any step, by anybody, on any day, as it was at any time."""
        one = self.one_of(data, live=data.draw(st.booleans()))
        actor = data.draw(self.actors(one))
        code, reason = self._reason(data, one, step, odd=odd)
        days = data.draw(st.sampled_from([-1, 1, -40])) if odd else 0
        self._decide(one, step, actor, code, reason, version=version, days=days)

    def _decide(
        self,
        one: Placed,
        step: Step,
        actor: Actor,
        code: str | None,
        reason: Reason | None,
        *,
        version: int = 0,
        days: int = 0,
    ) -> bool:
        """Try a step, as far off the version and the day as is said; whether it was taken."""
        as_seen, day = one.version + version, self.today + timedelta(days=days)
        may = (
            version == 0
            and day <= self.today
            and self.paper.may(one, step, actor, day, reason, code)
            and (step is not Step.REOPEN or self._still_theirs(one))
        )
        note(f"{one.state} {one.id} of {one.household} in {one.unit}: {step} by {actor} for {code}")
        if self.attempt(
            lambda: placements.decide(self.office, actor, one.id, step, version=as_seen, reason=code, on=day), may=may
        ):
            self.happened[step.value] += 1
            self.paper.take(one, step, actor.id, day, reason)
            self.as_on_paper()
            return True
        self.happened["refused by the program"] += 1
        if actor.role in OF_ORGANISATIONS and not one.of(actor):
            assert self._said_of(actor, one.id) == self._said_of(actor, MISSING)
        return False

    def _reason(self, data: st.DataObject, one: Placed, step: Step, *, odd: bool) -> tuple[str | None, Reason | None]:
        """A reason that fits, most often; or none where none is needed; or anything."""
        known = catalogue(self.policy)
        some: list[str | None] = [None, "no_such_reason", *known]
        if not odd:
            fitting = [code for code, r in known.items() if self.paper.fits(one, step, CHAIR, self.today, r)]
            asked = step.value in ("refuse", "withdraw", "end", "reopen") or (step is Step.ACCEPT and one.by_hand)
            some = [*fitting] or some if asked else [None]
        code = data.draw(st.sampled_from(some), label="reason")
        return code, known.get(code or "")

    def _said_of(self, actor: Actor, number: int) -> str:
        """What somebody is told of a placement of others: as if it were not there."""
        try:
            placements.show_placement(self.office, actor, number)
        except NotFound as missing:
            return str(missing).replace(str(number), "N")
        raise AssertionError(f"{actor} sees {number}")

    def _still_theirs(self, one: Placed) -> bool:
        """Whether household and home are free for a placement that was closed."""
        settles = one.came_from in ("moved_in", "support_started")
        others = [p for p in self.paper.placed.values() if p.id != one.id]
        if any(p.household == one.household and (p.live or (p.settled and (settles or p.id > one.id))) for p in others):
            return False
        if not settles and not self.paper.goes_first(one):
            return False
        there = [p for p in others if p.unit == one.unit]
        with self.store.reading() as work:
            unit, _ = region.unit(work, one.unit)
            taken = claims.claimed(work).get(one.unit, 0)
            needs = int(kept.load(work, one.id).facts["places"])
        if unit.is_shared:
            return settles or taken + needs <= max(unit.places, 1)
        if settles:
            return unit.status == "occupied" and not any(p.settled for p in there)
        leaves = any(self.files[household].current_unit == one.unit for household in one.depends_on)
        return not any(p.live for p in there) and (unit.status != "occupied" or leaves)

    @precondition(lambda self: any(p.questions for p in self.paper.placed.values()))
    @rule(data=st.data(), doubt=ODD, odd=ODD)
    def answer(self, data: st.DataObject, *, doubt: bool, odd: bool) -> None:
        one = data.draw(st.sampled_from([p for p in self.paper.placed.values() if p.questions]))
        actor = data.draw(self.actors(one) if odd else st.sampled_from([CHAIR, MEMBER]))
        code = data.draw(st.sampled_from(one.questions))
        self._answer(one, actor, code, one.version - data.draw(ODD), fits=not doubt)

    def _answer(self, one: Placed, actor: Actor, code: str, version: int, *, fits: bool) -> None:
        may = version == one.version and actor.role in {*COMMITTEE, Role.CARE_PROVIDER} and one.of(actor)
        if self.attempt(
            lambda: placements.answer_question(self.office, actor, one.id, code, fits=fits, version=version), may=may
        ):
            self.happened["answer"] += 1
            self.paper.answer(one, code, actor.id, self.today, fits=fits)
            self.as_on_paper()

    @rule(data=st.data(), days=st.sampled_from([1, 3, 8, 15, 30]), ask=st.sampled_from([True, True, False]))
    def days_pass(self, data: st.DataObject, days: int, *, ask: bool) -> None:
        self.house.clock.pass_days(days)
        actor = data.draw(self.actors())
        may = actor.role in {*COMMITTEE, Role.ADMINISTRATOR}
        if ask and (found := self.attempt(lambda: upkeep.pass_days(self.office, actor), may=may)):
            assert found == [self.paper.let_pass(self.today)]
            self.happened["expired"] += found[0][0]
            self.happened["urgency ended"] += found[0][1]
            self.as_on_paper()
        self._stalls_are_named()

    @precondition(lambda self: any(p.live for p in self.paper.placed.values()))
    @rule(data=st.data(), days=st.sampled_from([7, 8, 9]))
    def nobody_answers(self, data: st.DataObject, days: int) -> None:
        """Homes are offered, and then nothing is heard of anybody."""
        for one in [p for p in self.paper.placed.values() if p.live and p.state != "offered"]:
            ahead = one.next()
            while ahead is not None and one.live and one.state != "offered" and not one.questions:
                code, reason = self._reason(data, one, Step(ahead), odd=False)
                if not self._decide(one, Step(ahead), CHAIR, code, reason):
                    break
                ahead = one.next()
        self.house.clock.pass_days(days)
        (found,) = self.attempt(lambda: upkeep.pass_days(self.office, CHAIR), may=True)
        assert found == self.paper.let_pass(self.today)
        self.happened["expired"] += found[0]
        self.happened["urgency ended"] += found[1]
        self.as_on_paper()

    def _stalls_are_named(self) -> None:
        """Whatever stands longer than its term is on the list of what stalls, with its age; nothing else is."""
        terms = {"proposed": 7, "accepted_by_committee": 7, "support_confirmed": 7, "accepted_by_corporation": 5}
        terms |= {"offered": 7, "accepted_by_household": 14, "lease_signed": 28, "moved_in": 14}
        ages = {p.id: (self.today - p.since).days for p in self.paper.placed.values()}
        late = {
            p.id: (ages[p.id], terms[p.state])
            for p in self.paper.placed.values()
            if p.next() and p.state in terms and ages[p.id] > terms[p.state]
        }
        found = placements.list_stalls(self.office, CHAIR)
        assert {one.seen.id: (one.age, one.term) for one in found} == late

    # ------------------------------------------------------------ objections

    @precondition(lambda self: self.paper.placed)
    @rule(data=st.data())
    def object_to(self, data: st.DataObject) -> None:
        one, actor = self.one_of(data, live=False), data.draw(self.actors())
        may = actor.role in COMMITTEE and one.last is not None
        for found in self.attempt(lambda: objections.file_objection(self.office, actor, one.id), may=may):
            day, by = one.last or (self.today, "")
            last = day + timedelta(days=42)
            assert found.late == (self.today > last)
            assert found.decide_by == max(self.today, last) + timedelta(days=42)
            assert found.decision_by == by

    @rule(data=st.data(), outcome=st.sampled_from(Outcome), more=st.booleans())
    def decide_objection(self, data: st.DataObject, outcome: Outcome, *, more: bool) -> None:
        known = objections.list_objections(self.office, CHAIR)
        if not known:
            return
        one, actor = data.draw(st.sampled_from(known)), data.draw(self.actors())
        undecided, number = one.outcome is None, int(one.id)
        if more:
            may = actor.role in COMMITTEE and undecided and not one.extended and self.today <= one.decide_by
            for found in self.attempt(lambda: objections.extend_objection(self.office, actor, number), may=may):
                assert found.decide_by == one.decide_by + timedelta(days=42)
            return
        other = actor.id != one.decision_by or outcome is Outcome.TAKEN_BACK
        may = actor.role is Role.COMMITTEE_CHAIR and undecided and other
        for found in self.attempt(lambda: objections.decide_objection(self.office, actor, number, outcome), may=may):
            assert (found.outcome, found.decided_by) == (outcome, actor.id)
            self.happened["objection decided"] += 1
