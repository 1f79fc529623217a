"""What the stages tell while they run."""

from dataclasses import replace
from pathlib import Path

from allocator.domain.codes import StageName
from allocator.intake import read_case
from allocator.solver.aims import SubStage
from allocator.solver.clock import Clock
from allocator.solver.objectives import NOTHING
from allocator.solver.optimum import formulation_of
from allocator.solver.reached import Reached
from allocator.solver.stages import StageLoop
from allocator.solver.starting import new_search

TINY = Path(__file__).parents[2] / "fixtures" / "tiny"


def test_a_gap_is_told_in_the_unit_of_its_aim() -> None:
    """An objective may be what an aim counts divided by what all its values have in common."""
    told: list[float | None] = []
    search = new_search(formulation_of(read_case(TINY).round), Clock.start(None))
    loop = StageLoop(search, progress=lambda _name, _seconds, gap: told.append(gap))
    one = Reached(SubStage(StageName.BALANCE, "all.even", "min", 0), objective=replace(NOTHING, offset=100, factor=-3))
    loop._note(one, level=5, bound=7)
    assert (one.best, one.bound) == (85, 79)
    assert told == [6.0]
