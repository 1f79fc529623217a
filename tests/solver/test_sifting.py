"""A linear program that leaves columns out until they can help has the answer of the whole one, whatever changes."""

import numpy as np
import pytest

from allocator.solver.engine import Floats, Outcome, Rows
from allocator.solver.relaxation import Linear, Relaxation
from allocator.solver.sifting import Sifted

COLUMNS, ROWS = 40, 12


class Both:
    """The same changes to a whole program and to one of which most columns are left out."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.lower, self.upper = np.zeros(COLUMNS), np.full(COLUMNS, 4.0)
        rows = self.rows(ROWS, COLUMNS)
        self.all_rows = [rows]
        self.whole = Relaxation(self.lower, self.upper, rows)
        lazy = np.arange(COLUMNS) >= 5
        first = self.random.random(COLUMNS) < 0.1
        self.sifted = Sifted(self.lower, self.upper, rows, lazy, first)

    def rows(self, count: int, columns: int) -> Rows:
        row, col = np.divmod(self.random.choice(count * columns, size=count * columns // 3, replace=False), columns)
        coef = self.random.integers(1, 9, size=len(row)).astype(float)
        return Rows(row, col, coef, np.full(count, -np.inf), self.random.integers(5, 60, size=count).astype(float))

    @property
    def programs(self) -> tuple[Linear, Linear]:
        return self.whole, self.sifted

    def change(self) -> None:
        """An aim, bounds of columns (some raised), a limit, new columns and constraints."""
        count = self.whole.columns
        aim = self.random.integers(0, 9, size=count).astype(float)
        cols = np.sort(self.random.choice(count, size=6, replace=False))
        low = np.where(self.random.random(6) < 0.2, 0.25, 0.0)
        high = low + self.random.integers(0, 3, size=6).astype(float)
        new, wide = self.rows(2, count + 2), np.full(2, 3.0)
        limit = float(self.random.integers(5, 60))
        self.lower[cols], self.upper[cols] = low, high
        self.lower, self.upper = np.append(self.lower, [0.0, 0.0]), np.append(self.upper, wide)
        for program in self.programs:
            program.objective(aim)
            program.bounds(cols, low, high)
            program.row_bounds(np.array([3]), np.array([-np.inf]), np.array([limit]))
            program.extend(np.zeros(2), wide, new)

    def solve(self) -> tuple[Outcome, Outcome]:
        return self.whole.solve(), self.sifted.solve()


def lawful(x: Floats, lower: Floats, upper: Floats) -> bool:
    return bool(np.all(x >= lower - 1e-6) and np.all(x <= upper + 1e-6))


@pytest.mark.parametrize("seed", range(40))
def test_the_same_answer_as_the_whole_program(seed: int) -> None:
    both = Both(seed)
    for _ in range(4):
        both.change()
        whole, sifted = both.solve()
        assert sifted.infeasible == whole.infeasible
        if whole.infeasible:
            return
        assert sifted.value == pytest.approx(whole.value)
        assert sifted.x is not None
        assert lawful(sifted.x, both.lower, both.upper)


@pytest.mark.parametrize("seed", range(10))
def test_reduced_costs_of_what_was_left_out_bound_what_it_can_bring(seed: int) -> None:
    both = Both(seed)
    both.change()
    _, sifted = both.solve()
    assert sifted.reduced is not None
    assert sifted.x is not None
    at_lower = (sifted.x < both.lower + 1e-9) & (both.upper > both.lower)
    assert np.all(sifted.reduced[at_lower] < 1e-6)
    for col in np.flatnonzero(at_lower)[:5]:
        both.whole.bounds(np.array([col]), np.array([both.lower[col] + 0.1]), np.array([both.upper[col]]))
        raised = both.whole.solve()
        if raised.x is not None:
            assert raised.value <= sifted.value + 0.1 * sifted.reduced[col] + 1e-6
        both.whole.bounds(np.array([col]), np.array([both.lower[col]]), np.array([both.upper[col]]))
