"""Plans that place one household: what they can reach at most is never said to be less than it is."""

import pytest

from allocator.domain.codes import StageName
from allocator.domain.proposal import Solution
from allocator.domain.round import Round
from allocator.solver import aims
from allocator.solver.aims import Passed
from allocator.solver.clock import Clock
from allocator.solver.lane import Lane, beyond, lane_of, level_of
from allocator.solver.objectives import NOTHING
from allocator.solver.optimum import formulation_of
from allocator.solver.search import Search
from tests.whatif import known


def passed(round_: Round, solution: Solution) -> list[Passed]:
    """What a plan reaches, stage by stage."""
    reached = {(s.stage, s.sub_stage): s.value for s in solution.stages}
    subs = [sub for sub in aims.sub_stages(round_) if sub.stage is not StageName.LOTTERY]
    found = [(sub, reached[sub.stage, sub.name]) for sub in subs]
    return [(sub, value) for sub, value in found if value is not None]


def lanes(seed: int) -> tuple[list[Passed], dict[str, Lane | None]]:
    """What the best plan of a random round reaches, and a lane for everybody."""
    basis = known.crowded(seed)
    form = formulation_of(basis.round)
    every = {h.id: lane_of(Search(form, Clock.start(None)), i) for i, h in enumerate(basis.round.households)}
    return passed(basis.round, basis.solution), every


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.many_times
def test_who_is_placed_is_never_behind(seed: int) -> None:
    values, every = lanes(seed)
    for household in known.crowded(seed).home:
        lane = every[household]
        assert lane is not None
        assert not lane.behind(values)
        assert lane.follows(values)
        for i in reversed(range(len(values))):  # going back asks anew, and gives as much
            sub, value = values[i]
            most = lane.most(values[:i], sub)
            assert most is not None
            assert most >= value if sub.sense == "max" else most <= value


@pytest.mark.many_times
def test_behind_a_better_plan() -> None:
    """One more of the most urgent than any plan places: everybody is behind that; one less, and nobody is."""
    seen = 0
    for seed in range(10):
        values, every = lanes(seed)
        (first, most), *_ = values
        some = [lane for lane in every.values() if lane is not None]
        seen += len(some)
        assert all(lane.behind([(first, most + 1)]) for lane in some)
        assert not any(lane.behind([(first, most - 1)]) for lane in some if lane.most([], first) == most)
    assert seen > 4


def test_who_can_go_nowhere_has_no_lane() -> None:
    basis = known.fixture("stuck")
    form = formulation_of(basis.round)
    nowhere = [h for h in range(len(basis.round.households)) if not form.data.possible[h].any()]
    assert nowhere
    assert all(lane_of(Search(form, Clock.start(None)), h) is None for h in nowhere)


def test_levels_around_a_value() -> None:
    up, down = NOTHING, NOTHING.__class__(NOTHING.cols, NOTHING.coefs, offset=10, factor=-200)
    assert (level_of(up, 3), beyond(up, 3)) == (3, 4)
    assert (level_of(down, 10), beyond(down, 10)) == (0, 1)
    assert (level_of(down, 9), beyond(down, 9)) == (1, 1)
    assert (level_of(down, -190), beyond(down, -190)) == (1, 2)
