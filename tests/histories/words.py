"""What is said of a household and a home, who is on the list, and what a corporation says of its homes."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from allocator.actions import households
from allocator.actions import region as homes
from allocator.domain.codes import UnitStatus, Verdict
from allocator.domain.workflow import Role
from allocator.store import people, region
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, corporation, provider
from tests.histories.paper import COMMITTEE
from tests.histories.trying import ODD, Trying

RULES = ("R-101", "R-204", "R-301", "R-999")
OPPOSITE = {Verdict.PIN: Verdict.FORBID, Verdict.FORBID: Verdict.PIN}


class Words(Trying):
    """Pins, blocks, waivers, withdrawals and returns."""

    @rule(data=st.data(), verdict=st.sampled_from(Verdict), code=st.sampled_from(RULES))
    def say(self, data: st.DataObject, verdict: Verdict, code: str) -> None:
        household, unit = data.draw(st.sampled_from(sorted(self.files))), data.draw(st.sampled_from(self.homes))
        actor = data.draw(self.actors())
        reason = data.draw(st.sampled_from([*(label.code for label in self.policy.reasons), "nonsense"]))
        said = {v for h, u, v, _ in self.said if (h, u) == (household, unit)}
        may: bool | None = actor.role in COMMITTEE and reason != "nonsense" and OPPOSITE.get(verdict) not in said
        if verdict is Verdict.WAIVE:
            waivable = actor.role is Role.COMMITTEE_CHAIR and code != "R-999"
            may = None if may and waivable else False  # which rules can be waived, the catalogue says

        def speak() -> None:
            match verdict:
                case Verdict.PIN:
                    households.pin(self.office, actor, household, unit, reason)
                case Verdict.FORBID:
                    households.forbid(self.office, actor, household, unit, reason)
                case Verdict.WAIVE:
                    households.waive(self.office, actor, household, unit, code, reason)

        if self.attempt(speak, may=may):
            self.happened[verdict.value] += 1
            self.said.add((household, unit, verdict, code if verdict is Verdict.WAIVE else None))

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        household, unit, verdict, _ = data.draw(st.sampled_from(sorted(self.said, key=str)))
        actor = data.draw(self.actors())
        back = self.attempt(
            lambda: households.take_back_word(self.office, actor, household, unit, verdict),
            may=actor.role in COMMITTEE,
        )
        if back:
            self.said = {word for word in self.said if word[:3] != (household, unit, verdict)}

    @rule(data=st.data())
    def leave_or_come_back(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.files)))
        actor = data.draw(st.sampled_from([MEMBER, CHAIR, AUDITOR, provider("nobody")]))
        may = actor.role in COMMITTEE
        if key in self.paper.away:
            with self.store.reading() as work:
                version = people.listed(work, key).version
            file = self.files[key]
            if self.attempt(lambda: households.keep_household(self.office, actor, file, version), may=may):
                self.happened["came back"] += 1
                self.paper.away.discard(key)
        elif data.draw(ODD) and self.attempt(lambda: households.withdraw_household(self.office, actor, key), may=may):
            self.paper.away.add(key)

    @rule(
        data=st.data(),
        state=st.sampled_from(["free", "occupied", "under_repair", None]),
        places=st.sampled_from([0, 1, 2, 5]),
    )
    def change_home(self, data: st.DataObject, state: str | None, places: int) -> None:
        """A corporation says that a home is free or not, how many places it has, or takes it off the list."""
        key = data.draw(st.sampled_from(self.homes))
        with self.store.reading() as work:
            unit, version = region.unit(work, key)
        mine = corporation(unit.corporation or "none")
        actor = data.draw(st.sampled_from([MEMBER, mine, mine, AUDITOR, corporation("nobody")]))
        may: bool | None = None if actor.role in COMMITTEE or actor == mine else False
        said: dict[str, object] = {} if state is None else {"status": UnitStatus(state)}
        if state is not None and unit.is_shared:
            said["places"] = places

        def change() -> None:
            if state is None:
                homes.withdraw_unit(self.office, actor, key, version)
            else:
                homes.keep_unit(self.office, actor, unit.model_copy(update=said), version)

        done = self.attempt(change, may=may)
        self.happened["home changed"] += len(done)
