"""A linear program with more columns than it needs: the engine sees some, the others are priced by its duals.

Nearly all columns of a large round say to which of many homes a household could flow. A basis holds few of them, so a
column comes in only when its reduced cost says that it can help. At the end none can: the answer is the one of the
whole program.
"""

import time
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from allocator.solver.basis import Basis, of_kept
from allocator.solver.engine import Floats, Ints, Outcome, Rows
from allocator.solver.relaxation import Linear, Relaxation

Bools = NDArray[np.bool_]

_MANY = 10_000  # lazy columns from which on not all are given to the engine at once
_HELPS = 1e-7  # a reduced cost above this can still improve the aim (scaled)
_FEW = 4_000  # columns that help: up to so many all come in
_MIXED = 2_654_435_761  # multiples of this, less the highest bits, lie all over (Knuth's hash)


def linear(lower: Floats, upper: Floats, rows: Rows, lazy: Bools, first: Bools) -> Linear:
    """A linear program; one that leaves lazy columns out when they are many."""
    if int(lazy.sum()) < _MANY:
        return Relaxation(lower, upper, rows)
    return Sifted(lower, upper, rows, lazy, first)


class Sifted:
    """A linear program (maximise) like ``Relaxation``; ``lazy`` columns may be left out, ``first`` of them begin in it.

    Lazy columns have a lower bound of 0.
    """

    def __init__(self, lower: Floats, upper: Floats, rows: Rows, lazy: Bools, first: Bools) -> None:
        self.columns, self.rows = len(lower), rows.count
        self._lower, self._upper = lower.copy(), upper.copy()
        self._objective = np.zeros(self.columns)
        self._row, self._col, self._coef = rows.row, rows.col, rows.coef
        inside = ~lazy | first | (lower > 0.0)
        self._order = np.flatnonzero(inside)
        self._at = np.where(inside, np.cumsum(inside) - 1, -1)
        self._inner = Relaxation(lower[inside], upper[inside], self._within(rows))

    def _within(self, rows: Rows) -> Rows:
        here = self._at[rows.col] >= 0
        return Rows(rows.row[here], self._at[rows.col[here]], rows.coef[here], rows.lower, rows.upper)

    @property
    def basis(self) -> Basis | None:
        """Where it stands, over all columns."""
        inner = self._inner.basis
        return None if inner is None else of_kept(inner, self._order, np.arange(self.rows), self.columns)

    def begin(self, basis: Basis) -> None:
        """Go on from this basis; columns that are basic in it come in."""
        basic = np.flatnonzero((self._at < 0) & basis.basic)
        if len(basic):
            self._bring_in(basic)
        self._inner.begin(Basis(basis.columns[self._order], basis.rows))

    def objective(self, objective: Floats) -> None:
        """Set the aim over all columns."""
        self._objective = objective.copy()
        self._inner.objective(objective[self._order])

    def bounds(self, cols: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of columns (unique)."""
        self._lower[cols], self._upper[cols] = lower, upper
        outside = cols[(lower > 0.0) & (self._at[cols] < 0)]
        if len(outside):
            self._bring_in(outside)
        inside = self._at[cols] >= 0
        at = self._at[cols[inside]]
        order = np.argsort(at)
        self._inner.bounds(at[order], lower[inside][order], upper[inside][order])

    def row_bounds(self, rows: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of constraints (sorted, unique)."""
        self._inner.row_bounds(rows, lower, upper)

    def extend(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        """Add columns after the last one and constraints after the last one (new rows may use old columns)."""
        fresh = np.arange(len(lower))
        self._order = np.concatenate([self._order, fresh + self.columns])
        self._at = np.concatenate([self._at, fresh + self._inner.columns])
        self._lower, self._upper = np.concatenate([self._lower, lower]), np.concatenate([self._upper, upper])
        self._objective = np.concatenate([self._objective, np.zeros(len(lower))])
        self._inner.extend(lower, upper, self._within(rows))
        self._row = np.concatenate([self._row, rows.row + self.rows])
        self._col, self._coef = np.concatenate([self._col, rows.col]), np.concatenate([self._coef, rows.coef])
        self.columns += len(lower)
        self.rows += rows.count

    def solve(self, seconds: float | None = None) -> Outcome:
        """Solve from the last basis until no column left out can help; the answer speaks of all columns."""
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            found = self._inner.solve(None if until is None else max(until - time.monotonic(), 0.0))
            outside = (self._at < 0) & (self._upper > 0.0)
            if found.infeasible and outside.any():
                self._bring_in(np.flatnonzero(outside))
                continue
            if found.x is None or found.reduced is None or found.duals is None:
                return found if found.x is None else replace(found, x=self._spread(found.x), reduced=None)
            taken = np.bincount(self._col, weights=self._coef * found.duals[self._row], minlength=self.columns)
            reduced = self._objective - taken
            helps = outside & (reduced > _HELPS)
            if not helps.any():
                reduced[self._order] = found.reduced
                return replace(found, x=self._spread(found.x), reduced=reduced)
            self._bring_in(self._best(helps, reduced) if np.count_nonzero(helps) > _FEW else np.flatnonzero(helps))

    def _best(self, helps: Bools, reduced: Floats) -> Ints:
        """Of columns that help, the best of each constraint: the best of all would mostly be for the same few homes.

        Many are equally good. What stands between them changes from one constraint to the next, lest they all take the
        same.
        """
        inside = np.flatnonzero(helps[self._col])
        row, col = self._row[inside], self._col[inside]
        order = np.lexsort((col * _MIXED % 2**32, -np.round(reduced[col], 6), row))
        first = np.append(True, np.diff(row[order]) > 0)
        return np.unique(col[order][first])

    def _spread(self, x: Floats) -> Floats:
        full = np.zeros(self.columns)
        full[self._order] = x
        return full

    def _bring_in(self, cols: Ints) -> None:
        """Give columns to the engine."""
        fresh = np.full(self.columns, -1, dtype=np.int64)
        fresh[cols] = np.arange(len(cols))
        here = fresh[self._col] >= 0
        entries = self._row[here], fresh[self._col[here]], self._coef[here]
        self._at[cols] = self._inner.columns + np.arange(len(cols))
        self._order = np.concatenate([self._order, cols])
        self._inner.add_columns(self._lower[cols], self._upper[cols], self._objective[cols], entries)
