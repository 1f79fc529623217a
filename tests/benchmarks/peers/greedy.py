"""The rule of coordinated-access systems: hardest vacancy first, then priority order; no look-ahead, no swap.

Re-implemented from its description (`matchability`: eligible over available clients, ascending). It keeps
every constraint, one placement at a time; a home that its tenant leaves is a vacancy from that moment on.
"""

from __future__ import annotations

from time import monotonic

import numpy as np

from allocator.domain.round import Round
from tests.benchmarks.peers.facts import Facts, Ints, read, waiting_days
from tests.benchmarks.peers.growing import GrowingPlan
from tests.benchmarks.peers.lexicographic import PeerResult


def greedy(round_: Round, seconds: float = 120.0) -> PeerResult:
    """Fill the vacancy with the fewest eligible households first, each with the first in priority order.

    Sub-stages are not known to this rule, so it reports none; a pin it cannot keep is left out.
    """
    facts, until = read(round_), monotonic() + seconds
    plan = GrowingPlan(facts)
    _keep_pins(plan, facts)
    priority = _priority(facts)
    eligible = facts.allowed.sum(axis=0)
    waiting = {u for u in range(len(round_.units)) if plan.room[u] > 0 and eligible[u]}
    while waiting and monotonic() < until:
        vacancy = min(waiting, key=lambda u: (eligible[u], round_.units[u].id))
        free = priority[facts.allowed[priority, vacancy] & ~plan.placed[priority]]
        taker = next((h for h in free.tolist() if plan.place(h, vacancy)), None)
        if taker is None or plan.room[vacancy] <= 0:
            waiting.discard(vacancy)
        if taker is not None and taker in facts.movers and eligible[facts.movers[taker]]:
            waiting.add(facts.movers[taker])
    return PeerResult(plan.placements(), ())


def _keep_pins(plan: GrowingPlan, facts: Facts) -> None:
    """Pins go first; again and again, because one may wait for another to move out."""
    left = [pin for pin in facts.pins if facts.allowed[pin]]
    while True:
        still = [pin for pin in left if not plan.place(*pin)]
        if not still or len(still) == len(left):
            return
        left = still


def _priority(facts: Facts) -> Ints:
    """Household numbers: most urgent class first, then who waits longest, then by key."""
    codes = {code: k for k, code in enumerate(facts.round.policy.urgency_codes)}
    people = facts.round.households
    order = sorted(
        range(len(people)),
        key=lambda h: (codes[people[h].urgency], -waiting_days(facts.round, people[h]), people[h].id),
    )
    return np.array(order, dtype=np.int64)
