"""Homes that an aim cannot tell apart, taken together: a program with the same bound and far fewer columns.

Nearly all columns of a large program say to which of many homes those of a class could go. Homes of one zone in which
one more place is worth the same to the linear program can be taken for one home with all their room: its bound stays
as it is, since its duals still hold. Where a plan made so does not fit in the homes as they are, the duals of the
linear program of that plan say which of them to tell apart (Rogers, Plante, Wong and Evans, "Aggregation and
disaggregation techniques and methodology in optimization", Operations Research 39, 1991).
"""

from dataclasses import dataclass, replace

import numpy as np

from allocator.solver.candidates import Bools
from allocator.solver.columns import Columns
from allocator.solver.engine import Floats, Ints, Outcome, Rows, squeeze, worth
from allocator.solver.program import Program
from allocator.solver.slim import Broken, Slim

_DIGITS = 6
"""Worths of a place that differ by less are the same."""
_FEW = 1e-7  # as good as nothing
_BITS = 62  # so many overfull homes are followed apart, the next ones beside them


def told_apart(columns: Columns, alike: Ints, duals: Floats) -> Ints:
    """(types,) Marks of homes, the same while they are alike and one more place in them is worth the same.

    ``duals``: of a linear program of the formulation, over its constraints (and perhaps more after them).
    """
    return both_marks(alike, _worth(columns, duals))


def both_marks(some: Ints, more: Ints) -> Ints:
    """Marks that are the same where both are."""
    return np.unique(some * (more.max(initial=0) + 1) + more, return_inverse=True)[1]


def _worth(columns: Columns, duals: Floats) -> Ints:
    row = columns.room_row
    return np.unique(np.where(row >= 0, np.round(duals[row], _DIGITS), 0.0), return_inverse=True)[1]


@dataclass(frozen=True)
class Merged:
    """A program in which homes that are alike are one; no plan of the whole program is better than its best.

    ``column``: (columns of the whole,) where each is in it (-1: it is fixed). ``constant``: what fixed ones are worth.
    """

    program: Program
    column: Ints
    constant: float

    def spread(self, x: Floats, whole: Program) -> Floats:
        """Its answer over the columns of the whole; says nothing of who goes to which home."""
        here = self.column >= 0
        found = whole.lower.copy()
        found[here] = x[self.column[here]]
        return found


def merged(columns: Columns, program: Program, alike: Ints) -> Merged | None:
    """Take homes together that have the same mark; None: fixed columns break a constraint.

    Columns that go to them become one where they differ in one constraint "at least so much" or the aim only: it
    counts for the best of them.
    """
    slim = squeeze(program.lower, program.upper, program.rows)
    if slim is None:
        return None
    kept = np.flatnonzero(slim.kept)
    inside = Program(
        program.lower[kept], program.upper[kept], program.integer[kept], slim.rows, program.objective[kept]
    )
    ways = (kept >= columns.z_count) & (kept < columns.z_count + columns.arc_count)
    ways &= (inside.lower == 0.0) & ~inside.integer
    inside = replace(inside, rows=_rooms_together(columns, alike, inside.rows, slim.row_of))
    best_of = _best_of(inside, ways)
    first, at = _alike(inside, ways, best_of)
    where = np.full(len(program.lower), -1)
    where[kept] = at
    constant = worth(program.objective, np.where(slim.kept, 0.0, program.lower))
    return Merged(_together(inside, first, at, best_of), where, constant)


def _rooms_together(columns: Columns, alike: Ints, rows: Rows, row_of: Ints) -> Rows:
    """The room of homes that are alike in the constraint of the first of them; the others' have nothing left."""
    kinds = np.flatnonzero(columns.room_row >= 0)
    room = row_of[columns.room_row[kinds]]
    kinds, room = kinds[room >= 0], room[room >= 0]
    _, first, group = np.unique(alike[kinds], return_index=True, return_inverse=True)
    to, upper = np.arange(rows.count), rows.upper.copy()
    to[room] = room[first[group]]
    upper[room] = np.inf
    upper[room[first]] = np.bincount(group, weights=rows.upper[room])
    return replace(rows, row=to[rows.row], upper=upper)


def _best_of(program: Program, ways: Bools) -> int | None:
    """Which constraint "at least so much" (None: the aim) most ways count in: there they may differ."""
    rows = program.rows
    at_least = np.isfinite(rows.lower) & np.isposinf(rows.upper)
    counts = np.bincount(rows.row[ways[rows.col]], minlength=rows.count) * at_least
    if counts.max(initial=0) <= np.count_nonzero(program.objective[ways]):
        return None
    return int(np.argmax(counts))


def _alike(program: Program, ways: Bools, best_of: int | None) -> tuple[Ints, Ints]:
    """The first of the columns that become one, in each; and (columns,) in which of these each is."""
    rows, count = program.rows, len(program.lower)
    row, col, coef = rows.row, rows.col, rows.coef
    if best_of is not None:
        aimed = np.flatnonzero(program.objective)
        row = np.concatenate([row, np.full(len(aimed), rows.count)])
        col, coef = np.concatenate([col, aimed]), np.concatenate([coef, program.objective[aimed]])
    own = ways[col] & (row != best_of)
    _, value = np.unique(coef[own], return_inverse=True)
    entry, col = row[own] * (value.max(initial=0) + 1) + value, col[own]
    order = np.lexsort((entry, col))
    entry, col = entry[order], col[order]
    start = np.searchsorted(col, np.arange(count + 1))
    place, way = np.arange(len(col)) - start[col], np.cumsum(ways) - 1
    mark = np.full((np.count_nonzero(ways), int(place.max(initial=-1)) + 1), -1)
    mark[way[col], place] = entry
    _, first, group = np.unique(mark, axis=0, return_index=True, return_inverse=True)
    same = np.arange(count)
    same[ways] = np.flatnonzero(ways)[first[group.ravel()]]
    return np.unique(same, return_inverse=True)


def _together(program: Program, first: Ints, at: Ints, best_of: int | None) -> Program:
    """One column for all that become one: with the room of all, and what the best of them counts for."""
    rows, count = program.rows, len(first)
    upper: Floats = np.bincount(at, weights=program.upper, minlength=count).astype(float)
    objective = np.full(count, -np.inf)
    np.maximum.at(objective, at, program.objective)
    is_first = np.zeros(len(at), dtype=bool)
    is_first[first] = True
    exact = is_first[rows.col] & (rows.row != best_of)
    row, col, coef = rows.row[exact], at[rows.col[exact]], rows.coef[exact]
    if best_of is not None:
        counted = np.zeros(len(at))
        counted[rows.col[rows.row == best_of]] = rows.coef[rows.row == best_of]
        most = np.full(count, -np.inf)
        np.maximum.at(most, at, counted)
        used = np.flatnonzero(most)
        row = np.concatenate([row, np.full(len(used), best_of)])
        col, coef = np.concatenate([col, used]), np.concatenate([coef, most[used]])
    return Program(
        program.lower[first], upper, program.integer[first], replace(rows, row=row, col=col, coef=coef), objective
    )


@dataclass(frozen=True)
class Fit:
    """How a plan that says who is in which zone fits in homes as they are: the answer of its linear program.

    ``apart``: (types,) marks that differ where homes are to be told apart. ``x``: None where it does not fit.
    """

    x: Floats | None
    value: float
    apart: Ints


def in_homes(columns: Columns, program: Program, seconds: float | None) -> Fit | None:
    """Put a plan that says who is in which zone in homes as they are; None: time is up.

    Where it does not fit, each home that is overfull is told apart together with all homes into which it could be
    emptied: they are full.
    """
    found = _relaxed(program, seconds)
    if found.duals is not None:
        return Fit(found.x, found.value, _worth(columns, found.duals))
    if not found.infeasible:
        return None
    rooms = columns.room_row[columns.room_row >= 0]
    rows, old, new = program.rows, len(program.lower), len(rooms)
    beyond = Program(
        np.concatenate([program.lower, np.zeros(new)]),
        np.concatenate([program.upper, np.full(new, np.inf)]),
        np.concatenate([program.integer, np.zeros(new, dtype=bool)]),
        replace(
            rows,
            row=np.concatenate([rows.row, rooms]),
            col=np.concatenate([rows.col, old + np.arange(new)]),
            coef=np.concatenate([rows.coef, np.full(new, -1.0)]),
        ),
        np.concatenate([np.zeros(old), np.full(new, -1.0)]),
    )
    found = _relaxed(beyond, seconds)
    if found.x is None or found.duals is None:
        return None
    full = np.zeros(len(columns.room_row), dtype=bool)
    full[columns.room_row >= 0] = found.x[old:] > _FEW
    return Fit(None, -np.inf, both_marks(_worth(columns, found.duals), _emptied(columns, program, found, full)))


def _emptied(columns: Columns, program: Program, found: Outcome, full: Bools) -> Ints:
    """(types,) Marks of homes by which of those that are overfull could be emptied into them."""
    classes, ways = columns.classes, slice(columns.z_count, columns.z_count + columns.arc_count)
    if found.x is None or found.reduced is None:
        raise ValueError("only a solved linear program says where homes could be emptied")
    used = found.x[ways] > _FEW
    open_ = (program.upper[ways] > _FEW) & (np.abs(found.reduced[ways]) < _FEW)
    kinds = np.flatnonzero(full)
    reached = np.zeros(len(full), dtype=np.int64)
    reached[kinds] = 1 << (np.arange(len(kinds)) % _BITS)
    mover = np.zeros(len(classes.class_size), dtype=np.int64)
    while True:
        before = reached.copy()
        np.bitwise_or.at(mover, classes.arc_class[used], reached[classes.arc_type[used]])
        np.bitwise_or.at(reached, classes.arc_type[open_], mover[classes.arc_class[open_]])
        if np.array_equal(before, reached):
            return np.unique(reached, return_inverse=True)[1]


def _relaxed(program: Program, seconds: float | None) -> Outcome:
    try:
        slim = Slim(program.lower, program.upper, program.rows)
    except Broken:
        return Outcome(None, -np.inf, -np.inf, infeasible=True)
    slim.objective(program.objective)
    return slim.solve(seconds)
