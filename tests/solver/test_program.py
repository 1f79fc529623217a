"""Integer programs: what the engine prints is not heard, and where it is wrong it is asked again."""

import os
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pybind11_abseil.status import Status, StatusCode, StatusNotOk

from allocator.solver import program as engine_of
from allocator.solver.engine import Outcome, Rows
from allocator.solver.program import _QUIET, Program, solve_program


def test_two_at_once_leave_standard_output_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with _QUIET:
            inside.set()
            leave.wait(30)

    thread = threading.Thread(target=other)
    with _QUIET:
        thread.start()
        assert inside.wait(30)
        os.write(1, b"first\n")
    os.write(1, b"second\n")  # this one left first, the other is still inside
    leave.set()
    thread.join(30)
    os.write(1, b"third\n")
    assert capfd.readouterr().out == "third\n"


def test_a_program_that_highs_calls_infeasible_has_its_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Part of a program of a generated round; its presolve is wrong about these constraints in this order only."""
    given = np.load(Path(__file__).parent / "data" / "called_infeasible.npz")
    rows = Rows(given["row"], given["col"], given["coef"], given["row_lower"], given["row_upper"])
    nothing = np.zeros(len(given["lower"]))
    program = Program(given["lower"], given["upper"], given["integer"], rows, nothing)
    asked: list[Outcome] = []
    plain = engine_of._ask

    def counted(*given: Any) -> Outcome:
        asked.append(plain(*given))
        return asked[-1]

    monkeypatch.setattr(engine_of, "_ask", counted)
    found = solve_program(program, gap=0.5)
    assert [one.infeasible for one in asked] == [True, False]
    assert found.x is not None
    taken = np.bincount(rows.row, weights=rows.coef * found.x[rows.col], minlength=rows.count)
    assert np.all(taken >= rows.lower - 1e-6)
    assert np.all(taken <= rows.upper + 1e-6)


@pytest.mark.parametrize("fails", ["called infeasible", "internal error"])
def test_who_is_asked_again_has_only_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    row = Rows(np.zeros(1, dtype=int), np.zeros(1, dtype=int), np.ones(1), np.zeros(1), np.ones(1))
    program = Program(np.zeros(1), np.ones(1), np.ones(1, dtype=bool), row, np.ones(1))
    limits: list[float] = []
    plain = engine_of._ask

    def slowly(slim: Program, parameters: Any, *given: Any) -> Outcome:
        limits.append(parameters.time_limit.seconds + parameters.time_limit.nanos / 1e9)
        if len(limits) > 1:
            return plain(slim, parameters, *given)
        time.sleep(0.5)
        if fails == "internal error":
            raise StatusNotOk(Status(StatusCode.INTERNAL, "invented"))
        return Outcome(None, -np.inf, -np.inf, infeasible=True)

    monkeypatch.setattr(engine_of, "_ask", slowly)
    found = solve_program(program, gap=0.5, seconds=20.0)
    assert found.x is not None
    assert limits[0] == pytest.approx(20.0, abs=0.2)
    assert 1.0 < limits[1] <= 19.5
