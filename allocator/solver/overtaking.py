"""Whole plans that leave a household out and do better than any that places it: one of them ends the question.

Linear programs tell at which stage plans with the household fall behind the others. A plan that passes them there is
looked for where it is found quickly: near the linear program's answer, near a plan that is known, and then anywhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from allocator.domain.codes import StageName
from allocator.solver import aims
from allocator.solver.aims import Passed, SubStage, Values
from allocator.solver.by_zone import staying, undivided
from allocator.solver.candidates import Bools, Candidates
from allocator.solver.clock import Clock
from allocator.solver.dominance import rows_of
from allocator.solver.engine import Floats, Outcome
from allocator.solver.formulation import formulate
from allocator.solver.lane import Lane, beyond, counts_of, is_count, lane_of
from allocator.solver.locking import at_least
from allocator.solver.making import make_objective
from allocator.solver.objectives import NOTHING, Objective
from allocator.solver.search import Search

_PRESSING = 20
"""Households without a home in the known plan that come to mind first for a home that is added to it."""
_FACE = 0.5
"""Columns that cost the aim less than this, in its own unit: among them plans at the bound are found soonest."""


@dataclass(frozen=True)
class Known:
    """A plan near which others may be found, and a home that it does not have.

    Attributes:
        homes: household -> unit (positions).
        home: position of the home that is added; None: something else is otherwise.
    """

    homes: Mapping[int, int]
    home: int | None = None


def left_out(data: Candidates, household: int, homes: Mapping[int, int]) -> Values | None:
    """Whether every best plan leaves a household out: what a better plan than any with it reaches, as far as found.

    None says nothing. ``homes``: a plan near which others may be found, as in ``Known``.
    """
    subs = [sub for sub in aims.sub_stages(data.round) if sub.stage is not StageName.LOTTERY]
    if any(sub.tolerance for sub in subs):
        return None
    own = np.zeros(len(data.days), dtype=bool)
    own[household] = True
    form = formulate(replace(data, told_apart=own))
    search = Search(form, Clock.start(None))
    lane = lane_of(search, household, rows_of(form, household))
    return {} if lane is None else Overtaking(search, lane, subs, Known(homes)).run()


@dataclass
class Overtaking:
    """The look for a whole plan that is better than every plan of a lane.

    Attributes:
        search: all plans, locked to the first stages; it is used up, and knows the plan that was found.
        lane: those that place the household.
        subs: the stages in order, without the lottery; none lends anything out.
        known: a plan near which others may be found.
        patient: whether to go on where none is found at the first stage that tells.
        in_vain: whether at some stage none was found.
    """

    search: Search
    lane: Lane
    subs: Sequence[SubStage]
    known: Known
    patient: bool = False
    in_vain: bool = False

    def run(self, before: Sequence[Passed] = ()) -> Values | None:
        """What such a plan reaches, up to the stage where it is better; None says nothing.

        ``before``: the first stages with their values.
        """
        search, passed = self.search, list(before)
        for sub in self.subs[len(passed) :]:
            aim = make_objective(search, sub, counts_of(passed))
            outcome, scale = search.relax(aim)
            if outcome.x is None:
                return None
            bound, most = search.bound_of(outcome, scale), self.lane.most(passed, sub)
            if most != aim.value(bound):
                level = None if most is None else beyond(aim, most)
                if _Passing(search, outcome, scale, self.known).any_plan(None if level is None else (aim, level)):
                    return _values(passed if level is None else [*passed, (sub, aim.value(level))])
                again, self.in_vain = self.in_vain, True
                if level is None or not self.patient or (again and not self._any_plan()):
                    return None
                bound = level - 1
            search.fix_beyond(outcome, scale, bound)
            search.lock(aim, bound, exact=is_count(sub))
            passed.append((sub, aim.value(bound)))
        return None

    def _any_plan(self) -> bool:
        """Whether any plan reaches what plans with the household might: if not, to go on is in vain."""
        return self.search.whole_plan(NOTHING, self.search.lower, self.search.upper, enough=0.0).x is not None


def _values(passed: Sequence[Passed]) -> Values:
    return {(sub.stage, sub.name): value for sub, value in passed}


def as_divided(search: Search, outcome: Outcome) -> tuple[Floats, Floats]:
    """Bounds by which whoever a linear program does not divide stays in, or out of, his zone."""
    if outcome.x is None:
        raise ValueError("only a solved linear program says whom it divides")
    columns = search.form.columns
    return staying(columns, search.lower, search.upper, undivided(columns, outcome.x), outcome.x)


def at_the_bound(search: Search, outcome: Outcome, scale: float) -> tuple[Floats, Floats]:
    """Bounds without columns that take a linear program's answer from what it reaches."""
    return search.near(outcome, _FACE * scale)


def same(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> bool:
    """Whether bounds are the same."""
    return all(map(np.array_equal, one, other))


@dataclass(frozen=True)
class _Passing:
    """A look for a whole plan; ``outcome`` and ``scale``: the last linear program of the search."""

    search: Search
    outcome: Outcome
    scale: float
    known: Known

    def any_plan(self, level: tuple[Objective, int] | None) -> bool:
        """Whether there is one, with an objective at a level or above; the search stays as it is."""
        search, saved = self.search, self.search.snapshot()
        more = None
        if level is not None:
            more = at_least(*level)
            search.fix_beyond(self.outcome, self.scale, level[1])
        tried = (search.whole_plan(NOTHING, *bounds, more=more, enough=0.0).x for bounds in self._where())
        found = next((x for x in tried if x is not None), None)
        search.restore(saved)
        if found is not None:
            search.keep(found)
        return found is not None

    def _where(self) -> Iterator[tuple[Floats, Floats]]:
        """Bounds, narrow ones first; the last ones leave out no plan."""
        search, zone = self.search, self._zone
        yield as_divided(search, self.outcome)
        strange = (zone < 0) & ~self._pressing(zone)
        household, at = search.form.classes.z_household, search.form.classes.z_zone
        yield self._without(strange[household] | ((zone[household] >= 0) & (at != zone[household])))
        yield self._without(strange[household])
        near, every = at_the_bound(search, self.outcome, self.scale), (search.lower, search.upper)
        yield near
        if not same(near, every):
            yield every

    @property
    def _zone(self) -> np.ndarray:
        """(H,) The zone of each household in the known plan, -1 without a home."""
        data = self.search.form.data
        zone = np.full(len(data.round.households), -1)
        zone[list(self.known.homes)] = data.zone[list(self.known.homes.values())]
        return zone

    def _pressing(self, zone: np.ndarray) -> Bools:
        """(H,) Who come to mind first for the home that is added."""
        data = self.search.form.data
        home = self.known.home
        fits = data.possible.any(axis=1) if home is None else data.possible[:, home]
        able = (zone < 0) & (data.moves_from < 0) & fits
        order = np.lexsort((-data.days, data.urgency))
        pressing = np.zeros(len(able), dtype=bool)
        pressing[order[able[order]][:_PRESSING]] = True
        return pressing

    def _without(self, shut: Bools) -> tuple[Floats, Floats]:
        """Bounds without some columns z."""
        upper = self.search.upper.copy()
        upper[: len(shut)][shut] = self.search.lower[: len(shut)][shut]
        return self.search.lower, upper


__all__ = ["Known", "Overtaking", "as_divided", "at_the_bound", "left_out", "same"]
