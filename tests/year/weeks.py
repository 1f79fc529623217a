"""A year of weekly work through the actions: people and homes come and go, chance decides who says what.

Everything is drawn from a seed. After every week everything that must be true is checked.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from allocator.actions import exchange, ledger, objections, placements, policies, rounds, trail, upkeep
from allocator.actions.ledger import Ledger
from allocator.domain.codes import Norm, UnitStatus, Verdict
from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.domain.refusal import Refusal
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.domain.workflow import Role, State, Step
from allocator.generate import generate
from allocator.intake import ReadCase
from allocator.intake.policy_write import write_policy
from allocator.store import soundness
from allocator.workflow import LINE, Actor, Outcome
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, House, municipality

_FORWARD = tuple(rule.step for rule in LINE)
SILENCE = 0.1
"""How often an offer is never answered."""

_ANOTHER_CHAIR = Actor("another-chair", Role.COMMITTEE_CHAIR)


@dataclass
class Year:
    """The state of the world outside the store, and what happened so far."""

    house: House
    policy: Policy
    world: Round
    first: date
    """The first Monday."""
    seed: int = 1
    arrivals: int = 10
    new_homes: int = 4
    week: int = 0
    happened: dict[str, int] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    """Placements of which nobody answers the offer."""

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.households = {h.id: h for h in self.world.households}
        self.units = {u.id: u for u in self.world.units}

    # ------------------------------------------------------------ the weeks

    def live(self, weeks: int) -> None:
        """So many weeks, with the policy and the key of the new year, and an exchange between municipalities."""
        for _ in range(weeks):
            self.week += 1
            self._set_clock()
            self._outside()
            self._import()
            if self.week == 3:
                self._exchange()
            self._round()
            self.check()

    @property
    def monday(self) -> date:
        """The Monday of this week."""
        return date.fromordinal(self.first.toordinal() + 7 * (self.week - 1))

    @property
    def period(self) -> str:
        """The half-year of this week."""
        return _half(self.monday)

    def _count(self, what: str, more: int = 1) -> None:
        self.happened[what] = self.happened.get(what, 0) + more

    def _set_clock(self, hours: int = 9) -> None:
        self.house.clock.now = datetime.combine(self.monday, time(hours), UTC)

    # ------------------------------------------------------------ what comes from outside

    def _outside(self) -> None:
        """Arrivals, withdrawals, new homes; homes that are let go off the list."""
        draw = f"{self.seed}-{self.week}"
        many, homes = 3 * self.arrivals, 3 * self.new_homes
        made = generate(many, homes, "ten", draw, policy=self.policy, as_of=self.monday)
        for n, one in enumerate([h for h in made.households if h.current_unit is None][: self.arrivals]):
            self._arrive(one.model_copy(update={"id": f"W{self.week:02d}-{n:02d}"}))
        free = [u for u in made.units if u.status is UnitStatus.FREE and u.complex is None and not u.is_shared]
        for n, unit in enumerate(free[: self.new_homes]):
            self._build(unit.model_copy(update={"id": f"W{self.week:02d}-U{n}"}))
        busy = {p.household for p in placements.list_placements(self.house.office, CHAIR, live=True)}
        waiting = sorted(h for h in self.households if h not in busy and self.households[h].current_unit is None)
        for key in self.chance.sample(waiting, min(2, len(waiting))):
            del self.households[key]
            self._count("withdrawn from the list")

    def _arrive(self, household: Household) -> None:
        self.households[household.id] = household
        self._count("arrivals")

    def _build(self, unit: Unit) -> None:
        self.units[unit.id] = unit
        self._count("new homes")

    def _import(self) -> None:
        """The list of this week as a file; the same once more changes nothing."""
        self._turn()
        world = self.world
        facts: dict[str, object] = {
            "households": tuple(sorted(self.households.values(), key=lambda h: h.id)),
            "units": tuple(sorted(self.units.values(), key=lambda u: u.id)),
            "apart": tuple(a for a in world.apart if a.household in self.households),
            "pairs": tuple(p for p in world.pairs if p.household in self.households and p.unit in self.units),
            "previous": (),
            "as_of": self.monday,
        }
        case = ReadCase(world.model_copy(update=facts), (), {})
        office = self.house.office
        first = exchange.import_case(office, MEMBER, case)
        if self.week == 1:
            policies.approve_policy(office, CHAIR, world.policy.version)
        assert exchange.check_import(office, MEMBER, case).changes == ()
        self._count("rows changed by imports", len(first.changes))
        said = tuple(p for p in self.world.pairs if p.verdict is not Verdict.PIN)  # a pin is for the week itself
        self.world = self.world.model_copy(update={"pairs": said})

    def _turn(self) -> None:
        """A new year, a new half-year, and in between the council changes its mind."""
        last = self.monday - timedelta(days=7)
        year, before = self.monday.year, _half(last)
        if self.week == 1:
            return
        if year != last.year:
            amounts = self.policy.amounts.model_copy(update={"year": year})  # not announced yet: those of this year
            self._new_policy(f"policy-{year}", amounts=amounts, valid_from=date(year, 1, 1))
            self._new_key(date(year, 1, 1))
        elif self.week % 20 == 0:
            norm = Norm.WORST_FIRST if self.policy.norm is not Norm.WORST_FIRST else Norm.EVEN
            self._new_policy(f"policy-{self.name}", norm=norm, valid_from=self.monday)
        if self.period != before:
            count = ledger.close_period(self.house.office, CHAIR, before, self.period)
            self._count("balances carried over", count)

    def _new_policy(self, version: str, **changes: object) -> None:
        office = self.house.office
        self.policy = self.policy.model_copy(update={"version": version} | changes)
        policies.add_policy(office, MEMBER, write_policy(self.policy))
        policies.approve_policy(office, CHAIR, version)
        self._count("policies changed")

    def _new_key(self, on: date) -> None:
        """The figures of a new reference date."""
        latest = {(k.key, k.group, k.municipality): k for k in self.world.keys}
        new = (
            k.model_copy(update={"on": on, "weight": k.weight * self.chance.choice((9, 10, 11)) / 10})
            for k in latest.values()
        )
        self.world = self.world.model_copy(update={"keys": (*self.world.keys, *new)})
        self._count("keys changed")

    def _exchange(self) -> None:
        """One municipality takes over a part of the task of another; both agree."""
        giver, taker = (m.code for m in self.world.municipalities[:2])
        which = Ledger(self.period)
        asked = ledger.ask_transfer(self.house.office, municipality(giver), which, giver=giver, taker=taker, amount=2)
        ledger.answer_transfer(self.house.office, municipality(taker), int(asked.id), agreed=True)
        self._count("exchanges")

    # ------------------------------------------------------------ the round

    @property
    def name(self) -> str:
        """Name of this week's round."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-w{week:02d}"

    def _round(self) -> None:
        office = self.house.office
        expired, ended = upkeep.pass_days(office, CHAIR)
        self._count("expired", expired)
        self._count("urgency ended", ended)
        rounds.open_round(office, CHAIR, self.name, period=self.period)
        self.house.run(self.name)
        self._decide()
        if self.week % 4 == 2:
            self.house.run(self.name)  # after decisions once more: what was accepted stays
        self._leave()
        states = rounds.close_round(office, CHAIR, self.name)
        self._count("rounds")
        self.log.append(f"{self.name}: " + ", ".join(f"{n} {s.value}" for s, n in sorted(states.items())))

    def _decide(self) -> None:
        office = self.house.office
        for seen in placements.list_placements(office, CHAIR, live=True):
            for _ in range(self.chance.choice((1, 2, 4, 8))):
                opened = placements.show_placement(office, CHAIR, seen.id)
                if opened.seen.state is State.OFFERED and self.chance.random() < SILENCE:
                    self.silent.add(seen.id)
                if seen.id in self.silent or opened.seen.state.rank >= State.MOVED_IN.rank or not self._step(opened):
                    break

    def _step(self, opened: placements.Opened) -> bool:
        """One step with a placement; whether there is a next one to take."""
        office, seen, draw = self.house.office, opened.seen, self.chance.random()
        version = seen.version
        for rule in opened.to_confirm:
            placements.answer_question(office, MEMBER, seen.id, rule, fits=True, version=version)
            version += 1
            self._count("questions answered")
        if draw < 0.07 and Step.REFUSE in opened.steps:
            self._refuse(seen.id, version)
            return False
        if draw < 0.1 and Step.WITHDRAW in opened.steps:
            reason = self._reason(seen.id, Step.WITHDRAW)
            placements.decide(office, CHAIR, seen.id, Step.WITHDRAW, version=version, reason=reason)
            self._count("withdrawn")
            return False
        step = next((one for one in _FORWARD if one in opened.steps), None)
        if step is None:
            return False
        try:
            placements.decide(office, CHAIR, seen.id, step, version=version)
        except Refusal as refused:
            self._count(f"not yet: {refused.code}")
            return False
        self._count(step.value)
        return True

    def _refuse(self, number: int, version: int) -> None:
        office = self.house.office
        reason = self._reason(number, Step.REFUSE)
        placements.decide(office, CHAIR, number, Step.REFUSE, version=version, reason=reason)
        self._count("refusals")
        if self.chance.random() < 0.3:
            found = objections.file_objection(office, MEMBER, number)
            outcome = self.chance.choice(list(Outcome))
            objections.decide_objection(office, _ANOTHER_CHAIR, int(found.id), outcome)
            self._count(f"objections {outcome.value}")

    def _reason(self, number: int, step: Step) -> str:
        found = placements.foresee(self.house.office, CHAIR, number, step)
        return self.chance.choice([one.reason.code for one in found])

    def _leave(self) -> None:
        """Somebody who was housed leaves again, and comes back to the list."""
        office = self.house.office
        housed = [
            p
            for p in placements.list_placements(office, CHAIR, live=False)
            if p.state in (State.MOVED_IN, State.SUPPORT_STARTED)
        ]
        if housed and self.chance.random() < 0.3:
            one = self.chance.choice(housed)
            reason = self._reason(one.id, Step.END)
            placements.decide(office, CHAIR, one.id, Step.END, version=one.version, reason=reason)
            self._count("left again")

    # ------------------------------------------------------------ what must be true

    def check(self) -> None:
        """Everything that must be true, and an earlier round once more, byte for byte."""
        office = self.house.office
        with self.house.store.reading() as work:
            assert soundness.broken(work) == [], self.name
        assert ledger.check_balances(office, AUDITOR) == ()
        broken, head = trail.verify_audit(office, AUDITOR)
        assert broken is None
        assert head is not None
        earlier = self.chance.choice(rounds.list_rounds(office, CHAIR))
        assert rounds.replay_round(office, CHAIR, earlier.id).same, earlier.id


def _half(day: date) -> str:
    return f"{day.year}-H{1 if day.month < 7 else 2}"
