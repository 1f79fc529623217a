"""Where a linear program stands: which columns and constraints are basic.

GLOP goes on from its last basis by itself as long as only constraints came, or only columns. When both came it takes
the basis for one of other columns and loses most of it; then, and for a program made anew of what is left of another,
it is told where it stands.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import solution_pb2

from allocator.solver.engine import Floats, Ints

Statuses = NDArray[np.int64]

_LOWER = solution_pb2.BASIS_STATUS_AT_LOWER_BOUND
_UPPER = solution_pb2.BASIS_STATUS_AT_UPPER_BOUND
_BASIC = solution_pb2.BASIS_STATUS_BASIC


@dataclass(frozen=True)
class Basis:
    """(columns,) and (constraints,) statuses as MathOpt numbers them."""

    columns: Statuses
    rows: Statuses

    @property
    def basic(self) -> NDArray[np.bool_]:
        """(columns,) Which columns are basic."""
        found: NDArray[np.bool_] = self.columns == _BASIC
        return found

    def extended(self, columns: int, rows: int) -> "Basis":
        """With so many more columns, at their lower bounds, and constraints, which do not bind."""
        more = apart(columns, rows)
        return Basis(np.concatenate([self.columns, more.columns]), np.concatenate([self.rows, more.rows]))

    def first(self, columns: int, rows: int) -> "Basis":
        """Of the first so many columns and constraints; what is missing of them as if it came now."""
        missing = max(columns - len(self.columns), 0), max(rows - len(self.rows), 0)
        return Basis(self.columns[:columns], self.rows[:rows]).extended(*missing)

    def nearest(self, lower: Floats, upper: Floats, x: Floats) -> "Basis":
        """With every column that is not basic at that of its bounds that is nearer to ``x``."""
        bound = np.where(x - lower > upper - x, _UPPER, _LOWER)
        return Basis(np.where(self.basic, _BASIC, bound), self.rows)

    def balanced(self) -> "Basis":
        """As many basic as there are constraints: some more constraints are, or fewer columns (GLOP mends the rest)."""
        short = len(self.rows) - np.count_nonzero(self.rows == _BASIC) - np.count_nonzero(self.basic)
        columns, rows = self.columns.copy(), self.rows.copy()
        rows[np.flatnonzero(rows != _BASIC)[: max(short, 0)]] = _BASIC
        columns[np.flatnonzero(self.basic)[: max(-short, 0)]] = _LOWER
        return Basis(columns, rows)

    def proto(self) -> solution_pb2.BasisProto:
        """As MathOpt wants it."""
        return solution_pb2.BasisProto(variable_status=_sparse(self.columns), constraint_status=_sparse(self.rows))


def _sparse(statuses: Statuses) -> solution_pb2.SparseBasisStatusVector:
    return solution_pb2.SparseBasisStatusVector(ids=range(len(statuses)), values=statuses.tolist())


def read(found: solution_pb2.BasisProto, columns: int, rows: int) -> Basis:
    """The basis of an answer."""
    return Basis(_full(found.variable_status, columns, _LOWER), _full(found.constraint_status, rows, _BASIC))


def _full(found: solution_pb2.SparseBasisStatusVector, count: int, otherwise: int) -> Statuses:
    statuses = np.full(count, otherwise, dtype=np.int64)
    statuses[np.asarray(found.ids, dtype=np.int64)] = np.asarray(found.values, dtype=np.int64)
    return statuses


def apart(columns: int, rows: int) -> Basis:
    """Of columns at their lower bounds and constraints that do not bind."""
    return Basis(np.full(columns, _LOWER, dtype=np.int64), np.full(rows, _BASIC, dtype=np.int64))


def of_kept(basis: Basis, kept: Ints, row_of: Ints, columns: int) -> Basis:
    """A basis of some columns and constraints as one of all; ``row_of``: where each constraint is (-1: left out)."""
    found = apart(columns, len(row_of))
    found.columns[kept] = basis.columns
    here = row_of >= 0
    found.rows[here] = basis.rows[row_of[here]]
    return found
