"""What follows from constraints one by one: no whole plan is lost, and what is plain is found."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.solver.clock import Clock
from allocator.solver.engine import Floats, Rows
from allocator.solver.lane import lane_of, must_place
from allocator.solver.optimum import formulation_of
from allocator.solver.program import Program, solve_program
from allocator.solver.propagation import Propagation
from allocator.solver.search import Search
from tests.whatif import known

COEFS = st.integers(-4, 4).filter(bool)


@dataclass(frozen=True)
class System:
    """Columns with bounds, and constraints."""

    lower: Floats
    upper: Floats
    rows: Rows

    def whole(self) -> list[Floats]:
        """All whole plans."""
        ranges = [np.arange(low, high + 1) for low, high in zip(self.lower, self.upper, strict=True)]
        return [x for x in map(np.array, product(*ranges)) if self.keeps(x)]

    def keeps(self, x: Floats) -> bool:
        sums = np.bincount(self.rows.row, weights=self.rows.coef * x[self.rows.col], minlength=self.rows.count)
        return bool(np.all((sums >= self.rows.lower) & (sums <= self.rows.upper)))


def rows_of(constraints: list[tuple[dict[int, int], float, float]]) -> Rows:
    row = [i for i, (coefs, _, _) in enumerate(constraints) for _ in coefs]
    col = [c for coefs, _, _ in constraints for c in coefs]
    coef = [float(v) for coefs, _, _ in constraints for v in coefs.values()]
    low, high = [float(low) for _, low, _ in constraints], [float(high) for _, _, high in constraints]
    return Rows(
        np.array(row, dtype=np.int64), np.array(col, dtype=np.int64), np.array(coef), np.array(low), np.array(high)
    )


@st.composite
def systems(draw: st.DrawFn) -> System:
    count = draw(st.integers(1, 5))
    lower = np.array([draw(st.integers(-1, 1)) for _ in range(count)], dtype=float)
    upper = lower + [draw(st.integers(0, 3)) for _ in range(count)]
    constraints = []
    for _ in range(draw(st.integers(1, 4))):
        coefs = draw(st.dictionaries(st.integers(0, count - 1), COEFS, min_size=1))
        low = draw(st.one_of(st.just(-np.inf), st.integers(-6, 6).map(float)))
        above = draw(st.one_of(st.just(np.inf), st.integers(0, 6).map(float)))
        high = max(low, -6.0) + above
        constraints.append((coefs, low, high))
    return System(lower, upper, rows_of(constraints))


@given(systems())
def test_no_whole_plan_is_lost(system: System) -> None:
    integer = np.ones(len(system.lower), dtype=bool)
    low, high = Propagation(system.lower, system.upper, system.rows).tightened(system.lower, system.upper, integer)
    assert np.all(low >= system.lower)
    assert np.all(high <= system.upper)
    assert np.all(low <= high)
    assert all(np.all((low <= x) & (x <= high)) for x in system.whole())


@given(systems(), st.data())
def test_constraints_that_came_later_count_too(system: System, data: st.DataObject) -> None:
    """Kept from before, squeezed and extended or made anew: the bounds are the same."""
    integer = np.ones(len(system.lower), dtype=bool)
    kept = Propagation(system.lower, system.upper, system.rows)
    low, high = kept.tightened(system.lower, system.upper, integer)
    coefs = data.draw(st.dictionaries(st.integers(0, len(low) - 1), COEFS, min_size=1))
    later = rows_of([(coefs, -np.inf, float(data.draw(st.integers(-4, 8))))])
    kept.extend(later)
    both = Rows(
        np.concatenate([system.rows.row, later.row + system.rows.count]),
        np.concatenate([system.rows.col, later.col]),
        np.concatenate([system.rows.coef, later.coef]),
        np.concatenate([system.rows.lower, later.lower]),
        np.concatenate([system.rows.upper, later.upper]),
    )
    again = kept.tightened(low, high, integer)
    anew = Propagation(low, high, both).tightened(low, high, integer)
    assert np.array_equal(again[0], anew[0])
    assert np.array_equal(again[1], anew[1])


def test_a_class_that_no_home_is_left_for_is_nowhere() -> None:
    """z = y1 + y2, and a need that is met by p if z is: with both y shut, so are z and p."""
    rows = rows_of([({0: 1, 1: -1, 2: -1}, 0.0, 0.0), ({3: 1, 0: -1}, 0.0, 0.0)])
    upper = np.array([1.0, 0.0, 0.0, 1.0])
    low, high = Propagation(np.zeros(4), upper, rows).tightened(np.zeros(4), upper, np.ones(4, dtype=bool))
    assert high.tolist() == [0.0, 0.0, 0.0, 0.0]
    assert low.tolist() == [0.0, 0.0, 0.0, 0.0]


def test_what_need_not_be_whole_is_left_as_it_is() -> None:
    rows = rows_of([({0: 2, 1: 2}, -np.inf, 1.0)])
    _, high = Propagation(np.zeros(2), np.ones(2), rows).tightened(np.zeros(2), np.ones(2), np.array([True, False]))
    assert high.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.many_times
def test_a_household_without_a_lane_is_in_no_plan(seed: int) -> None:
    """Whom constraints together leave no column has none: an integer program says so too."""
    basis = known.crowded(seed)
    form = formulation_of(basis.round)
    for h in range(len(basis.round.households)):
        alone = Search(form, Clock.start(None))
        if not must_place(alone, form.columns.z_of(h)):
            continue
        whole = np.ones(len(form.lower), dtype=bool)
        found = solve_program(Program(form.lower, form.upper, whole, alone.rows, np.zeros(len(form.lower))), gap=0.5)
        if lane_of(Search(form, Clock.start(None)), h) is None:
            assert found.infeasible
