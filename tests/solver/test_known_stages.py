"""A search that is told what the first stages reach, because that is proven already, finds the same plan."""

import pytest

from allocator.domain.codes import StageName
from allocator.domain.proposal import Solution
from allocator.domain.round import Round
from allocator.solver import aims
from allocator.solver.aims import Passed
from allocator.solver.optimum import solve
from allocator.solver.statements import Contradiction
from tests.oracle import cases


def told(round_: Round, solution: Solution) -> list[Passed]:
    """All stages with their values."""
    subs = (sub for sub in aims.sub_stages(round_) if sub.stage is not StageName.LOTTERY)
    return [(sub, one.best) for sub, one in zip(subs, solution.stages, strict=False) if one.best is not None]


def check(seeds: range) -> int:
    """Whatever is told, the same plan, proven the same; gives how many stages were told."""
    count = 0
    for round_ in map(cases.seeded, seeds):
        try:
            solution = solve(round_)
        except Contradiction:
            continue
        every = told(round_, solution)
        for most in sorted({1, len(every) // 2, len(every) - 1, len(every)}):
            again = solve(round_, known=every[:most])
            assert again == solution, (round_.round_id, most)
            count += most
    return count


@pytest.mark.many_times
def test_the_same_plan_whatever_is_known() -> None:
    assert check(range(60)) > 300


@pytest.mark.soak
@pytest.mark.many_times
def test_the_same_plan_whatever_is_known_soak() -> None:
    assert check(range(60, 2000)) > 10_000
