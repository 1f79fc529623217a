"""Homes of which one may come: who would get it is never said to be without, whatever was asked before."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from allocator.domain.codes import StageName
from allocator.domain.proposal import Solution
from allocator.solver.aims import Values
from allocator.solver.homes import Found
from allocator.whatif.again import Basis, solve_again
from allocator.whatif.bounds import Bounds
from allocator.whatif.changes import OneMoreHome
from allocator.whatif.rivals import Rivals
from tests.whatif import known


@dataclass
class Seen:
    """How often a home helps, is said not to, began with the others, and has a better plan by that of another home."""

    helps: int = 0
    not_: int = 0
    together: int = 0
    follows: int = 0


def merit(solution: Solution, values: Values) -> list[int]:
    """Stage by stage; more is better."""
    there = [one for one in solution.stages if one.stage is not StageName.LOTTERY]
    return [values[s.stage, s.sub_stage] * (1 if s.sense == "max" else -1) for s in there]


def found(rivals: Rivals, solution: Solution, home: str) -> Found:
    """A plan with a home as the search tells it."""
    judgement, pools = rivals.judgement, {pool.id: i for i, pool in enumerate(rivals.round.support)}
    choices = (
        (judgement.h_index[p.household], judgement.u_index[p.unit], tuple(pools[key] for key in p.pools))
        for p in solution.placements
    )
    return Found(judgement.u_index[home], tuple(choices))


def of_household(basis: Basis, household: str, seen: Seen) -> None:
    """Every home for somebody without one; what others reach with it is never more than the best plan does."""
    bounds = Bounds(basis, household)
    homes, rivals = bounds._with_homes
    plans: list[Found] = []
    for change in (one.change for one in bounds.one_more if isinstance(one.change, OneMoreHome)):
        best = solve_again(basis, change)
        values = {(s.stage, s.sub_stage): s.value or 0 for s in best.solution.stages}
        beside = rivals.values(change.unit, household, homes.found)
        could = homes.could_win(rivals.judgement.u_index[change.unit.id], beside)
        assert could or best.home_of(household) is None, (household, change)
        assert all(values[sub.stage, sub.name] == value for sub, value in homes._begun(beside).passed)
        alone, after = ranks(best.solution, rivals, change, (household, plans))
        reached = merit(best.solution, values)
        assert reached >= max(merit(best.solution, beside), after, alone), change
        if best.home_of(household) is None:
            plans.append(found(rivals, best.solution, change.unit.id))
        seen.helps, seen.not_ = seen.helps + could, seen.not_ + (not could)
        seen.together += bool(homes._begun(beside).passed)
        seen.follows += after > alone


def ranks(solution: Solution, rivals: Rivals, change: OneMoreHome, of: tuple[str, Sequence[Found]]) -> list[list[int]]:
    """What others reach by the plan there was, and by the best plans with other homes too."""
    household, plans = of
    return [merit(solution, rivals.values(change.unit, household, some)) for some in ((), plans)]


def check(seeds: range) -> Seen:
    seen = Seen()
    for basis in (known.fixture("tiny"), known.fixture("stuck"), *map(known.crowded, seeds)):
        for household in known.without_home(basis):
            of_household(basis, household, seen)
    return seen


@pytest.mark.many_times
def test_a_home_that_would_place_the_household_is_never_passed_over() -> None:
    seen = check(range(8))
    assert min(seen.helps, seen.not_, seen.together, seen.follows) > 4, seen


@pytest.mark.soak
@pytest.mark.many_times
def test_a_home_that_would_place_the_household_is_never_passed_over_soak() -> None:
    seen = check(range(8, 400))
    assert min(seen.helps, seen.not_, seen.together) > 100, seen
    assert seen.follows > 20, seen
