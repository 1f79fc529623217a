"""A linear program that was changed step by step is the one that would be made at once."""

from typing import Any

import numpy as np
import pytest
from pybind11_abseil.status import Status, StatusCode, StatusNotOk

from allocator.solver import relaxation
from allocator.solver.engine import Outcome, Rows, ask
from allocator.solver.relaxation import Relaxation

SEEDS = range(20)


def rows(random: np.random.Generator, count: int, columns: int) -> Rows:
    row, col = np.divmod(random.choice(count * columns, size=max(1, count * columns // 2), replace=False), columns)
    coef = random.integers(1, 9, size=len(row)).astype(float)
    return Rows(row, col, coef, np.full(count, -np.inf), random.integers(5, 30, size=count).astype(float))


def changed_step_by_step(seed: int) -> Relaxation:
    random = np.random.default_rng(seed)
    found = Relaxation(np.zeros(6), np.full(6, 4.0), rows(random, 4, 6))
    found.objective(random.integers(0, 9, size=6).astype(float))
    found.solve()
    found.bounds(np.array([1, 4]), np.array([0.0, 0.0]), np.array([2.0, 0.5]))
    found.row_bounds(np.array([2]), np.array([-np.inf]), np.array([3.0]))
    found.extend(np.zeros(2), np.full(2, 3.0), rows(random, 2, 8))
    found.objective(random.integers(0, 9, size=8).astype(float))
    found.row_bounds(np.array([5]), np.array([-np.inf]), np.array([4.0]))
    found.bounds(np.array([6]), np.array([0.0]), np.array([1.0]))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_begins_anew_where_glop_loses_its_way(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = changed_step_by_step(seed).solve()
    lost = changed_step_by_step(seed)
    failed: list[object] = []

    def fails_once(engine: object, parameters: Any, columns: int, rows: int, **given: Any) -> Outcome:
        if failed:
            assert engine is not failed[0]
            return ask(engine, parameters, columns, rows, **given)
        failed.append(engine)
        raise StatusNotOk(Status(StatusCode.INTERNAL, "ABNORMAL"))

    monkeypatch.setattr(relaxation, "ask", fails_once)
    again = lost.solve()
    assert plain.optimal
    assert again.optimal
    assert again.value == pytest.approx(plain.value)
