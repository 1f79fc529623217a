"""What to give when time is up: the best whole plan known, spelled out without further solving."""

from typing import TYPE_CHECKING

import numpy as np

from allocator.domain.proposal import Placement
from allocator.solver import aims
from allocator.solver.engine import Floats
from allocator.solver.lottery import demand_classes
from allocator.solver.objectives import Objective
from allocator.solver.search import Clock, OutOfTime

if TYPE_CHECKING:
    from allocator.solver.search import Search

_GRACE = 0.25
"""Part of the time limit in which a first plan may still be looked for."""


def spell_out(search: "Search") -> tuple[Placement, ...]:
    """Placements of the best plan known; households and homes that are alike are taken in draw order."""
    plan = search.plan if search.plan is not None else _first_plan(search)
    home = _homes(search, plan)
    data = search.form.data
    pools = _pools(search, plan, home)
    found = []
    for h, u in sorted(home.items()):
        chosen = tuple(data.round.support[p].id for p in pools.get(h, ()))
        found.append(Placement(household=data.round.households[h].id, unit=data.round.units[u].id, pools=chosen))
    return tuple(found)


def _first_plan(search: "Search") -> Floats:
    """A first plan within a short grace; nobody placed when even that is too short and nothing is pinned."""
    columns = search.form.columns
    classes = len(search.form.data.round.policy.urgency_codes)
    weight = 2.0 ** (classes - search.form.data.urgency[columns.classes.z_household])
    objective = Objective(np.arange(columns.z_count), np.where(columns.z_home, weight, 0.5))
    search.clock = Clock.start(max(1.0, _GRACE * (search.clock.limit or 4.0)))
    try:
        found = search.whole_plan(objective, search.lower, search.upper)
    except OutOfTime:
        found = None
    if found is not None and found.x is not None:
        return found.x
    if not search.form.data.pinned.any():
        return np.zeros(len(search.form.lower))
    search.clock = Clock.start(None)
    kept = search.whole_plan(Objective(np.zeros(0, dtype=np.int64), np.zeros(0)), search.lower, search.upper)
    assert kept.x is not None
    return kept.x


def _homes(search: "Search", plan: Floats) -> dict[int, int]:
    form = search.form
    classes, data = form.classes, form.data
    ranks = aims.ranks(data.round)
    left = {a: round(plan[form.columns.z_count + a]) for a in range(form.columns.arc_count)}
    arcs = [np.flatnonzero(classes.arc_class == c) for c in range(len(classes.class_size))]
    units: dict[int, list[int]] = {}
    for u in sorted(np.flatnonzero(classes.type_of >= 0), key=lambda u: ranks.unit[data.round.units[u].id]):
        units.setdefault(int(classes.type_of[u]), []).append(int(u))
    taken: dict[int, int] = {}
    placed = np.flatnonzero(plan[: form.columns.z_count] > 0.5)
    by_rank = sorted(placed, key=lambda z: ranks.household[data.round.households[classes.z_household[z]].id])
    home: dict[int, int] = {}
    for z in by_rank:
        arc = next(a for a in arcs[classes.z_class[z]] if left[int(a)] > 0)
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
