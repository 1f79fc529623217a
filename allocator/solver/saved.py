"""A moment of a search that it may come back to, kept in little room: a large search keeps ten of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocator.solver.engine import Floats, Rows


@dataclass(frozen=True)
class Few:
    """Numbers of which most are 0, kept in little room."""

    count: int
    at: NDArray[np.int32]
    values: Floats

    @classmethod
    def of(cls, values: Floats) -> "Few":
        """Keep these."""
        at = np.flatnonzero(values)
        return cls(len(values), at.astype(np.int32), values[at])

    @property
    def all(self) -> Floats:
        """All of them."""
        found = np.zeros(self.count)
        found[self.at] = self.values
        return found


Saved = tuple[Few, Few, NDArray[np.bool_], Rows, Floats, Floats]
"""Bounds, which columns are whole, constraints, and the bounds that columns came with, at one moment."""
