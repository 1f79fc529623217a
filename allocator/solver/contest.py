"""Whether a plan in which one household has one of some homes could be as good as a known plan: no, or perhaps.

"No" is certain: it rests on bounds of linear programs, stage by stage, that no whole plan can pass. "Perhaps" is left
to who solves the round. With a tolerance a stage may be as much worse as the policy lends out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from allocator.domain.codes import StageName
from allocator.domain.proposal import StageResult
from allocator.solver import aims
from allocator.solver.aims import SubStage, Values
from allocator.solver.candidates import Candidates
from allocator.solver.clock import Clock
from allocator.solver.engine import Rows
from allocator.solver.formulation import formulate
from allocator.solver.making import make_objective
from allocator.solver.objectives import Objective
from allocator.solver.race import could_win
from allocator.solver.relaxation import Slim
from allocator.solver.search import Search

Level = tuple[SubStage, int, int]
"""A sub-stage, the value that is known to be reached, and the value below which a plan has lost."""


class Contest:
    """One household against a known plan; the formulation is made once for many questions.

    Args:
        data: the round with every pair of the household that is asked about.
        household: position of the household.
        known: what the known plan reached; it must be a plan of this round too.
    """

    def __init__(self, data: Candidates, household: int, known: Sequence[StageResult]) -> None:
        own = np.zeros(len(data.days), dtype=bool)
        own[household] = True
        self.household, self.data = household, data
        self.form = formulate(replace(data, told_apart=own))
        self.rows = {name: i for i, name in enumerate(self.form.names)}
        self._search = Search(self.form, Clock.start(None))
        self._start = self._search.snapshot()
        self._levels = _levels(data, known)

    def could(
        self,
        units: Iterable[int] | None = None,
        *,
        room: Mapping[str, float] | None = None,
        until: StageName | None = None,
    ) -> bool:
        """Whether a plan with the household in one of these homes (None: any) could be as good; False is certain.

        Args:
            units: positions of the homes.
            room: hundredths that pools have in this question, by key.
            until: stages from here on are not asked.
        """
        search = self._begin(room or {})
        if not self._force(search, None if units is None else set(units)):
            return False
        return self._stands(search, self._levels, until)

    def could_begin(self, closed: Iterable[int], rivals: Values) -> bool:
        """Whether it could with homes shut, by the first stage alone: quick for many questions in turn.

        ``rivals``: what a plan without the household reaches with the homes that are open.
        """
        levels = self._of(rivals)
        if not levels:
            return True
        _, _, least = levels[0]
        search, aim, shut = self._beginning
        if search is None:
            return False
        for row, most in self._turned(shut, closed):
            search.bound_row(row, -np.inf, most)
        outcome, scale = search.relax(aim)
        return outcome.x is not None and search.bound_of(outcome, scale) >= _level(aim, least)

    @cached_property
    def _beginning(self) -> tuple[Search | None, Objective, set[int]]:
        """A search of its own with the household placed, the first aim, and which homes are shut in it."""
        search = Search(self.form, Clock.start(None))
        able = self._force(search, None)
        aim = make_objective(search, self._levels[0][0], {})
        return (search if able else None), aim, set()

    def could_win(self, closed: Iterable[int]) -> bool:
        """Whether the best plan with the homes that are open may place the household, found by its stages in order.

        No plan need be known. The first linear program is kept for the next question.
        """
        first, shut = self._first
        for row, most in self._turned(shut, closed):
            first.row_bounds(row, -np.inf, most)
        search = Search(self.form, Clock.start(None))
        upper = search.upper.copy()
        for u in shut:
            upper[self.form.columns.y_into_unit(u)] = 0.0
        search.narrow(search.lower.copy(), upper)
        search.begin_from(first)
        return could_win(search, self.household)

    @cached_property
    def _first(self) -> tuple[Slim, set[int]]:
        """A linear program of all columns, and which homes are shut in it."""
        return Search(self.form, Clock.start(None)).relaxation, set()

    def _turned(self, shut: set[int], closed: Iterable[int]) -> Iterator[tuple[int, float]]:
        """Rows of homes that are opened or shut from now on, with their upper bound; notes them in ``shut``."""
        now = {int(u) for u in closed if self.form.classes.type_of[u] >= 0}
        for u in sorted(shut ^ now):
            row = self.rows["unit", self.data.round.units[u].id]
            yield row, 0.0 if u in now else float(self.form.rows.upper[row])
        shut ^= shut ^ now

    def _of(self, values: Values) -> list[Level]:
        """The same stages at other values, as far as they are given."""
        found: list[Level] = []
        for sub, reached, least in self._levels:
            if (sub.stage, sub.name) not in values:
                break
            value = values[sub.stage, sub.name]
            found.append((sub, value, value - (reached - least)))
        return found

    def _begin(self, room: Mapping[str, float]) -> Search:
        search = self._search
        search.restore(self._start)
        for pool, hundredths in room.items():
            if ("pool", pool) in self.rows:
                search.bound_row(self.rows["pool", pool], -np.inf, hundredths)
        return search

    def _force(self, search: Search, units: set[int] | None) -> bool:
        """Place the household in one of these homes; False when no column leads there."""
        columns, classes = self.form.columns, self.form.classes
        z = columns.z_of(self.household)
        upper = search.upper.copy()
        if units is not None:
            wanted = {int(classes.type_of[u]) for u in units} - {-1}
            zones = {int(self.data.zone[u]) for u in units if classes.type_of[u] >= 0}
            upper[z[~np.isin(classes.z_zone[z], sorted(zones))]] = 0.0
            for label in np.unique(classes.z_class[z]):
                arcs = columns.arcs_from(int(label))
                upper[columns.z_count + arcs[~np.isin(classes.arc_type[arcs], sorted(wanted))]] = 0.0
        z = z[upper[z] > 0.5]
        if len(z) == 0:
            return False
        search.narrow(search.lower.copy(), upper)
        one, none = np.ones(1), np.zeros(0)
        search.extend(none, none, Rows(np.zeros(len(z), dtype=np.int64), z, np.ones(len(z)), one, np.full(1, np.inf)))
        return True

    def _stands(self, search: Search, levels: Sequence[Level], until: StageName | None) -> bool:
        counts: dict[str, int] = {}
        for sub, reached, least in levels:
            if sub.stage is until:
                return True
            aim = make_objective(search, sub, counts)
            outcome, scale = search.relax(aim)
            if outcome.infeasible or outcome.x is None:
                return False
            bound = search.bound_of(outcome, scale)
            if bound < _level(aim, least):
                return False
            if bound > _level(aim, reached):
                return True
            _note(counts, sub, reached)
            search.fix_beyond(outcome, scale, _level(aim, least))
            search.lock(aim, _level(aim, least), exact=_is_count(sub))
        return True


def _levels(data: Candidates, known: Sequence[StageResult]) -> list[Level]:
    """As far as the known plan reached something."""
    by_name = {(one.stage, one.sub_stage): one for one in known}
    found: list[Level] = []
    for sub in aims.sub_stages(data.round):
        one = by_name.get((sub.stage, sub.name))
        if sub.stage is StageName.LOTTERY or one is None or one.best is None:
            break
        least = one.best - sub.tolerance if sub.sense == "max" else one.best + sub.tolerance
        found.append((sub, one.best, least))
    return found


def _level(aim: Objective, value: int) -> int:
    """The smallest objective at which a plan is not worse than this value of the stage."""
    by = abs(aim.factor)
    return -((aim.offset - value) // by) if aim.factor > 0 else -((value - aim.offset) // by)


def _note(counts: dict[str, int], sub: SubStage, value: int) -> None:
    if _is_count(sub):
        counts[sub.name.rsplit(".", 1)[0]] = value


def _is_count(sub: SubStage) -> bool:
    return sub.name.endswith("." + aims.COUNT)
