"""Who would have a home rather than a household has one in every best plan in which the household has that home."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from allocator import rules
from allocator.domain.codes import StageName
from allocator.domain.household import Apart, Household
from allocator.domain.proposal import Solution
from allocator.domain.region import SupportPool
from allocator.domain.round import Round
from allocator.solver import aims
from allocator.solver.aims import Passed
from allocator.solver.candidates import candidates
from allocator.solver.clock import Clock
from allocator.solver.dominance import preferred, rows_of
from allocator.solver.formulation import formulate
from allocator.solver.lane import lane_of
from allocator.solver.optimum import solve
from allocator.solver.overtaking import left_out
from allocator.solver.search import Search
from allocator.solver.statements import Contradiction
from tests import builders
from tests.oracle import cases
from tests.whatif import known


def strict(round_: Round) -> Round:
    """The same round, in which no stage lends anything out."""
    stages = tuple(stage.model_copy(update={"tolerance": 0}) for stage in round_.policy.stages)
    return round_.model_copy(update={"policy": round_.policy.model_copy(update={"stages": stages})})


def reached(round_: Round, plan: Solution) -> list[Passed]:
    """The stages with what the plan reaches."""
    values = {(s.stage, s.sub_stage): s.value for s in plan.stages}
    subs = (sub for sub in aims.sub_stages(round_) if sub.stage is not StageName.LOTTERY)
    return [(sub, value) for sub in subs if (value := values[sub.stage, sub.name]) is not None]


def check(round_: Round) -> Counter[str]:
    """Everybody of a round against its best plan; counts what was seen."""
    seen: Counter[str] = Counter()
    try:
        plan = solve(round_)
    except Contradiction:
        return seen
    judgement = rules.judge(round_)
    data = candidates(round_, judgement)
    homes = {judgement.h_index[p.household]: judgement.u_index[p.unit] for p in plan.placements}
    for h, household in enumerate(round_.households):
        beaten = left_out(data, h, homes)
        seen["left out"] += beaten is not None
        if h not in homes:
            continue
        assert beaten is None, household
        rather = set(np.flatnonzero(preferred(data, h)[:, homes[h]]).tolist())
        assert rather <= homes.keys(), household
        seen["rather"] += bool(rather)
        form = formulate(replace(data, told_apart=np.arange(len(data.days)) == h))
        lane = lane_of(Search(form, Clock.start(None)), h, rows_of(form, h))
        assert lane is not None, household
        assert lane.follows(reached(round_, plan)), household
    return seen


def counted(some: range, crowded: range) -> Counter[str]:
    """Over rounds of many kinds and rounds with few homes."""
    rounds = [*map(cases.seeded, some), *(known.crowded(seed).round for seed in crowded)]
    return sum((check(strict(one)) for one in rounds), Counter[str]())


@pytest.mark.many_times
def test_whoever_would_rather_have_a_home_has_one() -> None:
    seen = counted(range(20), range(8))
    assert seen["rather"] > 3
    assert seen["left out"] > 10


@pytest.mark.soak
@pytest.mark.many_times
def test_whoever_would_rather_have_a_home_has_one_soak() -> None:
    seen = counted(range(20, 1_500), range(8, 400))
    assert seen["rather"] > 100
    assert seen["left out"] > 500


def rather(one: Household, other: Household, **changes: Any) -> tuple[bool, bool]:
    """Whether the other would have the only home rather than the one; and the other way round."""
    round_ = builders.a_round([one, other], **changes)
    data = candidates(round_, rules.judge(round_))
    assert data.possible.all()
    return bool(preferred(data, 0)[1, 0]), bool(preferred(data, 1)[0, 0])


ONE = builders.household("H1")
LONGER = {"ready_from": date(2026, 6, 15)}
HOURS = (builders.need("H2", hours=1.0),)
POOL = SupportPool(id="P1", provider="X", kinds=("home",), municipalities=(builders.HERE,), hours_per_week=9.0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (False, False)),  # nothing but the lottery tells them apart
        (LONGER, (True, False)),
        ({"urgency": builders.URGENT, "target_groups": ()}, (True, False)),
        ({"urgency": builders.URGENT, "target_groups": ("GGZ",)}, (False, False)),  # may count where the other does not
        ({"municipality_of_origin": builders.FAR, **LONGER}, (False, True)),  # origin comes before waiting
        ({"needs": HOURS, **LONGER}, (False, False)),  # takes of a pool what the other leaves
        ({"house_tags": ("loud",), **LONGER}, (False, False)),
    ],
)
def test_the_first_stage_that_tells_two_apart_says_who_comes_first(
    changes: dict[str, Any], expected: tuple[bool, bool]
) -> None:
    assert rather(ONE, builders.household("H2", **changes), support=(POOL,)) == expected


def test_fewer_hours_of_the_same_pools_are_no_more() -> None:
    one = builders.household("H1", needs=(builders.need("H1", hours=2.0),))
    assert rather(one, builders.household("H2", needs=HOURS, **LONGER), support=(POOL,)) == (True, False)
    far = builders.household("H2", needs=(builders.need("H2", hours=3.0),), **LONGER)
    assert rather(one, far, support=(POOL,)) == (False, False)


def test_nobody_is_put_first_where_more_than_two_would_change() -> None:
    other = builders.household("H2", **LONGER)
    apart = (Apart(household="H2", other="H1"),)
    assert rather(ONE, other, apart=apart) == (False, False)
    pinned = (builders.word("H1", "U1", verdict="pin"),)
    assert rather(ONE, other, pairs=pinned)[0] is False
    lent = tuple(stage.model_copy(update={"tolerance": 1}) for stage in builders.policy().stages)
    assert rather(ONE, other, policy=builders.policy(stages=lent)) == (False, False)
    round_ = builders.a_round([ONE, other])
    data = candidates(round_, rules.judge(round_))
    assert not preferred(replace(data, moves_from=np.array([0, -1])), 0).any()
    assert not preferred(replace(data, moves_from=np.array([-1, 0])), 0).any()
