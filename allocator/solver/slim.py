"""A linear program without the columns that are fixed, which speaks of all of them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from allocator.solver.basis import Basis, of_kept
from allocator.solver.engine import Floats, Ints, Outcome, Rows, squeeze, worth
from allocator.solver.relaxation import Linear, Relaxation

Maker = Callable[[Ints, Floats, Floats, Rows], Linear]
"""Makes a linear program of the columns (given by number) that are still free, their bounds and constraints."""


class Broken(Exception):
    """A constraint is broken by fixed columns alone."""


class Slim:
    """A relaxation without the columns that were fixed when it was made; speaks of all columns.

    Raises:
        Broken: when made of columns and constraints that contradict each other.
    """

    def __init__(self, lower: Floats, upper: Floats, rows: Rows, make: Maker | None = None) -> None:
        slim = squeeze(lower, upper, rows)
        if slim is None:
            raise Broken
        self.kept = np.flatnonzero(slim.kept)
        self._fixed = np.where(slim.kept, 0.0, lower)
        self._position = np.where(slim.kept, np.cumsum(slim.kept) - 1, -1)
        self._row_of, self._fixed_part = slim.row_of, slim.fixed_part
        inside = lower[self.kept], upper[self.kept], slim.rows
        self._inner: Linear = Relaxation(*inside) if make is None else make(self.kept, *inside)
        self._constant = 0.0

    @property
    def basis(self) -> Basis | None:
        """Where it stands, over all columns and constraints."""
        inner = self._inner.basis
        return None if inner is None else of_kept(inner, self.kept, self._row_of, len(self._position))

    def begin(self, basis: Basis) -> None:
        """Go on from a basis of all columns and constraints."""
        here = np.flatnonzero(self._row_of >= 0)
        rows = np.empty(len(here), dtype=np.int64)
        rows[self._row_of[here]] = basis.rows[here]
        self._inner.begin(Basis(basis.columns[self.kept], rows).balanced())

    def objective(self, objective: Floats) -> None:
        """Set the aim over all columns."""
        self._constant = worth(objective, self._fixed)
        self._inner.objective(objective[self.kept])

    def holds(self, cols: Ints) -> bool:
        """Whether all these columns can still change here."""
        return bool(np.all(self._position[cols] >= 0))

    def bounds(self, cols: Ints, lower: Floats, upper: Floats) -> None:
        """Change bounds of columns (sorted, unique) that are still here."""
        self._inner.bounds(self._position[cols], lower, upper)

    def row_bounds(self, row: int, lower: float, upper: float) -> bool:
        """Change bounds of one constraint; False when it is no longer here."""
        if self._row_of[row] < 0:
            return False
        part = self._fixed_part[row]
        where = self._row_of[row : row + 1]
        self._inner.row_bounds(where, np.array([lower - part]), np.array([upper - part]))
        return True

    def extend(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        """Add columns and constraints; new constraints may speak of columns that are gone."""
        old = len(self._position)
        fresh = np.arange(len(lower)) + self._inner.columns
        self.kept = np.concatenate([self.kept, np.arange(old, old + len(lower))])
        self._position = np.concatenate([self._position, fresh])
        self._fixed = np.concatenate([self._fixed, np.zeros(len(lower))])
        part = np.bincount(rows.row, weights=rows.coef * self._fixed[rows.col], minlength=rows.count)
        here = self._position[rows.col] >= 0
        slim = Rows(
            rows.row[here], self._position[rows.col[here]], rows.coef[here], rows.lower - part, rows.upper - part
        )
        self._row_of = np.concatenate([self._row_of, np.arange(rows.count) + self._inner.rows])
        self._fixed_part = np.concatenate([self._fixed_part, part])
        self._inner.extend(lower, upper, slim)

    def solve(self, seconds: float | None = None) -> Outcome:
        """Solve from the last basis; the answer speaks of all columns."""
        found = self._inner.solve(seconds)
        if found.x is None:
            return found
        x = self._fixed.copy()
        x[self.kept] = found.x
        reduced = None
        if found.reduced is not None:
            reduced = np.zeros(len(x))
            reduced[self.kept] = found.reduced
        value, bound = found.value + self._constant, found.bound + self._constant
        return replace(found, x=x, reduced=reduced, duals=self._all_duals(found), value=value, bound=bound)

    def _all_duals(self, found: Outcome) -> Floats | None:
        if found.duals is None:
            return None
        here = self._row_of >= 0
        duals = np.zeros(len(here))
        duals[here] = found.duals[self._row_of[here]]
        return duals
