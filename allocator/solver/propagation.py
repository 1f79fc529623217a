"""What bounds of columns follow from constraints one by one: a class that no home is left for, a need without a pool.

Reduced costs take out columns one at a time and know nothing of what hangs on them. A constraint that leaves a column
less room than its bounds do settles that column too (bound propagation: Savelsbergh, "Preprocessing and probing
techniques for mixed integer programming problems", 1994), and the linear program is all the sharper.
"""

import numpy as np

from allocator.solver.candidates import Bools
from allocator.solver.engine import Floats, Rows, both

_ROUNDS = 12
"""What follows from what follows: nearly all is found in three or four rounds."""
_EPS = 1e-6
_CROWDED = 0.7
"""Constraints are kept without fixed columns, anew when less than this part of what is kept is still open."""


class Propagation:
    """Constraints over columns whose bounds only ever become tighter."""

    def __init__(self, lower: Floats, upper: Floats, rows: Rows) -> None:
        self._rows = rows
        self._fixed = np.zeros(rows.count)
        self._size = np.abs(rows.coef)
        self._squeeze(lower, upper)

    def extend(self, rows: Rows) -> None:
        """Add constraints after the last one."""
        self._rows = both(self._rows, rows)
        self._fixed = np.concatenate([self._fixed, np.zeros(rows.count)])
        self._size = np.concatenate([self._size, np.abs(rows.coef)])

    def tightened(self, lower: Floats, upper: Floats, integer: Bools) -> tuple[Floats, Floats]:
        """Bounds between which every whole plan stays that keeps the bounds given and the constraints.

        Args:
            lower: bounds; whole numbers where ``integer`` says so.
            upper: likewise.
            integer: (columns,) which columns are whole; the bounds of others are only read.

        Where no plan keeps all, the bounds are given as they were before that became plain.
        """
        self._squeeze(lower, upper)
        for _ in range(_ROUNDS):
            low, high = self._once(lower, upper, integer)
            if np.any(low > high):
                break
            changed = np.any(low > lower) or np.any(high < upper)
            lower, upper = low, high
            if not changed:
                break
        return lower, upper

    def _squeeze(self, lower: Floats, upper: Floats) -> None:
        """Leave out columns that are fixed, when they are many."""
        rows = self._rows
        inside = (upper > lower)[rows.col]
        if np.count_nonzero(inside) >= _CROWDED * len(inside):
            return
        out = ~inside
        fixed = rows.coef[out] * lower[rows.col[out]]
        self._fixed += np.bincount(rows.row[out], weights=fixed, minlength=rows.count)
        self._size = self._size[inside]
        self._rows = Rows(rows.row[inside], rows.col[inside], rows.coef[inside], rows.lower, rows.upper)

    def _once(self, lower: Floats, upper: Floats, integer: Bools) -> tuple[Floats, Floats]:
        """What follows from each constraint by itself.

        A sum is at least what it is with every column at one of its bounds. How far it may be above that is how far
        each column may be from that bound, times its coefficient.
        """
        rows, size = self._rows, self._size
        row, col, up = rows.row, rows.col, rows.coef > 0
        below, width = lower[col], (upper - lower)[col]
        span = width * size
        at_least = rows.coef * np.where(up, below, below + width)
        least = self._fixed + np.bincount(row, weights=at_least, minlength=rows.count)
        most = least + np.bincount(row, weights=span, minlength=rows.count)
        low, high = lower.copy(), upper.copy()
        for room, from_low in ((rows.upper - least, up), (most - rows.lower, ~up)):
            short = np.flatnonzero(span > room[row] + _EPS * np.maximum(1.0, size))
            short = short[integer[col[short]]]
            steps = np.floor(np.maximum(room[row[short]], 0.0) / size[short] + _EPS)
            down, cols = from_low[short], col[short]
            np.minimum.at(high, cols[down], lower[cols[down]] + steps[down])
            np.maximum.at(low, cols[~down], upper[cols[~down]] - steps[~down])
        return low, high
