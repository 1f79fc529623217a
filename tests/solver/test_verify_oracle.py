"""The judge against the oracle: the same plans are lawful, and they are worth the same."""

from random import Random

import pytest

from allocator import rules
from allocator.domain.household import Household
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.solver import aims
from allocator.solver.verify import feasible
from tests.oracle import cases
from tests.oracle.law import lawful
from tests.oracle.order import draw
from tests.oracle.pools import needs_with_pool
from tests.oracle.verdicts import Verdicts
from tests.oracle.worth import Worth

PLANS = 25
"""Plans per round: drawn at random from pairs that mostly are possible, so that about half are lawful."""


def random_plan(random: Random, round: Round, verdicts: Verdicts) -> tuple[Placement, ...]:
    """Some households in homes that the rules mostly allow, with pools that may not suit."""
    found = []
    for household in round.households:
        units = [u.id for u in round.units if verdicts.of(household.id, u.id).allowed or random.random() < 0.05]
        if units and random.random() < 0.5:
            pools = _pools(random, round, household)
            found.append(Placement(household=household.id, unit=random.choice(units), pools=pools))
    return tuple(found)


def _pools(random: Random, round: Round, household: Household) -> tuple[str, ...]:
    needs = needs_with_pool(household)
    ids = [p.id for p in round.support]
    return tuple(random.choice(ids) for _ in needs) if ids else ()


def compare(seed: int) -> tuple[int, int]:
    """Compare on the plans of one round; returns how many were lawful, and how many not."""
    random = Random(seed)
    round = cases.random_round(random)
    verdicts, context = Verdicts(round), rules.Context(round)
    worth = Worth(round, verdicts)
    order = aims.ranks(round)
    kept: list[tuple[Placement, ...]] = []
    for _ in range(PLANS):
        plan = random_plan(random, round, verdicts)
        violations = feasible(round, plan, context)
        assert (not violations) == lawful(round, plan, verdicts), (seed, plan, violations)
        if not violations:
            kept.append(plan)
            values = {a.key: worth.of(a, plan) for s in aims.stages_on(round) for a in worth.aims(s)}
            assert aims.stage_values(round, plan, aims.judged_points(context)) == values, (seed, plan)
    if kept:
        assert draw(round, sorted(set(kept), key=repr)) == min(
            kept, key=lambda plan: aims.lottery_key(round, plan, order)
        )
    return len(kept), PLANS - len(kept)


def test_judge_and_oracle_agree_on_random_plans() -> None:
    counts = [compare(seed) for seed in range(80)]
    assert sum(lawful for lawful, _ in counts) > 200, "too few lawful plans to say anything"
    assert sum(unlawful for _, unlawful in counts) > 200, "too few unlawful plans to say anything"


@pytest.mark.soak
def test_judge_and_oracle_agree_on_many_random_plans() -> None:
    assert sum(sum(compare(seed)) for seed in range(10_000, 14_000)) == 4_000 * PLANS
