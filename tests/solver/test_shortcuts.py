"""Shortcuts that only large or rare rounds take, forced on small ones: the answer stays the one of brute force."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from allocator.domain.codes import Norm
from allocator.solver import by_zone as two_steps
from allocator.solver import packing
from allocator.solver.engine import Outcome
from allocator.solver.optimum import Contradiction, solve
from allocator.solver.sifting import Sifted
from tests.oracle import cases
from tests.properties.test_optimality import compare, differences

SEEDS = [range(start, start + 40) for start in range(0, 160, 40)]


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_large_programs_in_two_steps(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Outcome | None] = []
    plain: Callable[..., Outcome | None] = two_steps.by_zone

    def counted(*given: object, **named: object) -> Outcome | None:
        taken.append(plain(*given, **named))
        return taken[-1]

    monkeypatch.setattr(two_steps, "LARGE", 0)
    monkeypatch.setattr("allocator.solver.search.by_zone", counted)
    compare(seeds)
    assert any(one is not None and one.x is not None for one in taken)


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_pools_one_need_at_a_time(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few needs are told apart in one program, the pools drawn are the same."""
    before = dict(plans(seeds))
    monkeypatch.setattr(packing, "_AT_ONCE", 8)
    assert dict(plans(seeds)) == before


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_places_and_homes_one_at_a_time(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few places, or homes in the draw, are told apart in one program, the plans are the same."""
    before = dict(plans(seeds))
    monkeypatch.setattr("allocator.solver.worst._AT_ONCE", 1)
    monkeypatch.setattr("allocator.solver.lottery_homes._AT_ONCE", 1)
    assert dict(plans(seeds)) == before


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
@pytest.mark.parametrize("depth", [2, 30])
def test_few_or_many_homes_told_apart(seeds: range, depth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many homes of a household are told apart in one program, the plans are the same."""
    before = dict(plans(seeds))
    monkeypatch.setattr("allocator.solver.lottery_homes._DEPTH", depth)
    assert dict(plans(seeds)) == before


@pytest.mark.parametrize("seed", [15, 76, 282, 393, 474, 475, 535, 571])
def test_worst_first_before_any_plan_is_known(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds whose bounds ran ahead when the norm begins; in most of them the search goes back and begins it again."""
    round_ = cases.seeded(seed)
    dimensions = tuple(one.model_copy(update={"norm": None}) for one in round_.policy.dimensions)
    stages = tuple(one.model_copy(update={"tolerance": 0}) for one in round_.policy.stages)
    changes = {"norm": Norm.WORST_FIRST, "dimensions": dimensions, "stages": stages}
    monkeypatch.setattr("allocator.solver.worst._AT_ONCE", 2)
    assert differences(round_.model_copy(update={"policy": round_.policy.model_copy(update=changes)})) == []


def plans(seeds: range) -> Iterator[tuple[int, object]]:
    for seed in seeds:
        try:
            yield seed, solve(cases.seeded(seed)).placements
        except Contradiction:
            yield seed, None


@pytest.mark.parametrize("seed", [314, 509, 776, 3589])
def test_worst_first_without_programs(seed: int) -> None:
    """Rounds that go wrong when what held for one dimension is believed of the next, or of those equally short the
    wrong one comes first."""
    assert differences(cases.seeded(seed)) == []


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_homes_left_out_until_they_can_help(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Sifted] = []

    class Counted(Sifted):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr("allocator.solver.sifting._MANY", 0)
    monkeypatch.setattr("allocator.solver.sifting.Sifted", Counted)
    compare(seeds)
    assert len(made) > len(seeds)


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_everything_at_once(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it together, with pieces so small that each goes through its linear program."""
    monkeypatch.setattr(two_steps, "LARGE", 0)
    monkeypatch.setattr("allocator.solver.sifting._MANY", 0)
    monkeypatch.setattr("allocator.solver.pieces._LARGE", 0)
    monkeypatch.setattr("allocator.solver.pinning._MOST_COLUMNS", 0)
    compare(seeds)
