"""A search that begins with a plan that is known gives the same answer."""

from random import Random

import numpy as np
import pytest

from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.solver.greedy import greedy_plan
from allocator.solver.optimum import formulation_of, solve
from allocator.solver.starting import known_plan, pins_only
from allocator.solver.statements import Contradiction
from tests import builders
from tests.builders import household, unit
from tests.oracle import cases
from tests.oracle.brute import TooManyPlans, all_plans
from tests.oracle.verdicts import Verdicts


def some_plan(round_: Round, random: Random) -> tuple[Placement, ...] | None:
    """Any lawful plan."""
    try:
        plans = all_plans(round_, Verdicts(round_), most=5_000)
    except TooManyPlans:
        return None
    return random.choice(plans) if plans else None


@pytest.mark.parametrize("seeds", [range(300, 315), range(315, 330)], ids=str)
@pytest.mark.many_times
def test_any_lawful_plan_is_a_start_that_changes_nothing(seeds: range) -> None:
    tried = 0
    for seed in seeds:
        round_ = cases.seeded(seed)
        start = some_plan(round_, Random(seed))
        try:
            plain = solve(round_)
        except Contradiction:
            continue
        if start is None:
            continue
        tried += 1
        assert known_plan(formulation_of(round_), start) is not None, seed
        assert solve(round_, start=start) == plain, seed
        assert solve(round_, start=plain.placements) == plain, seed
    assert tried > len(seeds) // 2


@pytest.mark.parametrize(
    "start",
    [
        (Placement(household="H9", unit="U1"),),
        (Placement(household="H1", unit="U9"),),
        (Placement(household="H1", unit="U2"),),
        (Placement(household="H1", unit="U1"), Placement(household="H2", unit="U1")),
        (Placement(household="H1", unit="U1"), Placement(household="H1", unit="U1")),
    ],
    ids=["nobody", "no home", "refused", "overfull", "twice"],
)
def test_what_is_no_plan_is_no_start(start: tuple[Placement, ...]) -> None:
    people = [household("H1"), household("H2")]
    round_ = builders.a_round(people, [unit("U1"), unit("U2", status="reserved")])
    assert known_plan(formulation_of(round_), start) is None
    assert solve(round_, start=start) == solve(round_)


def test_nothing_known_is_the_empty_plan() -> None:
    found = known_plan(formulation_of(builders.a_round()), ())
    assert found is not None
    assert not found.any()


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_of_the_pins_keeps_every_constraint(seed: int) -> None:
    form = formulation_of(cases.seeded(seed))
    plan = pins_only(form)
    if plan is None:
        with pytest.raises(Contradiction):
            solve(cases.seeded(seed))
        return
    for made in (plan, greedy_plan(form, plan)):
        taken = np.bincount(form.rows.row, weights=form.rows.coef * made[form.rows.col], minlength=form.rows.count)
        assert np.all(taken >= form.rows.lower - 1e-6)
        assert np.all(taken <= form.rows.upper + 1e-6)
