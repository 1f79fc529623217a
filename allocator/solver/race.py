"""Whether the best plan of a round can place one household: the stages as always, until that is out for certain.

Beside the search runs a lane of plans that place the household. As soon as they fall behind at a stage, one whole plan
that does better there, and reaches all before it, ends the race: how much better plans can be need not be known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import numpy as np

from allocator.domain.codes import StageName
from allocator.solver import aims
from allocator.solver.aims import Passed, Values
from allocator.solver.candidates import Candidates
from allocator.solver.engine import Floats
from allocator.solver.lane import Lane, beyond
from allocator.solver.locking import at_least
from allocator.solver.objectives import NOTHING, Objective
from allocator.solver.overtaking import left_out
from allocator.solver.reached import Infeasible, Reached
from allocator.solver.search import Search
from allocator.solver.stages import StageLoop

_IN_VAIN = 2
"""So many times a plan is looked for in vain that meets bounds which ran ahead; then the stages settle them first."""
_TELLING = (StageName.URGENCY, StageName.ORIGIN)
"""Stages at which most fall behind; at others that is asked when the search had to go back, and takes long."""


class LeftOut(Exception):
    """No plan that is as good as the best places the household; ``values``: what that one reaches, as far as found."""

    def __init__(self, values: Values) -> None:
        super().__init__()
        self.values = values


def until_left_out(search: Search, household: int, homes: Mapping[int, int]) -> StageLoop:
    """The stages of a round, which stop when no best plan places a household (by position).

    Where a stage lends out a tolerance, what was fixed may be taken back: then the stages run to their end.
    ``homes``: household -> unit (positions) of a plan near which better ones may be found.

    Raises (when the loop is run):
        LeftOut: the household has no home in the best plan.
    """
    loop = StageLoop(search)
    if not _lends(search):
        loop.watch = _Simply(search, household, loop, hard=partial(_overtake, search.form.data, household, homes))
    return loop


def _overtake(data: Candidates, household: int, homes: Mapping[int, int]) -> None:
    values = left_out(data, household, homes)
    if values is not None:
        raise LeftOut(values)


def could_win(search: Search, household: int, lane: Lane, before: Sequence[Passed] = ()) -> bool:
    """Whether the best plan may place a household; False is certain, and the search knows a plan that is better.

    ``lane``: plans of this search with it.
    ``before``: the first stages, to which the search is locked, and what some plan reaches there.
    """
    loop = StageLoop(search, before=dict(before))
    if not _lends(search):
        loop.watch = _Race(search, household, loop, lane)
    return _ends_in(loop)


def mostly_left_out(search: Search, household: int, before: Sequence[Passed] = ()) -> bool | None:
    """As ``could_win``, by stages whose bounds all meet in one plan; None where they do not, which takes longer."""
    loop = StageLoop(search, before=dict(before))
    if not _lends(search):
        loop.watch = _Simply(search, household, loop, hard=_give_up)
    try:
        return _ends_in(loop)
    except _Hard:
        return None


def _ends_in(loop: StageLoop) -> bool:
    try:
        loop.run()
    except LeftOut:
        return False
    except Infeasible:
        return True
    return True


def _lends(search: Search) -> bool:
    return any(sub.tolerance for sub in aims.sub_stages(search.form.data.round))


class _Hard(Exception):
    """The search goes back."""


def _give_up() -> None:
    raise _Hard


class _Simply:
    """Watches the stages for one household; ``hard``: done once, when they go back for the first time."""

    def __init__(
        self, search: Search, household: int, loop: StageLoop, *, hard: Callable[[], None] | None = None
    ) -> None:
        self.search, self.loop, self._hard = search, loop, hard
        self._z = search.form.columns.z_of(household)

    def asked(self, _: Reached, bound: int, /) -> int:
        """The bound is as sharp as it is."""
        return bound

    def going_back(self) -> None:
        """It is not so simple."""
        hard, self._hard = self._hard, None
        if hard is not None:
            hard()

    def settled(self) -> None:
        """A whole plan reaches all that the search is locked to: has the household still a home to go to?"""
        if self.search.upper[self._z].max(initial=0.0) < 0.5:
            raise LeftOut(_values(_passed(self.loop.reached)))


class _Race(_Simply):
    """Watches the stages for one household, with a lane of plans that place it."""

    def __init__(self, search: Search, household: int, loop: StageLoop, lane: Lane) -> None:
        super().__init__(search, household, loop)
        self._lane = lane
        self._in_vain = 0

    def settled(self) -> None:
        """A whole plan reaches all that the search is locked to: does a plan with the household?"""
        self._in_vain = 0
        super().settled()
        passed = _passed(self.loop.reached)
        if not self._lane.follows(passed):
            raise LeftOut(_values(passed))

    def asked(self, one: Reached, bound: int, /) -> int:
        """With the household a sub-stage may fall behind what one whole plan reaches without it; if none does, it is
        known that none can.
        """
        place = next((i for i, each in enumerate(self.loop.reached) if each is one), None)
        if place is None or ".worst-" in one.sub.name or self._in_vain >= _IN_VAIN:
            return bound  # the norm ``worst_first`` is settled at once, by another way
        if one.sub.stage not in _TELLING:
            return bound
        before = [each for each in self.loop.reached[:place] if each.best is not None]
        most = self._lane.most(_passed(before), one.sub)
        if most is not None and one.aim.value(bound) == most:
            return bound
        least = None if most is None else beyond(one.aim, most)
        plan = self._surpassing(one.aim, least, before)
        if plan is None:
            return bound if least is None else min(bound, least - 1)
        self.search.keep(plan)
        raise LeftOut(_values([*_passed(before), (one.sub, one.aim.value(one.aim.of_plan(plan)))]))

    def _surpassing(self, aim: Objective, least: int | None, before: Sequence[Reached]) -> Floats | None:
        """A whole plan that reaches all that the search is locked to, and this objective."""
        search = self.search
        known = search.plan if all(each.settled for each in before) else None
        if known is not None and (least is None or aim.of_plan(known) >= least):
            return known
        more = None if least is None else at_least(aim, least)
        found = search.whole_plan(NOTHING, search.lower, search.upper, more=more, enough=0.0)
        self._in_vain += found.x is None and least is None
        return None if found.x is None else np.round(found.x[: len(search.form.lower)])


def _passed(reached: Iterable[Reached]) -> list[Passed]:
    """What the stages reached so far, in order."""
    return [(one.sub, one.best) for one in reached if one.best is not None]


def _values(passed: Iterable[Passed]) -> Values:
    return {(sub.stage, sub.name): value for sub, value in passed}


__all__ = ["LeftOut", "could_win", "mostly_left_out", "until_left_out"]
