"""Integer programs that fall apart: who is in which zone is settled, homes and pools no longer speak of each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from allocator.solver.candidates import Bools
from allocator.solver.clock import Clock
from allocator.solver.engine import Floats, Ints, Outcome, Rows, squeeze, worth
from allocator.solver.program import Program, solve_program
from allocator.solver.relaxation import Relaxation

_LARGE = 1_000  # columns of a piece from which on its linear program, nearly always whole, is asked first
_PACKING = 50  # columns of a piece without an aim from which on CP-SAT is quicker

_FEW = 0.25  # part of the columns of a piece up to which it is worth leaving the others as they are


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
    piece_of = _connected(inside.rows, len(free))
    told = [_values(hint, free) for hint in hints]
    settled = _given(inside, piece_of, told, x, free)
    count, beyond = len(np.unique(piece_of)), 0.0
    for cols, piece in _pieces(inside, piece_of, ~settled):
        found = _mended(piece, [values[cols] for values in told], clock) or _solve(piece, gap / count, clock)
        if found.x is None:
            return nowhere if found.infeasible else found
        x[free[cols]] = found.x
        beyond += found.bound - found.value
    value = worth(program.objective, x)
    return Outcome(x, value, value + max(beyond, 0.0), infeasible=False)


def _pieces(program: Program, piece_of: Ints, which: Bools) -> Iterator[tuple[Ints, Program]]:
    """Columns that constraints connect, and the program of these columns alone, of pieces that are not settled."""
    rows = program.rows
    position = np.zeros(len(piece_of), dtype=np.int64)
    for one in np.unique(piece_of[which]):
        cols = np.flatnonzero(piece_of == one)
        position[cols] = np.arange(len(cols))
        own = piece_of[rows.col] == one
        used, row = np.unique(rows.row[own], return_inverse=True)
        inside = Rows(row, position[rows.col[own]], rows.coef[own], rows.lower[used], rows.upper[used])
        yield (
            cols,
            Program(program.lower[cols], program.upper[cols], program.integer[cols], inside, program.objective[cols]),
        )


def _values(hint: Floats, free: Ints) -> Floats:
    """What a hint says of the free columns; what it says nothing of is not a number."""
    inside = free < len(hint)
    return np.where(inside, hint[np.where(inside, free, 0)], np.nan)


def _given(program: Program, piece_of: Ints, hints: Sequence[Floats], x: Floats, free: Ints) -> Bools:
    """Write into x what hints say of pieces, where that is whole and lawful; (columns,) where it is."""
    rows = program.rows
    aimed = np.zeros(len(piece_of), dtype=bool)
    aimed[piece_of[program.objective != 0.0]] = True
    settled = np.zeros(len(piece_of), dtype=bool)
    for place, hint in enumerate(hints):
        whole = np.round(hint)
        bad = ~(np.abs(hint - whole) <= 1e-6) | ~(whole >= program.lower) | ~(whole <= program.upper)
        taken = np.bincount(rows.row, weights=rows.coef * np.nan_to_num(whole)[rows.col], minlength=rows.count)
        slack = 1e-6 * np.maximum(1.0, np.abs(taken))
        broken = (taken < rows.lower - slack) | (taken > rows.upper + slack)
        wrong = np.zeros(len(piece_of), dtype=bool)
        wrong[piece_of[bad]] = True
        wrong[piece_of[rows.col[broken[rows.row]]]] = True
        new = ~wrong[piece_of] & ~settled
        if place > 0:
            new &= ~aimed[piece_of]
        x[free[new]] = whole[new]
        settled |= new
    return settled


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


def _mended(piece: Program, hints: Sequence[Floats], clock: Clock) -> Outcome | None:
    """A piece without an aim, as a hint says but for constraints that it breaks; None: that leads nowhere."""
    if len(piece.lower) < _PACKING or piece.objective.any():
        return None
    rows = piece.rows
    for hint in reversed(hints):
        at = np.clip(np.round(np.nan_to_num(hint)), piece.lower, piece.upper)
        taken = np.bincount(rows.row, weights=rows.coef * at[rows.col], minlength=rows.count)
        broken = (taken < rows.lower - 1e-6) | (taken > rows.upper + 1e-6)
        open_ = np.zeros(len(at), dtype=bool)
        open_[rows.col[broken[rows.row]]] = True
        if np.count_nonzero(open_) > _FEW * len(at):
            continue
        lower, upper = np.where(open_, piece.lower, at), np.where(open_, piece.upper, at)
        found = solve_program(replace(piece, lower=lower, upper=upper), gap=0.9, seconds=clock.left(), solver="cp-sat")
        if found.x is not None:
            return replace(found, value=0.0, bound=0.0)
    return None


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
