"""A plan that is known already, as columns: where a search may begin."""

from collections.abc import Iterable

import numpy as np

from allocator.domain.proposal import Placement
from allocator.solver.engine import Floats
from allocator.solver.formulation import Formulation
from allocator.solver.program import Program, solve_program


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
