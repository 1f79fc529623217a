"""A linear program goes on from where it stood: the same answers, and nothing is found twice."""

from typing import Any

import numpy as np
import pytest

from allocator.domain.codes import StageName
from allocator.solver import relaxation
from allocator.solver.basis import Basis, apart, of_kept
from allocator.solver.clock import Clock
from allocator.solver.engine import Outcome, Rows, ask
from allocator.solver.objectives import simple
from allocator.solver.optimum import formulation_of
from allocator.solver.relaxation import Relaxation
from allocator.solver.search import Search
from allocator.solver.slim import Slim
from allocator.solver.starting import begin_near
from tests.oracle import cases

SEEDS = range(30)


def program(random: np.random.Generator, columns: int, count: int) -> Rows:
    row, col = np.divmod(random.choice(count * columns, size=count * columns // 2, replace=False), columns)
    coef = random.integers(1, 9, size=len(row)).astype(float)
    return Rows(row, col, coef, np.full(count, -np.inf), random.integers(5, 60, size=count).astype(float))


def basics(basis: Basis) -> int:
    return int(np.count_nonzero(basis.basic) + np.count_nonzero(basis.rows == apart(0, 1).rows[0]))


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_and_constraints_that_come_together(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(seed)
    told: list[object] = []

    def watched(*given: Any, basis: Any = None) -> Outcome:
        told.append(basis)
        return ask(*given, basis=basis)

    monkeypatch.setattr(relaxation, "ask", watched)
    first, more = program(random, 30, 12), program(random, 36, 4)
    aim = random.integers(0, 9, size=36).astype(float)
    grown = Relaxation(np.zeros(30), np.full(30, 3.0), first)
    grown.objective(aim[:30])
    grown.solve()
    grown.extend(np.zeros(6), np.full(6, 3.0), more)
    grown.objective(aim)
    stands = grown.basis
    assert stands is not None
    assert (len(stands.columns), len(stands.rows), basics(stands)) == (36, 16, 16)
    found = grown.solve()
    rows = Rows(
        np.append(first.row, more.row + 12),
        np.append(first.col, more.col),
        np.append(first.coef, more.coef),
        np.append(first.lower, more.lower),
        np.append(first.upper, more.upper),
    )
    at_once = Relaxation(np.zeros(36), np.full(36, 3.0), rows)
    at_once.objective(aim)
    assert found.value == pytest.approx(at_once.solve().value)
    assert told[0] is None
    assert told[1] is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_program_made_of_what_is_left_of_another(seed: int) -> None:
    random = np.random.default_rng(seed)
    lower, upper, rows = np.zeros(30), np.full(30, 3.0), program(random, 30, 12)
    aim = random.integers(-4, 9, size=30).astype(float)
    before = Slim(lower, upper, rows)
    before.objective(aim)
    answer = before.solve()
    assert answer.x is not None
    fixed = random.random(30) < 0.5
    lower, upper = np.where(fixed, answer.x, lower), np.where(fixed, answer.x, upper)
    basis = before.basis
    assert basis is not None
    assert basics(basis) == 12
    anew = Slim(lower, upper, rows)
    anew.begin(basis.nearest(lower, upper, answer.x))
    anew.objective(aim)
    assert anew.solve().value == pytest.approx(answer.value)


def test_what_is_missing_is_as_if_it_came_now() -> None:
    basis = Basis(np.array([5, 2, 3]), np.array([2, 5]))
    longer, shorter = basis.first(4, 3), basis.first(2, 1)
    assert (longer.columns.tolist(), longer.rows.tolist()) == ([5, 2, 3, 2], [2, 5, 5])
    assert (shorter.columns.tolist(), shorter.rows.tolist()) == ([5, 2], [2])


def test_columns_that_are_not_basic_stand_at_the_nearer_bound() -> None:
    basis = Basis(np.array([5, 2, 2, 3]), np.zeros(0, dtype=np.int64))
    near = basis.nearest(np.zeros(4), np.ones(4), np.array([1.0, 1.0, 0.2, 0.0]))
    assert near.columns.tolist() == [5, 3, 2, 2]


@pytest.mark.parametrize(("columns", "rows"), [([5, 5, 5], [2, 2]), ([2, 2, 2], [2, 2]), ([5, 2, 3], [5, 2])])
def test_as_many_are_basic_as_there_are_constraints(columns: list[int], rows: list[int]) -> None:
    assert basics(Basis(np.array(columns), np.array(rows)).balanced()) == len(rows)


def test_of_columns_left_out_none_is_basic_and_of_constraints_left_out_each() -> None:
    basis = of_kept(Basis(np.array([5, 3]), np.array([2])), np.array([0, 2]), np.array([-1, 0]), 3)
    assert (basis.columns.tolist(), basis.rows.tolist()) == ([5, 2, 3], [5, 2])


@pytest.mark.parametrize("seed", range(40))
def test_the_first_aims_have_the_same_bounds_wherever_the_search_begins(seed: int) -> None:
    round_ = cases.seeded(seed)
    form = formulation_of(round_)
    plain, near = (Search(form, Clock.start(None)) for _ in range(2))
    begin_near(near)
    for code in round_.policy.urgency_codes:
        aim = simple(form.columns, StageName.URGENCY, code)
        (one, _), (other, _) = plain.relax(aim), near.relax(aim)
        assert one.infeasible == other.infeasible
        if not one.infeasible:
            assert other.value == pytest.approx(one.value, abs=1e-6)
