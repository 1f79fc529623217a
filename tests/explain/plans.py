"""Plans to explain: the best one by brute force, and a greedy one that nobody proved."""

from collections.abc import Iterator
from itertools import product

from allocator import rules
from allocator.domain.codes import Status
from allocator.domain.household import Household
from allocator.domain.proposal import Placement, Solution, StageResult
from allocator.domain.round import Round
from allocator.domain.unit import Unit
from allocator.solver import aims, support
from allocator.solver.verify import feasible
from tests.oracle.brute import solve


def pools_for(round_: Round, household: Household, unit: Unit) -> Iterator[tuple[str, ...]]:
    """Every choice of pools for the needs of a household in a unit, full or not."""
    choices = [
        [p.id for p in round_.support if unit.municipality in p.municipalities and support.serves(p, need, round_)]
        for need in household.needs
        if support.takes_pool(need)
    ]
    return product(*choices)


def best(round_: Round) -> Solution | None:
    """The best plan by brute force, as proven; None when no plan keeps the pins."""
    answer = solve(round_)
    if answer is None:
        return None
    results = []
    for sub in aims.sub_stages(round_):
        value, reached = answer.values[sub.stage, sub.name], answer.best[sub.stage, sub.name]
        results.append(
            StageResult(
                stage=sub.stage,
                sub_stage=sub.name,
                sense=sub.sense,
                value=value,
                best=reached,
                bound=reached,
                status=Status.PROVEN,
                tolerance=sub.tolerance,
            )
        )
    return Solution(placements=answer.plan, stages=tuple(results))


def greedy(round_: Round, context: rules.Context) -> Solution:
    """First come, first served, in the order of the round; pins first. Nothing is said about the aims."""
    plan: list[Placement] = []
    pinned = {(w.household, w.unit) for w in round_.pairs if w.verdict == "pin"}
    pairs = [(h, u) for h in round_.households for u in round_.units]
    for household, unit in sorted(pairs, key=lambda pair: (pair[0].id, pair[1].id) not in pinned):
        if any(p.household == household.id for p in plan):
            continue
        if not rules.judge_pair(context, household.id, unit.id).allowed:
            continue
        for pools in pools_for(round_, household, unit):
            more = [*plan, Placement(household=household.id, unit=unit.id, pools=pools)]
            if all(v.code == "pin" for v in feasible(round_, more, context)):
                plan = more
                break
    return Solution(placements=tuple(sorted(plan, key=lambda p: p.household)), stages=())
