"""Tasks on this machine: the same results for one and several processes, and nobody waits for the dead."""

import multiprocessing
import os
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from allocator.domain.refusal import Unavailable
from allocator.executor import TaskFailed, local, run_all
from tests.executor import work


class Enough(Exception):
    pass


def test_results_stand_in_the_order_of_the_tasks_whoever_did_them() -> None:
    told: dict[int, int] = {}
    here = run_all(work.square, range(9))
    there = run_all(work.square, range(9), workers=2, done=lambda place, result: told.update({place: result[0]}))
    assert [square for square, _ in there] == [square for square, _ in here] == [n * n for n in range(9)]
    assert told == {n: n * n for n in range(9)}
    assert {pid for _, pid in here} == {os.getpid()}
    assert os.getpid() not in {pid for _, pid in there}
    assert run_all(work.square, [], workers=2) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_fails_is_told_with_its_words(workers: int) -> None:
    with pytest.raises(TaskFailed, match="task 3: Unpicklable: 3 is three") as failed:
        run_all(work.refuse, range(6), workers=workers)
    assert "in refuse" in failed.value.details


def test_a_process_that_dies_loses_nothing(tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in range(6)]
    told: list[int] = []
    assert run_all(work.die_once, tasks, workers=2, done=lambda place, _: told.append(place)) == [
        number * number for number in range(6)
    ]
    assert sorted(told) == list(range(6))


def test_processes_that_keep_dying_end_the_work() -> None:
    with pytest.raises(Unavailable, match="keep ending"):
        run_all(work.always_die, [1, 2], workers=2)


def test_a_process_that_is_gone_just_before_it_is_ended_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    context = multiprocessing.get_context("spawn")
    child, pids, seen = context.Process(target=work.square, args=(1,)), context.SimpleQueue(), active_children
    child.start()
    pids.put(child.pid)

    def then_gone() -> list[multiprocessing.process.BaseProcess]:
        children = seen()
        child.join(60)  # ends, and is reaped, between the look and what follows it
        return children

    monkeypatch.setattr(multiprocessing, "active_children", then_gone)
    local._end(pids)
    assert child.exitcode == 0


def test_what_is_no_longer_wanted_stops_at_once(tmp_path: Path) -> None:
    def wanted() -> None:
        if len(list(tmp_path.iterdir())) == 2:
            raise Enough

    began = time.monotonic()
    with pytest.raises(Enough):
        run_all(work.long, [(number, str(tmp_path)) for number in range(4)], workers=2, wanted=wanted)
    assert time.monotonic() - began < 60
    for file in tmp_path.iterdir():
        _gone(int(file.read_text(encoding="utf-8") or 0))


def _gone(pid: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError(f"{pid} is still there")


def test_in_this_process_it_is_asked_before_every_task() -> None:
    done: list[int] = []

    def wanted() -> None:
        if len(done) == 2:
            raise Enough

    with pytest.raises(Enough):
        run_all(work.square, range(5), done=lambda place, _: done.append(place), wanted=wanted)
    assert done == [0, 1]
