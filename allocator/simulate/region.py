"""The region as it stands in a week: who waits, what is free, what was offered, and what the ledger says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from allocator import ledger, workflow
from allocator.domain.codes import Situation, Verdict
from allocator.domain.household import Household
from allocator.domain.period import containing
from allocator.domain.proposal import Placement
from allocator.domain.region import PairWord, SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Occupant, Unit
from allocator.domain.workflow import State
from allocator.generate import places
from allocator.generate.draw import Draw
from allocator.simulate.accounts import Accounts
from allocator.simulate.answers import PASSED_ON, Answer, answer, reason_of
from allocator.simulate.arrivals import Arrival, Offered, World
from allocator.simulate.offers import AGAIN, Offer, first, occupant, takes, uses
from allocator.simulate.pairs import Pairs

LIKE = "2026-H1"
"""The ledger is kept by half-years."""


@dataclass
class Region:
    """What decisions changed; ``world`` is what comes whatever is decided."""

    world: World
    pairs: Pairs
    week: int = -1
    period: str = ""
    waiting: dict[str, Arrival] = field(default_factory=dict)
    free: dict[str, Offered] = field(default_factory=dict)
    asked: list[Offer] = field(default_factory=list)
    housed: list[Offer] = field(default_factory=list)
    refused: list[Offer] = field(default_factory=list)
    gone: int = 0
    unlet: int = 0
    returned: int = 0
    _effects: dict[str, list[workflow.Effect]] = field(default_factory=lambda: defaultdict(list))
    _accounts: Accounts = field(default_factory=Accounts)
    _support: list[tuple[int, str, int]] = field(default_factory=list)
    _back: dict[int, list[Arrival]] = field(default_factory=lambda: defaultdict(list))
    _living: list[Occupant] = field(default_factory=list)
    _again: dict[str, Arrival] = field(default_factory=dict)

    # ------------------------------------------------------------ a week begins

    def begin(self, week: int) -> None:
        """Let everything happen that happens before the match of a week."""
        self.week = week
        self._turn()
        self._hear()
        self._support = [use for use in self._support if use[0] > week]
        for one in (*(a for a in self.world.arrivals if a.week == week), *self._back.pop(week, ())):
            self.waiting[one.household.id] = one
        for home in self.world.offers:
            if home.week == week:
                self.free[home.unit.id] = home
        leaving = [key for key, one in self.waiting.items() if one.leaves <= week]
        closing = [key for key, one in self.free.items() if one.until <= week]
        self.gone, self.unlet = self.gone + len(leaving), self.unlet + len(closing)
        for key in leaving:
            del self.waiting[key]
        for key in closing:
            del self.free[key]

    def _turn(self) -> None:
        """A half-year that has passed is closed, with what it leaves to carry."""
        today = self.world.day(self.week)
        now = containing(today, LIKE)
        if self.period and now != self.period:
            last = today - timedelta(days=1)
            committed = [one for offer in self.asked for one in offer.counted]
            self._accounts.post(ledger.move_commitments(committed, from_period=self.period, to_period=now, on=last))
            before = self.round(on=last, households=(), units=())
            for dimension in self.world.policy.dimensions:
                self._accounts.post(ledger.close_period(before, dimension, now, today))
        self.period = now

    def _hear(self) -> None:
        """Answers that have come in; a home that was refused is free again, and so is the household."""
        today = self.world.day(self.week)
        heard = [offer for offer in self.asked if offer.heard <= self.week]
        self.asked = [offer for offer in self.asked if offer.heard > self.week]
        for offer in heard:
            after = State.LEASE_SIGNED if offer.given is Answer.YES else State.REFUSED
            steps = ledger.postings_of_step(State.OFFERED, after, offer.counted, on=today, period=self.period)
            self._accounts.post(steps)
            if offer.given is Answer.YES:
                self._house(offer)
            else:
                self._refuse(offer, today)

    def _house(self, offer: Offer) -> None:
        self.housed.append(offer)
        arrival = self._arrival(offer.household.id)
        self._support += [(self.week + arrival.support, pool, amount) for pool, amount in offer.uses]
        if offer.unit.is_shared:
            self._living.append(occupant(offer))
        if arrival.returns is not None and self.week + arrival.returns < self.world.weeks:
            self._back[self.week + arrival.returns].append(self._returned(arrival))
            self.returned += 1

    def _refuse(self, offer: Offer, today: date) -> None:
        self.refused.append(offer)
        key, code = offer.household.id, reason_of(offer.given, offer.household, offer.unit)
        does = PASSED_ON if offer.given is Answer.NOTHING else workflow.consequence_of(code, self.world.policy)
        does = does.model_copy(update={"block_pair": True})
        effect = workflow.Effect(household=key, unit=offer.unit.id, on=today, reason=code, consequence=does)
        self._effects[key].append(effect)
        self.waiting[key] = self._arrival(key)
        home = self.world.offer_of[offer.unit.id]
        left = self.free.get(home.unit.id)
        places_left = (left.unit.places if left else 0) + takes(offer.unit, offer.household)
        self.free[home.unit.id] = replace(home, unit=home.unit.model_copy(update={"places": places_left}))

    def _arrival(self, key: str) -> Arrival:
        return self._again.get(key) or self.world.arrival_of[key]

    def _returned(self, before: Arrival) -> Arrival:
        """Who is back in shelter: a new arrival, with a period of its own; it stays housed the second time."""
        week = self.week + (before.returns or 0)
        key, day = before.household.id + AGAIN, self.world.day(week)
        span = self.world.scenario.households.urgent_weeks[before.household.urgency]
        leaves = week + Draw(self.world.seed, "again", key).whole(*span)
        changes = {
            "id": key,
            "registered_on": day,
            "ready_from": day,
            "urgent_until": self.world.day(leaves) - timedelta(days=1),
            "situation": Situation.SHELTER,
            "needs": tuple(n.model_copy(update={"household": key, "start_by": None}) for n in before.household.needs),
        }
        found = Arrival(week, before.household.model_copy(update=changes), leaves, None, before.support)
        self._again[key] = found
        return found

    # ------------------------------------------------------------ the match, and what comes of it

    def round(
        self,
        on: date | None = None,
        households: tuple[Household, ...] | None = None,
        units: tuple[Unit, ...] | None = None,
        words: Iterable[PairWord] = (),
    ) -> Round:
        """What the match is told this week."""
        today = on or self.world.day(self.week)
        people = tuple(self._listed(one.household, today) for one in self.waiting.values())
        homes = tuple(one.unit for one in self.free.values())
        shown = households if households is not None else people
        offered = units if units is not None else homes
        here = {u.id for u in offered}
        return Round(
            round_id=f"week-{self.week + 1}",
            as_of=today,
            period=self.period,
            policy=self.world.policy,
            households=shown,
            units=offered,
            municipalities=places.municipalities(self.world.scene),
            corporations=self.world.corporations,
            keys=places.keys(self.world.scene),
            support=self._pools(),
            occupants=tuple(one for one in self._living if one.home in here),
            ledger=self._accounts.of(self.period, today),
            pairs=(*self._blocked({h.id for h in shown}, here), *words),
            lottery_seed=f"simulated {self.world.seed}",
        )

    def offer(self, round_: Round, plan: Iterable[Placement]) -> list[Offer]:
        """Offer the homes of a plan; what the answers will be is known here, and to nobody else."""
        term = self.world.scenario.answers.term_weeks
        made = []
        for placement in plan:
            household, unit = round_.household_by_id[placement.household], round_.unit_by_id[placement.unit]
            points = self.pairs.point(first(household.id), unit.id)
            given = answer(self.world.seed, self.world.scenario, household, unit, points)
            heard = self.week + (term if given is Answer.NOTHING else 1)
            counted = ledger.counted(household, unit, round_.policy)
            made.append(Offer(self.week, placement, household, unit, given, heard, counted, uses(round_, placement)))
            self._accounts.post(
                ledger.postings_of_step(State.PROPOSED, State.OFFERED, counted, on=round_.as_of, period=self.period)
            )
            del self.waiting[household.id]
            self._take(unit, household)
        self.asked += made
        return made

    def _take(self, unit: Unit, household: Household) -> None:
        one = self.free[unit.id]
        left = one.unit.places - takes(unit, household)
        if left > 0 and unit.is_shared:
            self.free[unit.id] = replace(one, unit=one.unit.model_copy(update={"places": left}))
        else:
            del self.free[unit.id]

    def _listed(self, household: Household, today: date) -> Household:
        if household.id not in self._effects:
            return household
        found = workflow.standing_of(self._effects[household.id], self.world.policy, today)
        known = {"refused_offers": min(99, found.refused_offers), "parked_until": found.parked_until}
        return household.model_copy(update=known)

    def _blocked(self, people: set[str], homes: set[str]) -> list[PairWord]:
        """Homes that a household refused are not proposed to it again."""
        return [
            PairWord(household=key, unit=effect.unit, verdict=Verdict.FORBID, by="refused before")
            for key, effects in self._effects.items()
            for effect in effects
            if key in people and effect.unit in homes
        ]

    def _pools(self) -> tuple[SupportPool, ...]:
        used: dict[str, int] = defaultdict(int)
        for _, pool, amount in self._support:
            used[pool] += amount
        for offer in self.asked:
            for pool, amount in offer.uses:
                used[pool] += amount
        return tuple(
            pool.model_copy(update={"used": round(used[pool.id] / 100, 2)}) if used[pool.id] else pool
            for pool in self.world.pools
        )


__all__ = ["LIKE", "Region"]
