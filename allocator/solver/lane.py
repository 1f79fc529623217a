"""What plans that place one household can reach at most, stage by stage: bounds of linear programs of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from allocator.solver import aims
from allocator.solver.aims import Passed, SubStage
from allocator.solver.engine import Floats, Ints, Outcome, Rows
from allocator.solver.locking import Lock
from allocator.solver.making import make_objective
from allocator.solver.objectives import Objective
from allocator.solver.saved import Saved
from allocator.solver.search import Search


@dataclass(frozen=True)
class _Asked:
    sub: SubStage
    before: Saved
    aim: Objective
    outcome: Outcome
    scale: float
    bound: int | None

    @property
    def most(self) -> int | None:
        """The best value that it can have; None: there is no plan."""
        return None if self.bound is None else self.aim.value(self.bound)


@dataclass(frozen=True)
class _Step:
    """A sub-stage that was passed: its value, what was before it, and the best value that it could have had."""

    passed: Passed
    before: Saved
    most: int | None
    lock: Lock


class Lane:
    """Plans of a search in which the household has a home.

    Args:
        search: a search of its own, in which the household is placed (``must_place``).
    """

    def __init__(self, search: Search) -> None:
        self.search = search
        self._steps: list[_Step] = []
        self._asked: _Asked | None = None

    def most(self, passed: Sequence[Passed], sub: SubStage) -> int | None:
        """The best value that a sub-stage can have here, where all before it have these values; None: no plan has them.

        No plan is better; whether one is as good is not said.
        """
        if not self.follows(passed):
            return None
        at = len(passed)
        if at < len(self._steps):
            if self._steps[at].passed[0] == sub:
                return self._steps[at].most
            self._back_to(at)
        return self._ask(sub).most

    def follows(self, passed: Sequence[Passed]) -> bool:
        """Whether a plan may reach all these values; False is certain. What was passed before is not asked again."""
        same = 0
        while same < min(len(self._steps), len(passed)) and self._steps[same].passed == passed[same]:
            same += 1
        if same == len(passed):
            return True
        self._back_to(same)
        return all(self._pass(sub, value) for sub, value in passed[same:])

    def _back_to(self, at: int) -> None:
        """Be where so many stages were passed."""
        if at < len(self._steps):
            self.search.restore(self._steps[at].before)
            self._asked = None
            del self._steps[at:]

    def behind(self, others: Sequence[Passed]) -> bool:
        """Whether every plan here is worse than one that reaches these values; False says nothing.

        What follows a stage that lends something out is not asked.
        """
        for i, (sub, value) in enumerate(others):
            most = self.most(others[:i], sub)
            if most is None or most != value:
                return most is None or (most < value) == (sub.sense == "max")
            if sub.tolerance:
                return False
        return False

    def reached_by(self, plan: Floats) -> bool:
        """Whether a whole plan reaches all that was passed."""
        return all(step.lock.objective.of_plan(plan) >= step.lock.level for step in self._steps)

    def _pass(self, sub: SubStage, value: int) -> bool:
        asked, search = self._ask(sub), self.search
        level = level_of(asked.aim, value)
        if asked.bound is None or asked.bound < level:
            return False
        search.fix_beyond(asked.outcome, asked.scale, level)
        lock = search.lock(asked.aim, level, exact=is_count(sub))
        self._steps.append(_Step((sub, value), asked.before, asked.most, lock))
        self._asked = None
        return True

    def _ask(self, sub: SubStage) -> _Asked:
        if self._asked is not None and self._asked.sub == sub:
            return self._asked
        if self._asked is not None:
            self.search.restore(self._asked.before)
        before = self.search.snapshot()
        aim = make_objective(self.search, sub, counts_of(step.passed for step in self._steps))
        outcome, scale = self.search.relax(aim)
        bound = None if outcome.x is None else self.search.bound_of(outcome, scale)
        self._asked = _Asked(sub, before, aim, outcome, scale, bound)
        return self._asked


def locked_to(search: Search, known: Sequence[Passed]) -> dict[SubStage, int]:
    """Lock a search to the first stages, as far as that can be done without solving more; gives which those are.

    Not beyond a stage that lends something out, nor within a dimension that is balanced worst first.
    """
    plain = list(takewhile(lambda one: not one[0].tolerance and ".worst-" not in one[0].name, known))
    saved, lane = search.snapshot(), Lane(search)
    if lane.follows(plain):
        if search.plan is not None and not lane.reached_by(search.plan):
            search.plan = None  # what is settled from now on rests on a plan that reaches these
        return dict(plain)
    search.restore(saved)  # numbers too large to be exact
    return {}


def lane_of(search: Search, household: int, more: Rows | None = None) -> Lane | None:
    """Plans within the bounds of a search, its constraints as they came, with a household; None: there are none.

    ``more``: constraints of every plan that is the best and has the household.
    """
    own = Search(search.form, search.clock)
    own.narrow(search.lower.copy(), search.upper.copy())
    return Lane(own) if must_place(own, search.form.columns.z_of(household), more) else None


def must_place(search: Search, z: Ints, more: Rows | None = None) -> bool:
    """From now on one of these columns z of a household is used, and ``more`` holds; False: none of them can be."""
    z = z[search.upper[z] > 0.5]
    if len(z) == 0:
        return False
    one, none = np.ones(1), np.zeros(0)
    search.extend(none, none, Rows(np.zeros(len(z), dtype=np.int64), z, np.ones(len(z)), one, np.full(1, np.inf)))
    if more is not None and more.count:
        search.extend(none, none, more)
    return True


def level_of(aim: Objective, value: int) -> int:
    """The smallest objective at which a plan is not worse than this value of the stage."""
    by = abs(aim.factor)
    return -((aim.offset - value) // by) if aim.factor > 0 else -((value - aim.offset) // by)


def beyond(aim: Objective, value: int) -> int:
    """The smallest objective at which a plan is better than this value of the stage."""
    return (value - aim.offset) // aim.factor + 1


def is_count(sub: SubStage) -> bool:
    """Whether a sub-stage fixes how many are placed in a dimension of balance."""
    return sub.name.endswith("." + aims.COUNT)


def counts_of(passed: Iterable[Passed]) -> dict[str, int]:
    """The number placed in each dimension of balance whose count was passed."""
    return {count_of(sub): value for sub, value in passed if is_count(sub)}


def count_of(sub: SubStage) -> str:
    """The dimension of a sub-stage of balance."""
    return sub.name.rsplit(".", 1)[0]
