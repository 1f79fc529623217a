"""Where a search may begin: a plan that is known already, as columns; an answer near that of the first aims."""

from collections.abc import Iterable
from itertools import takewhile

import numpy as np

from allocator.domain.codes import StageName
from allocator.domain.proposal import Placement
from allocator.solver import aims
from allocator.solver.clock import Clock, OutOfTime
from allocator.solver.conflict import who_matters
from allocator.solver.engine import Floats
from allocator.solver.formulation import Formulation
from allocator.solver.greedy import greedy_plan
from allocator.solver.objectives import Objective, simple
from allocator.solver.program import Program, solve_program
from allocator.solver.rounding import Roundings
from allocator.solver.search import Search

_COUNTED = (StageName.URGENCY, StageName.ORIGIN)
"""Stages that count households: their aims can be weighed against each other."""


def new_search(form: Formulation, clock: Clock, start: Iterable[Placement] = ()) -> Search:
    """A search of all stages of a round; ``start``: a plan to begin with, perhaps of another round."""
    search = Search(form, clock, known_plan(form, placed) if (placed := tuple(start)) else None)
    search.roundings = Roundings.of(form.columns)
    search.lightens = not any(sub.tolerance for sub in aims.sub_stages(form.data.round))
    return search


def known_plan(form: Formulation, placements: Iterable[Placement]) -> Floats | None:
    """Columns of a plan of this formulation that places these households in these homes; pools are found anew.

    None when there is no such plan: a home or a household is not there, or something is overfull. So a plan of
    another round, or of another policy, can do no harm.
    """
    wanted = _wanted(form, placements)
    if wanted is None:
        return None
    own = form.columns.z_count + form.columns.arc_count
    lower, upper = form.lower.copy(), form.upper.copy()
    if (wanted < lower[:own]).any() or (wanted > upper[:own]).any():
        return None
    lower[:own] = upper[:own] = wanted
    nothing = np.zeros(len(lower))
    return solve_program(Program(lower, upper, nothing == 0, form.rows, nothing), gap=0.5).x


def pins_only(form: Formulation) -> Floats | None:
    """A plan for who is pinned, and who must move for them, quickly because nobody else counts; None: there is none."""
    if not form.data.pinned.any():
        return np.zeros(len(form.lower))
    upper, nothing = form.columns.implied(form.lower, who_matters(form)), np.zeros(len(form.lower))
    return solve_program(Program(form.lower, upper, nothing == 0, form.rows, nothing), gap=0.5).x


def begin_near(search: Search) -> None:
    """Let the linear program begin near its answers for the first aims: it is solved for all of them, weighed.

    Each of them alone leaves open where the next is best, so that it would begin far from there. It begins itself at a
    plan that is made at once.
    """
    if search.plan is None and (pinned := pins_only(search.form)) is not None:
        search.begin_at(greedy_plan(search.form, pinned))
    subs = list(takewhile(lambda sub: sub.stage in _COUNTED, aims.sub_stages(search.form.data.round)))
    weighed = np.zeros(len(search.lower))
    for sub in subs:
        weighed = 2.0 * weighed + search.dense(simple(search.form.columns, sub.stage, sub.name))
    cols = np.flatnonzero(weighed)
    try:
        search.relax(Objective(cols, weighed[cols]))
    except OutOfTime:
        return  # whoever asks next is told so


def _wanted(form: Formulation, placements: Iterable[Placement]) -> Floats | None:
    """Columns z and y of the placements; None when a pair is not among them."""
    columns, classes, data = form.columns, form.classes, form.data
    h_index = {h.id: i for i, h in enumerate(data.round.households)}
    u_index = {u.id: i for i, u in enumerate(data.round.units)}
    arcs = {pair: a for a, pair in enumerate(zip(classes.arc_class.tolist(), classes.arc_type.tolist(), strict=True))}
    found = np.zeros(columns.z_count + columns.arc_count)
    for placed in placements:
        h, u = h_index.get(placed.household), u_index.get(placed.unit)
        if h is None or u is None:
            return None
        z = next((z for z in columns.z_of(h).tolist() if classes.z_zone[z] == data.zone[u]), None)
        arc = None if z is None else arcs.get((int(classes.z_class[z]), int(classes.type_of[u])))
        if z is None or arc is None:
            return None
        found[z] += 1.0
        found[columns.z_count + arc] += 1.0
    return found
