"""When time is up: a plan bettered aim by aim in the time kept for it, and what no plan passes in each.

The linear program says what a plan reaches at most that is as good on the aims above. What it uses and what the plan
uses are a small integer program, of which the plan is one answer: its best is no worse (as relaxation induced
neighbourhoods: Danna, Rothberg and Le Pape, "Exploring relaxation induced neighborhoods to improve MIP solutions",
Mathematical Programming 102, 2005).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from allocator.solver.aims import SubStage
from allocator.solver.attainable import attainable
from allocator.solver.clock import OutOfTime
from allocator.solver.engine import Floats, scale_of
from allocator.solver.lane import count_of, counts_of, is_count
from allocator.solver.making import make_objective
from allocator.solver.objectives import Objective
from allocator.solver.program import Program, solve_program
from allocator.solver.reached import Progress, Reached
from allocator.solver.search import Search
from allocator.solver.stages import StageLoop
from allocator.solver.starting import begin_near, new_search

_POLISHED = 20.0
"""Times as long as the first linear program takes bettering a plan, aim by aim, at most .."""
_AT_MOST = 0.2
""".. this part of the limit."""
_QUICK = 0.05
"""Part of the limit that the first linear program takes at most where bettering may begin anew."""
_LONG = 0.25
"""Part of the limit from which on the stages will not be through in time: a plan is bettered from the beginning."""
_PART = 0.2
"""Part of the time that is left in which an aim may be bettered at least: those above matter more."""
_USED = 1e-6


@dataclass(frozen=True)
class Spare:
    """Time is kept for bettering a plan: until so many seconds before the limit.

    ``anew``: a new search may begin for it. ``at_once``: all time is, so the search is still at its beginning.
    """

    but: float
    anew: bool
    at_once: bool


@dataclass
class Polished:
    """A plan (columns of the formulation); of the aims that were looked at, the value that none passes.

    Such a value holds for plans that are as good as this one on the aims above.
    """

    plan: Floats
    bounds: dict[SubStage, int] = field(default_factory=dict)


def begin(search: Search, but: float) -> Spare | None:
    """Let a search begin near its first aims, and keep time for bettering its plan when time is up.

    None: without a limit, or where a stage lends something out. ``but``: seconds for what comes after that.
    """
    clock = search.clock
    begun = clock.elapsed
    begin_near(search)
    took = clock.elapsed - begun  # as many linear programs follow as there are aims, mostly shorter
    if clock.limit is None or not search.lightens:
        return None
    spare = Spare(but, anew=took < _QUICK * clock.limit, at_once=took > _LONG * clock.limit)
    clock.reserve(*(clock.limit, 1.0) if spare.at_once else (_POLISHED * took, _AT_MOST))
    return spare


def bettered(loop: StageLoop, plan: Floats, spare: Spare) -> Polished:
    """Better the best plan known when time is up, from where it was last as good as any.

    The search goes back to that moment, if there is one; else a new one begins, if that is quick.
    """
    clock, search = loop.search.clock.afterwards(spare.but), loop.search
    if loop.pending:
        behind = (pair for pair in loop.pending if pair[0].aim.of_plan(plan) < pair[0].level)
        first, saved = next(behind, loop.pending[-1])
        at = loop.reached.index(first)
        search.restore(saved)
        search.clock = clock
        return polished(search, plan, loop.reached[at:], loop.reached[:at], tell=loop.progress)
    if spare.anew:
        search = new_search(search.form, clock)
        search.keep(plan)
        begin_near(search)
    elif not spare.at_once:
        return Polished(plan)
    search.clock = clock
    return polished(search, plan, loop.reached, tell=loop.progress)


def polished(
    search: Search,
    plan: Floats,
    aims: Sequence[Reached],
    before: Iterable[Reached] = (),
    tell: Progress | None = None,
) -> Polished:
    """Better a plan aim by aim until time is up; no aim gets worse for a later one.

    Args:
        search: a new search, or one that is locked to what was passed before; with the time that there is for this.
        plan: a whole plan of its formulation that reaches what was passed before.
        aims: those from there on, in order; none lends anything out.
        before: those passed before.
        tell: told each aim when it begins.
    """
    search.keep(plan)
    before = list(before)
    found, counts = Polished(plan), counts_of((one.sub, one.best) for one in before if one.best is not None)
    passed = [one.aim for one in before if one.objective is not None]
    try:
        for place, (title, sub) in enumerate((one.title, one.sub) for one in aims):
            if tell is not None:
                tell(title, search.clock.elapsed, None)
            aim = make_objective(search, sub, counts)
            if (bound := _passed(search, aim, passed, len(aims) - place, exact=is_count(sub))) is None:
                break  # numbers too large to be exact
            passed.append(aim)
            found.bounds[sub] = aim.value(bound)
            if is_count(sub):
                counts[count_of(sub)] = aim.value(_level(search, aim))
    except OutOfTime:
        pass
    found.plan = _plan(search)
    return found


def _passed(search: Search, aim: Objective, above: list[Objective], turns: int, *, exact: bool) -> int | None:
    """Better the plan in one aim and keep it from getting worse there; the objective that no plan passes.

    ``turns``: so many aims share the time that is left.
    """
    outcome, scale = search.relax(aim)
    if outcome.x is None:
        return None
    bound = attainable(search, aim, outcome, scale, search.bound_of(outcome, scale))
    if _level(search, aim) < bound:
        plan = _plan(search)
        _better(search, aim, outcome.x, turns)
        if any(one.of_plan(_plan(search)) < one.of_plan(plan) for one in above):
            search.keep(plan)  # the engine takes constraints for kept that are broken by next to nothing
    if (level := _level(search, aim)) > bound:
        return None
    search.fix_beyond(outcome, scale, level)
    search.lock(aim, level, exact=exact)
    return bound


def _better(search: Search, aim: Objective, x: Floats, turns: int) -> None:
    """Look for a better plan among what the linear program and the plan use."""
    columns, plan = search.form.columns, _plan(search)
    ways = np.arange(columns.z_count + columns.arc_count)
    upper = search.upper.copy()
    unused = (x[ways] < _USED) & (plan[ways] < 0.5)
    upper[ways[unused]] = search.lower[ways[unused]]
    scale = scale_of(aim.coefs)
    program = Program(search.lower, upper, np.ones(len(upper), dtype=bool), search.rows, search.dense(aim) * scale)
    start = np.concatenate([plan, np.round(x[len(plan) :])])
    left = search.clock.left()
    seconds = None if left is None else max(left / turns, _PART * left)
    found = solve_program(program, gap=0.9 * scale, seconds=seconds, solver="cp-sat", start=start)
    if found.x is not None and aim.of_plan(np.round(found.x[: len(plan)])) > aim.of_plan(plan):
        search.keep(found.x)


def _level(search: Search, aim: Objective) -> int:
    return aim.of_plan(_plan(search))


def _plan(search: Search) -> Floats:
    if search.plan is None:
        raise RuntimeError("there is no plan to better")
    return search.plan
