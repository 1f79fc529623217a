"""The linear program of a search: made when it is asked, kept until columns come back or many are fixed.

One that is made anew goes on from where the one before it stood.
"""

import numpy as np

from allocator.solver.basis import Basis, apart
from allocator.solver.columns import Columns
from allocator.solver.engine import Floats, Ints, Rows
from allocator.solver.relaxation import Linear
from allocator.solver.sifting import linear
from allocator.solver.slim import Slim

_CROWDED = 0.6  # below this part of free columns the linear program is made anew without the fixed ones


class Kept:
    """``last``: the last answer over all columns; ``duals``: what it says of all constraints."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.last: Floats | None = None
        self.duals: Floats | None = None
        self._own: Slim | None = None
        self._lent: Slim | None = None
        self._basis: Basis | None = None

    def program(self, lower: Floats, upper: Floats, rows: Rows, plan: Floats | None) -> Slim:
        """The linear program between bounds; ``plan``: a plan that it should hold.

        Raises:
            Broken: when columns and constraints contradict each other.
        """
        if (made := self._lent or self._own) is not None:
            return made
        made = self._own = Slim(lower, upper, rows, lambda *inside: self._linear(plan, *inside))
        if self._basis is not None and self.last is not None:
            count = min(len(self.last), len(lower))
            x = np.concatenate([self.last[:count], lower[count:]])
            made.begin(self._basis.nearest(lower, upper, x))
        return made

    def _linear(self, plan: Floats | None, kept: Ints, lower: Floats, upper: Floats, rows: Rows) -> Linear:
        """The linear program of the free columns; of many homes to flow to, some are left out until they can help."""
        columns = self._columns
        lazy = (kept >= columns.z_count) & (kept < columns.z_count + columns.arc_count) & (lower < 0.5)
        inside = np.zeros(int(kept.max(initial=columns.count - 1)) + 1, dtype=bool)
        inside[: columns.count] = columns.some_arcs() if self.last is None else self.last[: columns.count] > 1e-9
        if plan is not None:
            inside[: len(plan)] |= plan > 0.5
        return linear(lower, upper, rows, lazy, inside[kept])

    def lend(self, program: Slim) -> None:
        """Until something changes, ask a linear program of the same columns and constraints that others keep."""
        self._own, self._lent = None, program

    def begin_at(self, x: Floats, rows: int) -> None:
        """Make it anew at a whole plan: no column is basic."""
        self._own = self._lent = None
        self.last, self._basis = x, apart(len(x), rows)

    def let_go(self) -> None:
        """Make it anew when it is asked again."""
        if (made := self._lent or self._own) is not None:
            self._basis = made.basis or self._basis
        self._own = self._lent = None

    def back_to(self, columns: int, rows: int) -> None:
        """Only the first so many columns and constraints are left."""
        self.let_go()
        if self._basis is not None:
            self._basis = self._basis.first(columns, rows)

    def extend(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        """Columns and constraints came."""
        if self._lent is not None:
            self.let_go()
        if self._own is not None:
            self._own.extend(lower, upper, rows)
        elif self._basis is not None:
            self._basis = self._basis.extended(len(lower), rows.count)

    def bounds(self, changed: Ints, lower: Floats, upper: Floats) -> None:
        """These columns of all have other bounds."""
        if self._lent is not None or (self._own is not None and self._crowded(lower, upper, self._own)):
            self.let_go()
        if self._own is not None:
            self._own.bounds(changed, lower[changed], upper[changed])

    def _crowded(self, lower: Floats, upper: Floats, program: Slim) -> bool:
        return int((upper - lower > 1e-9).sum()) < _CROWDED * len(program.kept)

    def row_bounds(self, row: int, low: float, high: float) -> None:
        """A constraint has other bounds."""
        if self._lent is not None or (self._own is not None and not self._own.row_bounds(row, low, high)):
            self.let_go()
