"""A linear model in whole numbers as plain arrays; each engine translates the same one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_matrix

from allocator.domain.codes import StageName
from tests.benchmarks.peers.facts import Ints

FAR = 2**53
"""No bound: larger than any row of these models can be, still exact in a float."""


def whole(values: ArrayLike) -> Ints:
    return np.asarray(values, dtype=np.int64)


@dataclass
class Linear:
    """Columns with bounds and rows with bounds; all coefficients are whole numbers.

    ``implied`` columns are whole in some best plan as soon as the others are: an engine may relax them.
    """

    lower: list[Ints] = field(default_factory=list)
    upper: list[Ints] = field(default_factory=list)
    implied: list[int] = field(default_factory=list)
    columns: int = 0
    rows: int = 0
    row_lower: list[Ints] = field(default_factory=list)
    row_upper: list[Ints] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)

    def add_columns(self, count: int, low: int = 0, high: int = 1, implied: bool = False) -> Ints:
        """New whole columns between two bounds; returns their numbers."""
        new = np.arange(self.columns, self.columns + count, dtype=np.int64)
        self.lower.append(np.full(count, low, dtype=np.int64))
        self.upper.append(np.full(count, high, dtype=np.int64))
        if implied:
            self.implied.extend(new.tolist())
        self.columns += count
        return new

    def add_row(self, columns: ArrayLike, weights: ArrayLike, low: int, high: int) -> None:
        """One row: ``low <= sum of weight x column <= high``; weights may be one number for all."""
        cols = whole(columns)
        self.add_rows(np.zeros(len(cols), dtype=np.int64), cols, weights, [low], [high])

    def add_rows(
        self, groups: ArrayLike, columns: ArrayLike, weights: ArrayLike, low: ArrayLike, high: ArrayLike
    ) -> None:
        """Many rows at once: entry e stands in row ``groups[e]`` of the new ones."""
        cols, lows = whole(columns), whole(low)
        self.entries.append((whole(groups) + self.rows, cols, np.broadcast_to(whole(weights), cols.shape)))
        self.row_lower.append(lows)
        self.row_upper.append(np.broadcast_to(whole(high), lows.shape))
        self.rows += len(lows)

    def bounds(self) -> tuple[Ints, Ints]:
        return _join(self.lower), _join(self.upper)

    def row_bounds(self) -> tuple[Ints, Ints]:
        return _join(self.row_lower), _join(self.row_upper)

    def matrix(self) -> "csr_matrix":
        """Rows by columns, entries of one row and column added up."""
        row, col, val = (_join([entry[k] for entry in self.entries]) for k in range(3))
        return csr_matrix((val.astype(np.float64), (row, col)), shape=(self.rows, self.columns))


def _join(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Aim:
    """One sub-stage: its linear form for an engine, and its exact value for a plan of pairs."""

    stage: StageName
    sub_stage: str
    sense: str
    columns: Ints
    weights: Ints
    constant: int
    measure: Callable[[Ints], int]
    """Exact value of a plan: 0 or 1 for each pair."""

    @property
    def is_count(self) -> bool:
        """How many are placed in a dimension: maximised once and then fixed, so that targets stay true."""
        return self.stage is StageName.BALANCE and self.sub_stage.endswith(".count")

    @property
    def unit(self) -> int:
        """Greatest common divisor of the weights: values of this aim lie so far apart."""
        return int(np.gcd.reduce(self.weights)) or 1 if len(self.weights) else 1

    @property
    def sign(self) -> int:
        return 1 if self.sense == "max" else -1
