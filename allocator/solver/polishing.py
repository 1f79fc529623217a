"""When time is up: a plan bettered aim by aim in the time kept for it, and what no plan passes in each.

The linear program says what a plan reaches at most that is as good on the aims above. What it uses and what the plan
uses are a small integer program, of which the plan is one answer: its best is no worse (as relaxation induced
neighbourhoods: Danna, Rothberg and Le Pape, "Exploring relaxation induced neighborhoods to improve MIP solutions",
Mathematical Programming 102, 2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from allocator.solver.aims import SubStage
from allocator.solver.attainable import attainable
from allocator.solver.clock import OutOfTime
from allocator.solver.engine import Floats, scale_of
from allocator.solver.lane import count_of, is_count
from allocator.solver.making import make_objective
from allocator.solver.objectives import Objective
from allocator.solver.program import Program, solve_program
from allocator.solver.search import Search
from allocator.solver.starting import begin_near

_USED = 1e-6


@dataclass
class Polished:
    """A plan (columns of the formulation); of the aims that were looked at, the value that none passes.

    Such a value holds for plans that are as good as this one on the aims above.
    """

    plan: Floats
    bounds: dict[SubStage, int] = field(default_factory=dict)


def polished(search: Search, plan: Floats, subs: Sequence[SubStage]) -> Polished:
    """Better a plan aim by aim until time is up; no aim gets worse for a later one.

    Args:
        search: a new search, with the time that there is for this.
        plan: a whole plan of its formulation.
        subs: the sub-stages in order; none lends anything out.
    """
    search.keep(plan)
    found = Polished(plan)
    counts: dict[str, int] = {}
    try:
        begin_near(search)
        for place, sub in enumerate(subs):
            aim = make_objective(search, sub, counts)
            if (bound := _passed(search, aim, len(subs) - place, exact=is_count(sub))) is None:
                break  # numbers too large to be exact
            found.bounds[sub] = aim.value(bound)
            if is_count(sub):
                counts[count_of(sub)] = aim.value(_level(search, aim))
    except OutOfTime:
        pass
    found.plan = _plan(search)
    return found


def _passed(search: Search, aim: Objective, turns: int, *, exact: bool) -> int | None:
    """Better the plan in one aim and keep it from getting worse there; the objective that no plan passes.

    ``turns``: so many aims share the time that is left.
    """
    outcome, scale = search.relax(aim)
    if outcome.x is None:
        return None
    bound = attainable(search, aim, outcome, scale, search.bound_of(outcome, scale))
    if _level(search, aim) < bound:
        _better(search, aim, outcome.x, turns)
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
    scale, start = scale_of(aim.coefs), np.concatenate([plan, np.round(x[len(plan) :])])
    program = Program(search.lower, upper, np.ones(len(upper), dtype=bool), search.rows, search.dense(aim) * scale)
    left = search.clock.left()
    seconds = None if left is None else left / turns
    found = solve_program(program, gap=0.9 * scale, seconds=seconds, solver="cp-sat", start=start)
    if found.x is not None and aim.of_plan(np.round(found.x[: len(plan)])) > aim.of_plan(plan):
        search.keep(found.x)


def _level(search: Search, aim: Objective) -> int:
    return aim.of_plan(_plan(search))


def _plan(search: Search) -> Floats:
    if search.plan is None:
        raise RuntimeError("there is no plan to better")
    return search.plan
