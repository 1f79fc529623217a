"""Whether a plan in which one household has one of some homes could be as good as a known plan: no, or perhaps.

"No" is certain: it rests on bounds of linear programs, stage by stage, that no whole plan can pass. "Perhaps" is left
to who solves the round. With a tolerance a stage may be as much worse as the policy lends out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

import numpy as np

from allocator.domain.codes import StageName
from allocator.domain.proposal import StageResult
from allocator.solver import aims
from allocator.solver.aims import Passed, SubStage, Values
from allocator.solver.candidates import Candidates
from allocator.solver.clock import Clock
from allocator.solver.columns import RowBuilder
from allocator.solver.engine import Floats, Outcome
from allocator.solver.formulation import formulate
from allocator.solver.lane import beyond, count_of, is_count, level_of, must_place
from allocator.solver.locking import at_least
from allocator.solver.making import make_objective
from allocator.solver.objectives import NOTHING, Objective
from allocator.solver.overtaking import as_divided, at_the_bound, same
from allocator.solver.question import Question, Room, Standing
from allocator.solver.search import Search

_LARGE, _LARGE_ASKED = 1_500, 3
"""Of integer programs on more columns than that, so many are asked: to ask must not take longer than to solve."""
Level = tuple[SubStage, int, int]
"""A sub-stage, the value that is known to be reached, and the value below which a plan has lost."""


class Contest:
    """One household against a known plan; the formulation is made once for many questions.

    Args:
        data: the round with every pair of the household that is asked about.
        household: position of the household.
        known: what the known plan reached; it must be a plan of this round too.
        alone: whether all plans without the household are plans of the round in which that one is best. If not, others
            may do better too, and what follows a stage that lends something out is not asked.

    Attributes:
        passed: of the last question that was not answered no: the first stages at which no plan with the household is
            better than the known one, with what that reaches.
    """

    def __init__(self, data: Candidates, household: int, known: Sequence[StageResult], *, alone: bool = True) -> None:
        own = np.zeros(len(data.days), dtype=bool)
        own[household] = True
        self.household, self.data, self.alone = household, data, alone
        self.form = formulate(replace(data, told_apart=own))
        self.rows = {name: i for i, name in enumerate(self.form.names)}
        self._search = Search(self.form, Clock.start(None))
        self._search.propagates = False  # a narrower question goes on where a wider one stood, and is as sharp
        self._levels = _levels(data, known)
        self._standing = [Standing(Question(None, {}), 0, {}, self._search.snapshot())]
        self._lost: list[Question] = []
        self.passed: tuple[Passed, ...] = ()

    def could(
        self,
        units: Iterable[int] | None = None,
        *,
        room: Mapping[Room, tuple[float, float]] | None = None,
        until: StageName | None = None,
        beside: Values | None = None,
        whole: bool = False,
    ) -> bool:
        """Whether a plan with the household in one of these homes (None: any) could be as good; False is certain.

        Args:
            units: positions of the homes.
            room: what pools have and what one of them has more in this question, by the name of the constraint.
            until: stages from here on are not asked.
            beside: what another plan reaches, in the order of the stages as far as it is known; instead of ``known``.
            whole: whether to ask integer programs where linear programs do not tell.
        """
        question = Question(None if units is None else frozenset(units), dict(room or {}))
        levels = self._levels if beside is None else self._of(beside)
        end = next((i for i, (sub, _, _) in enumerate(levels) if sub.stage is until), None)
        kept = beside is None
        if kept and end is None and any(map(question.within, self._lost)):
            return False
        began = self._nearest(question, levels[:end]) if kept else self._standing[0]
        search = self._begin(began, question.room)
        able = self._force(search, question.units)
        stands = self._stands(search, levels[:end], began, question, whole=whole) if able else None
        self.passed = tuple((sub, reached) for sub, reached, _ in levels[: stands.at]) if stands is not None else ()
        if kept and stands is not None:
            self._standing.append(stands)
        elif kept and end is None:
            self._lost.append(question)
        if stands is None or not whole or end is not None or stands.at < len(levels):
            return stands is not None
        return search.whole_plan(NOTHING, search.lower, search.upper, enough=0.0).x is not None

    def _nearest(self, question: Question, levels: Sequence[Level]) -> Standing:
        """Where the question that was furthest, of those which allow all that this one does, stood."""
        wider = (one for one in self._standing if one.at <= len(levels) and question.within(one.question))
        return max(wider, key=lambda one: one.at)

    def _of(self, values: Values) -> list[Level]:
        """The same stages at other values, as far as they are given."""
        found: list[Level] = []
        for sub, reached, least in self._levels:
            if (sub.stage, sub.name) not in values:
                break
            value = values[sub.stage, sub.name]
            found.append((sub, value, value - (reached - least)))
        return found

    def _begin(self, began: Standing, room: Mapping[Room, tuple[float, float]]) -> Search:
        search = self._search
        search.restore(began.saved)
        known = {name: amounts for name, amounts in room.items() if name in self.rows}
        for name, (now, more) in known.items():
            search.bound_row(self.rows[name], -np.inf, now + more)
        if more_of := {name: amounts for name, amounts in known.items() if amounts[1]}:
            self._one_of(search, more_of)
        return search

    def _one_of(self, search: Search, room: Mapping[Room, tuple[float, float]]) -> None:
        """One pool has more, not several."""
        pools = sorted({pool for _, pool in room})
        helper = {pool: len(search.lower) + i for i, pool in enumerate(pools)}
        build, rows = RowBuilder(), self.form.rows
        for name, (now, more) in room.items():
            inside = rows.row == self.rows[name]
            cols, coefs = np.append(rows.col[inside], helper[name[1]]), np.append(rows.coef[inside], -more)
            build.add(cols, coefs, -np.inf, now, name)
        build.add(np.array([*helper.values()]), 1.0, -np.inf, 1.0, ("one pool",))
        search.extend(np.zeros(len(pools)), np.ones(len(pools)), build.rows(), integer=True)

    def _force(self, search: Search, units: Set[int] | None) -> bool:
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
        search.narrow(search.lower.copy(), upper)
        return must_place(search, z)

    def _stands(
        self, search: Search, levels: Sequence[Level], began: Standing, question: Question, *, whole: bool
    ) -> Standing | None:
        """How far plans come: to the level at which one may be better, or the end; None: they all lose."""
        counts, large = dict(began.counts), 0
        if began.at == len(levels) and search.relax(NOTHING)[0].x is None:
            return None
        for at, (sub, reached, least) in enumerate(levels[began.at :], began.at):
            standing = Standing(question, at, dict(counts), search.snapshot())
            aim = make_objective(search, sub, counts)
            outcome, scale = search.relax(aim)
            bound = search.bound_of(outcome, scale) if outcome.x is not None else None
            if bound is None or bound < level_of(aim, least):
                return None
            better = bound >= beyond(aim, reached)
            if better and whole and large < _LARGE_ASKED:
                near = search.near(outcome, max(outcome.value - beyond(aim, reached) * scale, 0.0))
                better = self._reaches(search, aim, outcome, scale, beyond(aim, reached), near)
                large += int(np.sum(near[1] > near[0])) > _LARGE
            if better or (sub.tolerance and not self.alone):
                return standing
            if is_count(sub):
                counts[count_of(sub)] = reached
            search.fix_beyond(outcome, scale, level_of(aim, least))
            search.lock(aim, level_of(aim, least), exact=is_count(sub))
        return Standing(question, len(levels), counts, search.snapshot())

    def _reaches(
        self,
        search: Search,
        aim: Objective,
        outcome: Outcome,
        scale: float,
        least: int,
        near: tuple[Floats, Floats],
    ) -> bool:
        """Whether a whole plan within bounds has at least this objective."""
        more = at_least(aim, least)
        return any(
            search.whole_plan(NOTHING, *bounds, more=more, enough=0.0).x is not None
            for bounds in _narrow_first(search, outcome, scale, near)
        )


def _narrow_first(
    search: Search, outcome: Outcome, scale: float, near: tuple[Floats, Floats]
) -> Iterator[tuple[Floats, Floats]]:
    yield as_divided(search, outcome)
    bound = at_the_bound(search, outcome, scale)
    yield bound
    if not same(bound, near):
        yield near


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
