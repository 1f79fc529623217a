"""What is told of a changed round before it is solved: the first stages of its best plan are as they are said to be."""

import pytest

from allocator.whatif.again import Basis, solve_again
from allocator.whatif.bounds import Bounds
from tests.whatif import known


def told(basis: Basis, household: str) -> int:
    """Every change of a household that could place it: what is known of its first stages; gives how many there were."""
    bounds, count = Bounds(basis, household), 0
    turning = [(one, bounds.turned) for ones in bounds.turning.values() for one in ones]
    easier = [(one, bounds.with_less) for one in bounds.supporting.lower_levels()]
    for one, could in (*turning, *easier):
        if not could([one], whole=True):
            continue
        passed = bounds.known(one)
        found = (
            {(s.stage, s.sub_stage): s.best for s in solve_again(basis, one.change).solution.stages} if passed else {}
        )
        assert all(found[sub.stage, sub.name] == value for sub, value in passed), (household, one.change)
        count += len(passed)
    return count


def check(seeds: range) -> int:
    some = (known.fixture("tiny"), known.fixture("stuck"), *map(known.crowded, seeds))
    return sum(told(basis, household) for basis in some for household in known.without_home(basis))


@pytest.mark.many_times
def test_stages_that_are_taken_as_known_are_so() -> None:
    assert check(range(20, 60)) > 20


@pytest.mark.soak
@pytest.mark.many_times
def test_stages_that_are_taken_as_known_are_so_soak() -> None:
    assert check(range(60, 400)) > 100
