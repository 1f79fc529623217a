"""What to give when time is up: the best whole plan known, spelled out without further solving."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from allocator.domain.proposal import Placement
from allocator.solver import aims
from allocator.solver.columns import Columns, DemandClass
from allocator.solver.engine import Floats
from allocator.solver.greedy import greedy_plan
from allocator.solver.program import Program, solve_program
from allocator.solver.starting import pins_only

if TYPE_CHECKING:
    from allocator.solver.search import Search

Choice = tuple[int, int, tuple[int, ...]]
"""Household, unit, and a pool for each need that takes one (indices)."""

_GRACE = 0.05
"""Part of the time limit in which a plan may still be made of what the last linear program used."""
_ROUGH = 0.5
"""Gap that is good enough for such a plan, in households of the least urgent class."""
_LEAST = 4.0
"""What placing somebody of the least urgent class counts; of each class above it, so many times more."""
_USED = 0.25
"""How much more placing somebody counts where the last linear program did, in households of the least urgent class."""


def best_plan(search: "Search", points: aims.Points) -> Floats | None:
    """The best plan known, over the columns of the formulation; None: no plan keeps all pins."""
    return max(_plans(search), key=lambda plan: _merit(search, spelled_out(search, plan), points), default=None)


def spelled_out(search: "Search", plan: Floats) -> tuple[Placement, ...]:
    """Placements of a whole plan; households and homes that are alike are taken in draw order."""
    return _placements(search, choices(search, plan))


def _plans(search: "Search") -> Iterator[Floats]:
    """The best plan known and what can still be added to it, and plans that are quickly made."""
    if search.plan is not None:
        yield search.plan
    known = pins_only(search.form) if search.plan is None else search.plan
    if known is not None:
        yield greedy_plan(search.form, known)
    made = _made_whole(search)
    if made is not None:
        yield greedy_plan(search.form, made)


def _merit(search: "Search", placements: tuple[Placement, ...], points: aims.Points) -> list[int]:
    """What a plan reaches, aim by aim; more is better."""
    round_ = search.form.data.round
    values = aims.stage_values(round_, placements, points)
    return [v if one.sense == "max" else -v for one, v in zip(aims.sub_stages(round_), values.values(), strict=True)]


def choices(search: "Search", plan: Floats) -> list[Choice]:
    """Who goes where in a whole plan, with which pools; whoever and whatever is alike is taken in draw order."""
    home = _homes(search, plan)
    pools = _pools(search, plan, home)
    return [(h, u, tuple(pools.get(h, ()))) for h, u in home.items()]


def _placements(search: "Search", chosen: list[Choice]) -> tuple[Placement, ...]:
    round_ = search.form.data.round
    found = []
    for h, u, pools in sorted(chosen):
        keys = tuple(round_.support[p].id for p in pools)
        found.append(Placement(household=round_.households[h].id, unit=round_.units[u].id, pools=keys))
    return tuple(found)


def _made_whole(search: "Search") -> Floats | None:
    """What the last linear program used, made whole, most urgent first; None when there is no such plan in time.

    Its bounds may have run far ahead of the best plan known.
    """
    if search.last_relaxed is None:
        return None
    form, objective = search.form, _most_urgent(search)
    used = search.last_relaxed[: len(form.upper)] > 1e-9
    objective[: form.columns.z_count] += _USED * search.last_relaxed[: form.columns.z_count]
    free = np.arange(len(form.upper)) >= form.columns.z_count + form.columns.arc_count
    upper = np.where(used | free | (form.lower > 0.5), form.upper, 0.0)
    program = Program(form.lower, upper, np.ones(len(upper), dtype=bool), form.rows, objective)
    grace = max(1.0, _GRACE * (search.clock.limit or 4.0))
    return solve_program(program, gap=_ROUGH * _LEAST, seconds=grace).x


def _most_urgent(search: "Search") -> Floats:
    """Weights to find a decent plan quickly; the proven answer never uses weights."""
    columns, data = search.form.columns, search.form.data
    classes = len(data.round.policy.urgency_codes)
    objective = np.zeros(len(search.form.lower))
    weight = _LEAST ** (classes - data.urgency[columns.classes.z_household])
    objective[: columns.z_count] = np.where(columns.z_home, weight, 0.5)
    return objective


def _homes(search: "Search", plan: Floats) -> dict[int, int]:
    form = search.form
    classes, data = form.classes, form.data
    ranks = aims.ranks(data.round)
    y = plan[form.columns.z_count : form.columns.z_count + form.columns.arc_count]
    left = {int(a): round(y[a]) for a in np.flatnonzero(y > 0.5)}
    units: dict[int, list[int]] = {}
    for u in sorted(np.flatnonzero(classes.type_of >= 0), key=lambda u: ranks.unit[data.round.units[u].id]):
        units.setdefault(int(classes.type_of[u]), []).append(int(u))
    taken: dict[int, int] = {}
    placed = np.flatnonzero(plan[: form.columns.z_count] > 0.5)
    by_rank = sorted(placed, key=lambda z: ranks.household[data.round.households[classes.z_household[z]].id])
    home: dict[int, int] = {}
    for z in by_rank:
        arc = next(a for a in form.columns.arcs_from(int(classes.z_class[z])) if left.get(int(a), 0) > 0)
        left[int(arc)] -= 1
        kind = int(classes.arc_type[arc])
        at = 0 if len(units[kind]) == 1 else taken.get(kind, 0)
        taken[kind] = taken.get(kind, 0) + 1
        home[int(classes.z_household[z])] = units[kind][at]
    return home


def _pools(search: "Search", plan: Floats, home: dict[int, int]) -> dict[int, list[int]]:
    data = search.form.data
    classes = demand_classes(search.form.columns)
    left = {c: round(plan[c]) for one in search.form.columns.demand for c in one.columns}
    found: dict[int, list[int]] = {}
    for h, u in sorted(home.items()):
        m = int(data.unit_municipality[u])
        for choice in data.needs_of.get(h, ()):
            one = classes.get((h, choice.position, m))
            if one is None:
                found.setdefault(h, []).append(choice.pools[m][0])
                continue
            pool, column = next((p, c) for p, c in zip(one.pools, one.columns, strict=True) if left[c] > 0)
            left[column] -= 1
            found.setdefault(h, []).append(pool)
    return found


def demand_classes(columns: Columns) -> dict[tuple[int, int, int], DemandClass]:
    """(household, position of the need, municipality) -> its demand class."""
    return {member: one for one in columns.demand for member in one.members}
