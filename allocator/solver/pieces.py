"""Integer programs that fall apart: who is in which zone is settled, homes and pools no longer speak of each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from allocator.solver.clock import Clock
from allocator.solver.engine import Floats, Ints, Outcome, Rows, squeeze, worth
from allocator.solver.program import Program, solve_program
from allocator.solver.relaxation import Relaxation

_LARGE = 1_000  # columns of a piece from which on its linear program, nearly always whole, is asked first
_PACKING = 50  # columns of a piece without an aim from which on CP-SAT is quicker


def solve_in_pieces(program: Program, *, gap: float, clock: Clock, hints: Sequence[Floats] = ()) -> Outcome:
    """The best whole plan of a program whose columns form groups that no constraint connects.

    ``gap`` holds for the sum. ``hints``: answers of the linear program or earlier plans (their first columns); what is
    whole and lawful of the first of them, or of another where nothing is aimed at, is taken as it is. The bound is
    then no more than the value.

    Raises:
        OutOfTime: when the limit passed.
    """
    nowhere = Outcome(None, -np.inf, -np.inf, infeasible=True)
    slim = squeeze(program.lower, program.upper, program.rows)
    if slim is None:
        return nowhere
    x = program.lower.copy()
    free = np.flatnonzero(slim.kept)
    inside = Program(
        program.lower[free], program.upper[free], program.integer[free], slim.rows, program.objective[free]
    )
    beyond = 0.0
    pieces = list(_pieces(inside))
    for cols, piece in pieces:
        told = hints if not piece.objective.any() else hints[:1]
        given = next((g for hint in told if (g := _given(piece, free[cols], hint)) is not None), None)
        if given is not None:
            x[free[cols]] = given
            continue
        found = _solve(piece, gap / len(pieces), clock)
        if found.x is None:
            return nowhere if found.infeasible else found
        x[free[cols]] = found.x
        beyond += found.bound - found.value
    value = worth(program.objective, x)
    return Outcome(x, value, value + max(beyond, 0.0), infeasible=False)


def _pieces(program: Program) -> Iterator[tuple[Ints, Program]]:
    """Columns that constraints connect, and the program of these columns alone."""
    rows = program.rows
    piece_of = _connected(rows, len(program.lower))
    position = np.zeros(len(piece_of), dtype=np.int64)
    for one in np.unique(piece_of):
        cols = np.flatnonzero(piece_of == one)
        position[cols] = np.arange(len(cols))
        own = piece_of[rows.col] == one
        used, row = np.unique(rows.row[own], return_inverse=True)
        inside = Rows(row, position[rows.col[own]], rows.coef[own], rows.lower[used], rows.upper[used])
        yield (
            cols,
            Program(program.lower[cols], program.upper[cols], program.integer[cols], inside, program.objective[cols]),
        )


def _given(piece: Program, cols: Ints, hint: Floats) -> Floats | None:
    """What a hint says of a piece, when that is whole and lawful."""
    if cols[-1] >= len(hint):
        return None
    x = np.round(hint[cols])
    if np.any(np.abs(hint[cols] - x) > 1e-6) or np.any(x < piece.lower) or np.any(x > piece.upper):
        return None
    rows = piece.rows
    taken = np.bincount(rows.row, weights=rows.coef * x[rows.col], minlength=rows.count)
    slack = 1e-6 * np.maximum(1.0, np.abs(taken))
    return x if np.all((taken >= rows.lower - slack) & (taken <= rows.upper + slack)) else None


def _connected(rows: Rows, columns: int) -> Ints:
    """(columns,) The first column that each is connected with."""
    first = np.arange(columns)
    while True:
        of_row = np.full(rows.count, columns)
        np.minimum.at(of_row, rows.row, first[rows.col])
        lower = first.copy()
        np.minimum.at(lower, rows.col, of_row[rows.row])
        lower = lower[lower]
        if np.array_equal(lower, first):
            return first
        first = lower


def _solve(piece: Program, gap: float, clock: Clock) -> Outcome:
    if len(piece.lower) < _LARGE:
        packing = len(piece.lower) >= _PACKING and not piece.objective.any()
        return solve_program(piece, gap=gap, seconds=clock.left(), solver="cp-sat" if packing else "highs")
    linear = Relaxation(piece.lower, piece.upper, piece.rows)
    linear.objective(piece.objective)
    loose = linear.solve(clock.left())
    if loose.infeasible:
        return loose
    if loose.x is not None:
        near = solve_program(_near(piece, loose.x), gap=gap, seconds=clock.left())
        if near.x is not None and near.value >= loose.value - gap:
            return replace(near, bound=max(near.value, loose.value))
    return solve_program(piece, gap=gap, seconds=clock.left())


def _near(piece: Program, x: Floats) -> Program:
    """The program in which what is whole already stays as it is."""
    whole = np.abs(x - np.round(x)) < 1e-6
    settled = np.where(whole, np.round(x), x)
    return replace(piece, lower=np.where(whole, settled, piece.lower), upper=np.where(whole, settled, piece.upper))
