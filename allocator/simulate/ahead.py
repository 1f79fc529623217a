"""The weekly match with opportunity cost: what is scarce and soon wanted more is kept back, for a while, with a reason.

The match itself is the live one, on the same round with words on pairs: a score per pair in place of its points, and
blocks for pairs that would cost others more than they bring. Five bounds hold (docs/simulation.md):

1. A home that would stay empty is kept back only when at least ``least_chance`` of the sampled futures bring somebody
   for it; otherwise its blocks are lifted and the week is matched again.
2. At most ``hold_weeks`` weeks in a row, and never in its last week on offer.
3. Never from a household that is more urgent than the one for whom it is kept (unless ``over_urgency``).
4. Never at the cost of urgency: of each class, and of those above it, as many are served as without looking ahead, less
   the homes that bound 3 lets wait for that class.
5. Never at the cost of balance: a plan that is less even than without looking ahead is made again without blocks.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from allocator.domain.codes import Verdict
from allocator.domain.proposal import Placement
from allocator.domain.region import PairWord
from allocator.domain.round import Round
from allocator.run import best_plan
from allocator.simulate.arrivals import World
from allocator.simulate.even import imbalance
from allocator.simulate.futures import Futures, Prices
from allocator.simulate.held import Held, expected
from allocator.simulate.region import Region

LOSS = 0.06
"""Part of what a placement is worth that may be lost to others before it is blocked."""
SCALE = 10
"""Points of score for each point of worth that is lost to others."""
MOST = 1000
BY = "kept for who is expected"
Bools = NDArray[np.bool_]


class Ahead:
    """The policy with opportunity cost, for one run through a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.futures = Futures(world)
        self.weeks_held: Counter[str] = Counter()

    def decide(self, region: Region, round_: Round) -> tuple[tuple[Placement, ...], tuple[Held, ...]]:
        """The plan of a week, and the homes that are kept back this week."""
        if not (round_.households and round_.units):
            return (), ()
        prices = self.futures.prices(region, round_)
        scarce = self._may_be_held(region, round_, prices)
        blocked = prices.allowed & (prices.gain < -LOSS * prices.worth)
        blocked &= ~(self._more_urgent(round_, prices) & scarce[None, :])
        if not self.world.scenario.ahead.over_urgency:  # nobody goes before the most urgent
            blocked &= np.array([h.urgency != round_.policy.urgency_codes[0] for h in round_.households])[:, None]
        before = best_plan(round_).placements
        plain = _served(round_, before)
        plan: tuple[Placement, ...] = ()
        for _ in range(len(round_.policy.urgency) + 2):
            plan = best_plan(_with_words(round_, prices, blocked)).placements
            lift = self._unreasonable(round_, prices, plan, blocked, scarce, plain)
            if not (lift & blocked).any():
                break
            blocked &= ~lift
        if imbalance(round_, plan) > imbalance(round_, before):
            blocked &= False
            plan = best_plan(_with_words(round_, prices, blocked)).placements
        held = self._held(round_, prices, plan, blocked & scarce[None, :])
        self.weeks_held = Counter({one.unit: one.week for one in held})
        return plan, held

    def _may_be_held(self, region: Region, round_: Round, prices: Prices) -> Bools:
        """(U,): homes that somebody is expected for, and that have not been kept too long, or too near their end."""
        said = self.world.scenario.ahead
        ends = np.array([region.free[u.id].until - region.week > 1 for u in round_.units], dtype=np.bool_)
        held = np.array([self.weeks_held[u.id] < said.hold_weeks for u in round_.units], dtype=np.bool_)
        return (prices.kept >= said.least_chance - 1e-9) & ends & held

    def _more_urgent(self, round_: Round, prices: Prices) -> Bools:
        """(H, U): households more urgent than whoever is expected for a home (bound 3)."""
        if self.world.scenario.ahead.over_urgency:
            return np.zeros(prices.allowed.shape, dtype=np.bool_)
        rank = {code: k for k, code in enumerate(round_.policy.urgency_codes)}
        mine = np.array([rank[h.urgency] for h in round_.households])
        theirs = np.array([_middle([rank[a.household.urgency] for a, _ in some], len(rank)) for some in prices.takers])
        return mine[:, None] < theirs[None, :]

    def _unreasonable(
        self,
        round_: Round,
        prices: Prices,
        plan: Iterable[Placement],
        blocked: Bools,
        scarce: Bools,
        plain: Counter[str],
    ) -> Bools:
        """(H, U): blocks that must be lifted: of homes that stay empty for nobody, and of classes that lose by it."""
        plan = tuple(plan)
        taken = {placement.unit for placement in plan}
        empty = np.array([u.id not in taken for u in round_.units], dtype=np.bool_)
        lift: Bools = np.zeros(blocked.shape, dtype=np.bool_) | (empty & ~scarce)[None, :]
        if self.world.scenario.ahead.over_urgency:
            return lift
        homes = {placement.unit: placement.household for placement in plan}
        rank = {code: k for k, code in enumerate(round_.policy.urgency_codes)}
        served, waits = _served(round_, plan), Counter[int]()
        for u in np.flatnonzero(empty & scarce & blocked.any(axis=0)):
            waits[_middle([rank[a.household.urgency] for a, _ in prices.takers[u]], len(rank))] += 1
        short, allowed = 0, 0
        mine = np.array([rank[h.urgency] for h in round_.households])
        theirs = np.array(
            [rank[round_.household_by_id[homes[u.id]].urgency] if u.id in homes else -1 for u in round_.units]
        )
        for code, k in rank.items():
            short, allowed = short + plain[code] - served[code], allowed + waits[k]
            if short > allowed:
                lift |= (mine <= k)[:, None] & (theirs > k)[None, :]
        return lift

    def _held(self, round_: Round, prices: Prices, plan: Iterable[Placement], blocked: Bools) -> tuple[Held, ...]:
        taken = {placement.unit for placement in plan}
        placed = {placement.household for placement in plan}
        free = np.array([h.id not in placed for h in round_.households], dtype=np.bool_)
        found = []
        for u, unit in enumerate(round_.units):
            waiting = blocked[:, u] & free
            if unit.id not in taken and waiting.any():
                who = tuple(round_.households[h].id for h in np.flatnonzero(waiting))
                week = self.weeks_held[unit.id] + 1
                chance = float(prices.kept[u])
                most = self.world.scenario.ahead.hold_weeks
                found.append(expected(unit, prices.takers[u], chance, who, week=week, most=most))
        return tuple(found)


def _middle(ranks: list[int], none: int) -> int:
    """The middle class of who is expected; without anybody, one below all."""
    return sorted(ranks)[len(ranks) // 2] if ranks else none


def _served(round_: Round, plan: Iterable[Placement]) -> Counter[str]:
    homes, people = round_.unit_by_id, round_.household_by_id
    return Counter(people[p.household].urgency for p in plan if homes[p.unit].counts_as_home)


def _with_words(round_: Round, prices: Prices, blocked: Bools) -> Round:
    """The round with a score for each pair, and the pairs that are blocked this week."""
    score = np.clip(MOST + SCALE * prices.gain, 0, MOST).astype(int)
    words = list(round_.pairs)
    for h, u in zip(*np.nonzero(prices.allowed), strict=True):
        words.append(
            PairWord(
                household=round_.households[h].id,
                unit=round_.units[u].id,
                verdict=Verdict.FORBID if blocked[h, u] else None,
                score=int(score[h, u]),
                by=BY,
            )
        )
    return round_.model_copy(update={"pairs": tuple(words)})


__all__ = ["Ahead", "Held"]
