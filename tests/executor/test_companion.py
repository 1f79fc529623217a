"""Two processes over one list of tasks: the same results as one, whatever becomes of the other."""

import multiprocessing
import os
import signal
import threading

import pytest

from allocator.executor import companion
from allocator.executor.companion import Companion
from tests.executor import work


def children() -> list[multiprocessing.process.BaseProcess]:
    return multiprocessing.active_children()


def test_both_do_tasks_and_each_is_done_once() -> None:
    with Companion(work.squares) as beside:
        found = beside.share(2, range(30))
    assert {task: square for task, (square, _) in found.items()} == {n: 2 * n * n for n in range(30)}
    pids = [found[n][1] for n in range(30)]
    assert pids[0] == os.getpid()
    assert pids[-1] != os.getpid()
    assert children() == []


def test_what_a_result_makes_needless_is_left() -> None:
    with Companion(work.squares) as beside:
        found = beside.share(1, range(30), needless=lambda done, _, other: done in (0, 29) and 0 < other < 29)
    assert {0, 29} <= found.keys()
    assert len(found) < 30


def test_without_another_core_or_when_nothing_is_wanted_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    with Companion(work.squares, wanted=False) as beside:
        assert {pid for _, pid in beside.share(1, range(4)).values()} == {os.getpid()}
    monkeypatch.setattr(companion, "cores", lambda: 1)
    with Companion(work.squares) as beside:
        assert children() == []
        assert {pid for _, pid in beside.share(1, range(4)).values()} == {os.getpid()}


def test_a_companion_that_dies_loses_nothing() -> None:
    with Companion(work.squares_or_die) as beside:
        found = beside.share(os.getpid(), range(8))
    assert {task: square for task, (square, _) in found.items()} == {n: n * n for n in range(8)}


def test_a_companion_that_cannot_get_ready_is_done_without() -> None:
    with Companion(work.only_in) as beside:
        assert beside.share(os.getpid(), range(4)) == {n: n for n in range(4)}


def test_what_a_task_raises_is_heard_here_whoever_met_it() -> None:
    for three in (0, 3):
        with Companion(work.refusing) as beside, pytest.raises(work.Unpicklable, match="3 is three"):
            beside.share(3 - three, range(4))
    assert children() == []


def test_what_tasks_are_about_may_remember_more_meanwhile() -> None:
    with Companion(work.remembering) as beside:
        assert beside.share(work.Remembers(), range(60)) == {number: number for number in range(60)}


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals of Unix")
def test_ctrl_c_that_another_thread_catches_waits_until_the_process_has_started() -> None:
    begun, whole, heard = threading.Event(), False, False

    def catches() -> None:
        begun.wait(30)
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # to this thread, which lets it through

    other = threading.Thread(target=catches)
    other.start()
    try:
        with companion._no_interrupts():
            begun.set()
            other.join(30)
            for _ in range(1000):  # Python looks for signals between steps
                whole = False
            whole = True
    except KeyboardInterrupt:
        heard = True
    assert heard
    assert whole
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
