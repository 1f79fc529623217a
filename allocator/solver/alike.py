"""Which placements are the same in every best plan, exactly: all plans equal on every stage before the lottery.

Every household that is placed, and every home, is told apart from all others; then one plan after another is asked for
that keeps as few of the placements as it can, until none can be given up any more.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from allocator import rules
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.solver.candidates import candidates
from allocator.solver.clock import Clock, OutOfTime
from allocator.solver.engine import Ints
from allocator.solver.formulation import Formulation, formulate
from allocator.solver.objectives import Objective
from allocator.solver.search import Search
from allocator.solver.stages import StageLoop


def same_in_every_best_plan(
    round_: Round,
    placements: Sequence[Placement],
    judgement: rules.Judgement | None = None,
    time_limit: float | None = None,
) -> frozenset[str]:
    """Households that have the home of this plan in every plan that is as good.

    Args:
        round_: the frozen inputs.
        placements: a best plan of the round.
        judgement: what the rules say of all pairs, when it is known already.
        time_limit: seconds.

    Raises:
        allocator.solver.clock.OutOfTime: when the limit passed before it was known.
    """
    data = candidates(round_, judgement or rules.judge(round_))
    placed = {p.household for p in placements}
    own = np.array([h.id in placed for h in round_.households], dtype=bool)
    form = formulate(replace(data, told_apart=own))
    search = Search(form, Clock.start(time_limit))
    loop = StageLoop(search)
    loop.run()
    if loop.timed_out:
        raise OutOfTime
    columns = {p.household: _column(form, p) for p in placements}
    kept = dict(columns)
    while kept:
        left = _given_up(search, kept.values())
        if not left:
            break
        kept = {household: column for household, column in kept.items() if column not in left}
    return frozenset(kept)


def _given_up(search: Search, kept: Collection[int]) -> frozenset[int]:
    """Placements that some best plan gives up: as many as one plan can; none when all are in every best plan."""
    cols = np.array(sorted(kept), dtype=np.int64)
    open_ = cols[search.lower[cols] < 0.5]
    if len(open_) == 0:
        return frozenset()
    aim = Objective(open_, -np.ones(len(open_)))
    outcome, scale = search.relax(aim)
    if outcome.x is None or search.bound_of(outcome, scale) <= -len(open_):
        return frozenset()
    found = search.whole_plan(aim, search.lower, search.upper)
    if found.x is None:
        return frozenset()
    return frozenset(int(c) for c in open_ if found.x[c] < 0.5)


def _column(form: Formulation, placement: Placement) -> int:
    """The column of one placement; household and home are told apart, so it is its own."""
    h = next(i for i, one in enumerate(form.data.round.households) if one.id == placement.household)
    u = next(i for i, one in enumerate(form.data.round.units) if one.id == placement.unit)
    classes, columns = form.classes, form.columns
    z = columns.z_of(h)
    label = classes.z_class[z[classes.z_zone[z] == form.data.zone[u]]][0]
    arcs: Ints = columns.arcs_from(int(label))
    return columns.z_count + int(arcs[classes.arc_type[arcs] == classes.type_of[u]][0])
