"""Homes of which one may come: whether the best plan with that one could place a household: no, or perhaps.

"No" is certain, as in ``solver.contest``; no plan need be known. How the first stages begin is worked out once for all
homes: a plan that has any one of them, and no more, reaches so much at most; where a plan with one home reaches that,
the search for that home goes on from there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from allocator.domain.codes import StageName
from allocator.solver import aims
from allocator.solver.aims import Passed, SubStage, Values
from allocator.solver.candidates import Candidates
from allocator.solver.clock import Clock
from allocator.solver.dominance import rows_of
from allocator.solver.engine import Rows
from allocator.solver.fallback import Choice, choices
from allocator.solver.formulation import Formulation, formulate
from allocator.solver.lane import Lane, lane_of, level_of, must_place
from allocator.solver.making import make_objective
from allocator.solver.objectives import Objective
from allocator.solver.overtaking import Known, Overtaking
from allocator.solver.race import could_win, mostly_left_out
from allocator.solver.saved import Saved
from allocator.solver.search import Search
from allocator.solver.slim import Slim

_TOGETHER = (StageName.URGENCY, StageName.ORIGIN)
"""Stages, as far as they come first, that are worked out for all homes together: they need no helper columns."""


@dataclass
class _Begun:
    """Stages that plans with any one of the homes have in common: values, the search, and what is kept of it."""

    passed: tuple[Passed, ...]
    saved: Saved
    first: Slim | None = None
    shut: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Found:
    """A whole plan with one of the homes, better than any in which it has the household placed."""

    home: int
    choices: tuple[Choice, ...]


class Homes:
    """One household, and homes that may come; the formulation is made once for all of them.

    Args:
        data: the round with all those homes.
        household: position of the household.
        homes: positions of the homes, each for one household.
        known: household -> unit (positions) in the plan of the round without those homes.

    Attributes:
        found: plans that were found on the way, from which others follow that are as good with another of the homes.
    """

    def __init__(self, data: Candidates, household: int, homes: Iterable[int], known: Mapping[int, int]) -> None:
        own = np.zeros(len(data.days), dtype=bool)
        own[household] = True
        self.household, self.data, self.known = household, data, known
        self.form: Formulation = formulate(replace(data, told_apart=own))
        self.found: list[Found] = []
        self.homes = tuple(u for u in homes if self.form.classes.type_of[u] >= 0)
        self._rows = {name: i for i, name in enumerate(self.form.names)}
        self._subs = [sub for sub in aims.sub_stages(data.round) if sub.stage is not StageName.LOTTERY]

    def could_win(self, home: int, rivals: Values) -> bool:
        """Whether the best plan with this home, and none of the others, may place the household; False is certain.

        ``rivals``: what a plan with this home and without the household reaches.
        """
        others = [u for u in self.homes if u != home]
        if not self._begins(others, rivals):
            return False
        begun = self._begun(rivals)
        lane = lane_of(self._opened(begun, others), self.household, self._rather)
        if lane is None or lane.behind(self._of(rivals)):
            return False
        could, search = self._told(home, others, lane, begun)
        if not could and search.plan is not None:
            self.found.append(Found(home, tuple(choices(search, search.plan))))
        return could

    def _told(self, home: int, others: Sequence[int], lane: Lane, begun: _Begun) -> tuple[bool, Search]:
        """Whether it may be placed, with the search that told; where it is not, that knows a better plan."""
        search, in_vain = self._opened(begun, others), False
        if not any(sub.tolerance for sub in self._subs):
            better = Overtaking(search, lane, self._subs, Known(self.known, home), patient=True)
            if better.run(begun.passed) is not None:
                return False, search
            search, in_vain = self._opened(begun, others), better.in_vain
        if not in_vain:
            simply = mostly_left_out(search, self.household, begun.passed)
            if simply is not None:
                return simply, search
            search = self._opened(begun, others)
        return could_win(search, self.household, lane, begun.passed), search

    @cached_property
    def _rather(self) -> Rows:
        """In the best plan whoever would have a home rather than the household has one too, when it has that home."""
        return rows_of(self.form, self.household)

    def _of(self, values: Values) -> list[Passed]:
        """The stages with their values."""
        return [(sub, values[sub.stage, sub.name]) for sub in self._subs]

    # ------------------------------------------------------------ the first stages

    def _begun(self, rivals: Values) -> _Begun:
        """The most stages at which a plan with the home reaches what plans with any of the homes reach at most."""
        fitting = (b for b in self._together if all(rivals[s.stage, s.name] == value for s, value in b.passed))
        return max(fitting, key=lambda begun: len(begun.passed))

    @cached_property
    def _together(self) -> list[_Begun]:
        search = Search(self.form, Clock.start(None))
        self._one_of_them(search)
        found = [_Begun((), search.snapshot())]
        for sub in () if any(sub.tolerance for sub in self._subs) else self._subs:
            if sub.stage not in _TOGETHER:
                break
            aim = make_objective(search, sub, {})
            outcome, scale = search.relax(aim)
            if outcome.x is None:
                break
            bound = search.bound_of(outcome, scale)
            search.fix_beyond(outcome, scale, bound)
            search.lock(aim, bound)
            found.append(_Begun((*found[-1].passed, (sub, aim.value(bound))), search.snapshot()))
        return found

    def _one_of_them(self, search: Search) -> None:
        into = [self.form.columns.y_into_unit(u) for u in self.homes]
        cols = np.concatenate(into) if into else np.zeros(0, dtype=np.int64)
        row, none = np.zeros(len(cols), dtype=np.int64), np.zeros(0)
        search.extend(none, none, Rows(row, cols, np.ones(len(cols)), np.full(1, -np.inf), np.ones(1)))

    def _opened(self, begun: _Begun, others: Sequence[int]) -> Search:
        """A new search from there with one home open; its first linear program is kept for the next home."""
        if begun.first is None:
            begun.first = self._from(begun).relaxation
        search = self._from(begun)
        for row, most in self._turned(begun.shut, others):
            begun.first.row_bounds(row, -np.inf, most)
        upper = search.upper.copy()
        for u in others:
            upper[self.form.columns.y_into_unit(u)] = 0.0
        search.narrow(search.lower.copy(), upper)
        search.begin_from(begun.first)
        return search

    def _from(self, begun: _Begun) -> Search:
        search = Search(self.form, Clock.start(None))
        search.restore(begun.saved)
        return search

    # ------------------------------------------------------------ the household by the first stage alone

    def _begins(self, others: Iterable[int], rivals: Values) -> bool:
        """Whether it could by the first stage alone: quick for many homes in turn."""
        sub, value = self._of(rivals)[0]
        search, aim, shut = self._beginning
        if search is None:
            return False
        for row, most in self._turned(shut, others):
            search.bound_row(row, -np.inf, most)
        outcome, scale = search.relax(aim)
        return outcome.x is not None and search.bound_of(outcome, scale) >= level_of(aim, value - _lent(sub))

    @cached_property
    def _beginning(self) -> tuple[Search | None, Objective, set[int]]:
        """A search of its own with the household placed, the first aim, and which homes are shut in it."""
        search = Search(self.form, Clock.start(None))
        able = must_place(search, self.form.columns.z_of(self.household), self._rather)
        aim = make_objective(search, self._subs[0], {})
        return (search if able else None), aim, set()

    def _turned(self, shut: set[int], others: Iterable[int]) -> Iterator[tuple[int, float]]:
        """Rows of homes that are opened or shut from now on, with their upper bound; notes them in ``shut``."""
        now = set(others)
        for u in sorted(shut ^ now):
            row = self._rows["unit", self.data.round.units[u].id]
            yield row, 0.0 if u in now else float(self.form.rows.upper[row])
        shut ^= shut ^ now


def _lent(sub: SubStage) -> int:
    """By how much a value of a stage is lower when it lends out all it may."""
    return sub.tolerance if sub.sense == "max" else -sub.tolerance


__all__ = ["Homes"]
