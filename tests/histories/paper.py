"""The same history kept on paper: what may be done, and how everything stands afterwards.

Written anew from docs/workflow.md and design, without ``allocator.workflow``: two descriptions that have to agree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from allocator.domain.workflow import Reason, Role, Side, Step
from allocator.workflow import Actor

MEMBER, CHAIR = Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR
CORPORATION, PROVIDER, MUNICIPALITY = Role.CORPORATION, Role.CARE_PROVIDER, Role.MUNICIPALITY
COMMITTEE = {MEMBER, CHAIR}

STAGES = (
    "proposed",
    "accepted_by_committee",
    "support_confirmed",
    "accepted_by_corporation",
    "offered",
    "accepted_by_household",
    "lease_signed",
    "moved_in",
    "support_started",
)
FORWARD: dict[str, tuple[str, set[Role]]] = {
    "accept": ("accepted_by_committee", COMMITTEE),
    "confirm_support": ("support_confirmed", COMMITTEE | {PROVIDER}),
    "accept_home": ("accepted_by_corporation", {CORPORATION, CHAIR}),
    "offer": ("offered", COMMITTEE | {CORPORATION}),
    "accept_offer": ("accepted_by_household", COMMITTEE | {CORPORATION, PROVIDER}),
    "sign": ("lease_signed", {CORPORATION, CHAIR}),
    "move_in": ("moved_in", COMMITTEE | {CORPORATION, PROVIDER}),
    "start_support": ("support_started", COMMITTEE | {PROVIDER}),
}
OUT: dict[str, tuple[str, tuple[str, ...], set[Role]]] = {
    "refuse": ("refused", STAGES[:6], COMMITTEE | {CORPORATION, PROVIDER, MUNICIPALITY}),
    "withdraw": ("withdrawn", STAGES[:7], COMMITTEE | {CORPORATION, PROVIDER}),
    "end": ("ended", STAGES[7:], COMMITTEE | {CORPORATION, PROVIDER}),
}
OVER = {"refused", "withdrawn", "expired", "ended"}
SPEAKS_FOR: dict[Role, set[str]] = {
    MEMBER: {side.value for side in Side} - {"system"},
    CHAIR: {side.value for side in Side} - {"system"},
    CORPORATION: {"corporation", "person"},
    PROVIDER: {"provider", "person"},
    MUNICIPALITY: {"municipality"},
}
HIDDEN: dict[Role, set[str]] = {
    CORPORATION: {"personal", "special", "safety"},
    MUNICIPALITY: {"personal", "special", "safety"},
    PROVIDER: {"special", "safety"},
}
SIDE_OF = {CORPORATION: "corporation", PROVIDER: "provider", MUNICIPALITY: "municipality"}
OFFER_STANDS = 7


@dataclass
class Placed:
    """One placement on paper."""

    id: int
    round: str
    household: str
    unit: str
    municipality: str
    corporation: str | None
    pools: tuple[str, ...]
    providers: tuple[str, ...]
    referrer: str | None
    depends_on: tuple[str, ...]
    questions: tuple[str, ...]
    by_hand: bool
    since: date
    state: str = "proposed"
    version: int = 0
    refuted: tuple[str, ...] = ()
    came_from: str | None = None
    last: tuple[date, str] | None = None
    """When the last decision on it was made, and by whom."""
    fell: bool = False
    """Whether it was called off because another one was."""

    @property
    def stage(self) -> int:
        return STAGES.index(self.state) if self.state in STAGES else 99

    @property
    def live(self) -> bool:
        return self.stage < 7

    @property
    def settled(self) -> bool:
        return self.stage in (7, 8)

    def next(self) -> str | None:
        """The next step along the line: support is only there where somebody gives it."""
        for step, (to, _) in FORWARD.items():
            if "support" in step and not self.pools:
                continue
            if STAGES.index(to) > self.stage:
                return step
        return None

    def of(self, actor: Actor) -> bool:
        """Whether it is of this actor's organisation; the committee sees all."""
        own = {
            CORPORATION: (self.corporation,),
            PROVIDER: (*self.providers, self.referrer),
            MUNICIPALITY: (self.municipality,),
        }
        return actor.role in COMMITTEE or actor.organisation in own.get(actor.role, ())


@dataclass
class Effect:
    """What a reason did to a household."""

    placement: int
    unit: str
    on: date
    lost_offer: bool
    parked: int
    blocked: bool
    undone: bool = False


@dataclass
class Paper:
    """All placements, and what was done to households."""

    placed: dict[int, Placed] = field(default_factory=dict)
    effects: dict[str, list[Effect]] = field(default_factory=dict)
    urgent_until: dict[str, date | None] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    """Households that are not on the list."""

    # ------------------------------------------------------------ what may be done

    def leads(self, one: Placed, step: Step) -> bool:
        """Whether a step out of the line, or back onto it, leads on from where a placement stands."""
        return one.state in OVER if step is Step.REOPEN else one.state in OUT[step.value][1]

    def may(self, one: Placed, step: Step, by: Actor, on: date, reason: Reason | None, given: str | None) -> bool:
        """Whether a step may be taken, apart from who has home and household by now."""
        if not one.of(by) or on < one.since:
            return False
        if step.value in FORWARD:
            to, roles = FORWARD[step.value]
            if by.role not in roles or step.value != one.next() or one.refuted or not self._in_turn(one, to):
                return False
            if step is Step.ACCEPT and one.by_hand and given is None:
                return False
            return given is None or self.fits(one, step, by, on, reason)
        if step is Step.REOPEN:
            return by.role is CHAIR and one.state in OVER and self.fits(one, step, by, on, reason)
        if step.value not in OUT:
            return False  # only time lets a placement expire
        _, leaves, roles = OUT[step.value]
        return by.role in roles and one.state in leaves and self.fits(one, step, by, on, reason)

    def _in_turn(self, one: Placed, to: str) -> bool:
        """Questions first, and those first who must leave before."""
        rank = STAGES.index(to)
        if rank < STAGES.index("offered"):
            return True
        enough = STAGES.index("lease_signed") if rank < STAGES.index("moved_in") else STAGES.index("moved_in")
        return not one.questions and all(self._far(one, household) >= enough for household in one.depends_on)

    def _far(self, one: Placed, household: str) -> int:
        """How far another one of the same round has come; who left again had moved before."""
        found = [p for p in self.placed.values() if (p.round, p.household) == (one.round, household)]
        if not found:
            return -1
        last = max(found, key=lambda p: p.id)
        return 8 if last.state == "ended" else -1 if last.state in OVER else last.stage

    def fits(self, one: Placed, step: Step, by: Actor, on: date, reason: Reason | None) -> bool:
        """Whether a reason may be given for this step, here, today, by this role."""
        return (
            reason is not None
            and step in reason.steps
            and (not reason.states or one.state in {state.value for state in reason.states})
            and (reason.valid_from or on) <= on <= (reason.valid_until or on)
            and reason.side.value in SPEAKS_FOR[by.role]
            and (
                reason.side.value == SIDE_OF.get(by.role) or reason.sensitivity.value not in HIDDEN.get(by.role, set())
            )
        )

    # ------------------------------------------------------------ what happens

    def take(self, one: Placed, step: Step, by: str, on: date, reason: Reason | None) -> None:
        """Take a step, with all that follows."""
        before, live = one.state, one.live
        one.fell = False
        if step.value in FORWARD:
            one.state = FORWARD[step.value][0]
        elif step is Step.REOPEN:
            one.state, one.came_from = one.came_from or "", None
            for effect in self.effects.get(one.household, []):
                effect.undone |= effect.placement == one.id
        else:
            one.state, one.came_from = OUT[step.value][0] if step.value in OUT else "expired", before
        one.since, one.version, one.last = on, one.version + 1, (on, by)
        self._do_to_household(one, on, reason)
        if one.settled and before not in STAGES[7:]:
            self._move_in(one, on, again=before == "ended")
        if live and one.state in OVER:
            self.fall(one, on)

    def _do_to_household(self, one: Placed, on: date, reason: Reason | None) -> None:
        does = reason.consequence if reason else None
        if does and (does.lose_offer or does.park_days or does.block_pair):
            found = Effect(one.id, one.unit, on, does.lose_offer, does.park_days, does.block_pair)
            self.effects.setdefault(one.household, []).append(found)

    def _move_in(self, one: Placed, on: date, *, again: bool) -> None:
        self.away.add(one.household)
        for other in self.placed.values():
            if not again and other.settled and other.household == one.household and other.id != one.id:
                other.came_from, other.state = other.state, "ended"
                other.since, other.version = max(on, other.since), other.version + 1
                other.last = (other.since, "system")

    def fall(self, one: Placed, on: date) -> None:
        """Who waits for this move is called off too."""
        for other in sorted(self.placed.values(), key=lambda p: p.id):
            if other.live and other.round == one.round and one.household in other.depends_on:
                self.call_off(other, on)
                other.fell = True

    def goes_first(self, one: Placed) -> bool:
        """Whether all who have to move first still do, or fell because of this one."""
        here = {p.household: p for p in sorted(self.placed.values(), key=lambda p: p.id) if p.round == one.round}
        return all(
            h in here and (here[h].live or here[h].settled or (here[h].fell and self._waits(here, h, one)))
            for h in one.depends_on
        )

    def half_a_circle(self) -> bool:
        """Whether somebody was opened again who waits for a move that is off: the rest of the circle is to follow."""
        going = {(p.round, p.household) for p in self.placed.values() if p.live or p.settled}
        live = (p for p in self.placed.values() if p.live)
        return any((p.round, h) not in going for p in live for h in p.depends_on)

    def _waits(self, here: dict[str, Placed], household: str, one: Placed) -> bool:
        """Whether a household waits for this one, itself or through others."""
        seen = [household]
        for each in seen:
            seen += [h for h in here[each].depends_on if h in here and h not in seen]
        return any(one.household in here[each].depends_on for each in seen)

    def call_off(self, one: Placed, on: date, state: str = "withdrawn") -> None:
        """Called off, or expired, by the program."""
        one.came_from, one.state = one.state, state
        one.since, one.version = max(on, one.since), one.version + 1
        one.last = (one.since, "system")
        if state == "expired":  # no answer counts as a refused offer
            self.effects.setdefault(one.household, []).append(Effect(one.id, one.unit, one.since, True, 0, False))
        self.fall(one, one.since)

    def answer(self, one: Placed, rule: str, by: str, on: date, *, fits: bool) -> None:
        """A question is answered."""
        one.questions = tuple(code for code in one.questions if code != rule)
        one.refuted += () if fits else (rule,)
        one.version, one.last = one.version + 1, (on, by)

    def let_pass(self, on: date) -> tuple[int, int]:
        """A day has come: offers expire, and who is no longer urgent is called off; how many of each."""
        expired = ended = 0
        for one in sorted(self.placed.values(), key=lambda p: p.id):
            if one.state == "offered" and one.since + timedelta(days=OFFER_STANDS) < on:
                self.call_off(one, on, "expired")
                expired += 1
        for one in sorted(self.placed.values(), key=lambda p: p.id):
            until = self.urgent_until.get(one.household)
            if one.live and one.stage < STAGES.index("offered") and until is not None and until < on:
                self.call_off(one, on)
                ended += 1
        return expired, ended

    # ------------------------------------------------------------ how it stands

    def stands(self) -> dict[int, tuple[str, int, date]]:
        """State, version and day of each placement."""
        return {one.id: (one.state, one.version, one.since) for one in self.placed.values()}

    def of_household(self, household: str) -> Iterator[Placed]:
        """Its placements."""
        yield from (one for one in self.placed.values() if one.household == household)

    def refused_offers(self, household: str) -> int:
        """Refusals that count."""
        return sum(e.lost_offer and not e.undone for e in self.effects.get(household, []))

    def parked_until(self, household: str, on: date) -> date | None:
        """Until when a household takes no part, if that is later than this day."""
        ends = [e.on + timedelta(days=e.parked) for e in self.effects.get(household, []) if e.parked and not e.undone]
        return max((end for end in ends if end > on), default=None)

    def blocked(self, household: str) -> set[str]:
        """Homes that are not proposed again."""
        return {e.unit for e in self.effects.get(household, []) if e.blocked and not e.undone}


COUNTS: Mapping[str, str] = dict.fromkeys(STAGES[1:6], "committed") | dict.fromkeys((*STAGES[6:], "ended"), "realised")
"""How a state counts in the ledger; others do not."""
