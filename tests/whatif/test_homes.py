"""Homes of which one may come: who would get it is never said to be without, whatever was asked before."""

import pytest

from allocator.whatif.again import solve_again
from allocator.whatif.bounds import Bounds
from allocator.whatif.changes import OneMoreHome
from tests.whatif import known


def check(seeds: range) -> tuple[int, int, int]:
    """Every home for everybody without one; gives how often one helps, is said not to, and began with the others."""
    helps = not_ = together = 0
    for basis in (known.fixture("tiny"), known.fixture("stuck"), *map(known.crowded, seeds)):
        for household in known.without_home(basis):
            bounds = Bounds(basis, household)
            homes, rivals = bounds._with_homes
            for change in (one.change for one in bounds.one_more if isinstance(one.change, OneMoreHome)):
                again = solve_again(basis, change)
                beside = rivals.values(change.unit, household)
                could = homes.could_win(rivals.judgement.u_index[change.unit.id], beside)
                assert could or again.home_of(household) is None, (household, change)
                values = {(s.stage, s.sub_stage): s.value for s in again.solution.stages}
                passed = homes._begun(beside).passed
                assert all(values[sub.stage, sub.name] == value for sub, value in passed)
                helps, not_, together = helps + could, not_ + (not could), together + bool(passed)
    return helps, not_, together


@pytest.mark.many_times
def test_a_home_that_would_place_the_household_is_never_passed_over() -> None:
    assert min(check(range(8))) > 4


@pytest.mark.soak
@pytest.mark.many_times
def test_a_home_that_would_place_the_household_is_never_passed_over_soak() -> None:
    assert min(check(range(8, 400))) > 100
