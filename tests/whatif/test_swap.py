"""What if two households changed homes: against brute force."""

from itertools import pairwise

import pytest

from allocator.domain.codes import Verdict
from allocator.whatif.again import Basis
from allocator.whatif.applying import apply
from allocator.whatif.changes import PairSaid
from allocator.whatif.instead import instead
from allocator.whatif.swap import swap
from tests.oracle import brute
from tests.whatif import known


def check(basis: Basis, first: str, second: str) -> bool:
    """The same plan as brute force finds with both pairs pinned, or the same answer that there is none."""
    found = swap(basis, first, second)
    homes = basis.home[first].unit, basis.home[second].unit
    assert found.pairs == ((first, homes[1]), (second, homes[0]))
    pins = [PairSaid(household=key, unit=home, verdict=Verdict.PIN) for key, home in found.pairs]
    try:
        answer = brute.solve(apply(basis.round, *pins))
    except brute.TooManyPlans:
        return False
    assert (found.again is None) == (answer is None)
    if found.again is None or answer is None:
        assert found.against
        assert not found.free
        return False
    assert found.again.solution.placements == answer.plan
    assert {(s.stage, s.sub_stage): s.after for s in found.again.stages} == answer.values
    for key, home in found.pairs:
        assert found.again.home_of(key) == home
    if found.free:
        assert all(instead(basis, key, home).free for key, home in found.pairs)
    return True


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_a_swap_costs_what_brute_force_says(start: int) -> None:
    done = 0
    for seed in range(start, start + 10):
        basis = known.seeded(seed)
        if basis is None:
            continue
        placed = sorted(basis.home)
        for first, second in pairwise(placed):
            if basis.home[first].unit != basis.home[second].unit:
                done += check(basis, first, second)
    assert done


def test_who_is_not_placed_cannot_swap() -> None:
    basis = next(found for seed in range(40) if (found := known.seeded(seed)) and found.home)
    with pytest.raises(KeyError):
        swap(basis, next(iter(basis.home)), "NOBODY")
