"""Tasks on this machine: one after the other in this process, or in several processes at once."""

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import partial
from typing import Any, TypeVar

from allocator.domain.refusal import Unavailable
from allocator.executor.tasks import TRIES, Outcome, do, heard
from allocator.locale import N_

T = TypeVar("T")
R = TypeVar("R")
Done = Callable[[int, R], None] | None
Wanted = Callable[[], None] | None


def in_turn(work: Callable[[T], R], tasks: Sequence[T], done: Done[R], wanted: Wanted) -> list[R]:
    """One after the other in this process."""
    results: list[R] = []
    for place, task in enumerate(tasks):
        if wanted is not None:
            wanted()
        results.append(do(work, task).get(place))
        if done is not None:
            done(place, results[-1])
    return results


def in_processes(work: Callable[[T], R], tasks: Sequence[T], workers: int, done: Done[R], wanted: Wanted) -> list[R]:
    """In several fresh processes (``spawn``: a fork would copy the threads and locks of the engine).

    A process that dies takes only what it was doing with it: that is done again by new processes.

    Raises:
        Unavailable: processes kept dying without finishing anything.
    """
    found: dict[int, R] = {}
    lost = 0
    while len(found) < len(tasks):
        before = len(found)
        todo = [place for place in range(len(tasks)) if place not in found]
        if _pool(work, tasks, todo, min(workers, len(todo)), found, done, wanted):
            break
        lost = lost + 1 if len(found) == before else 1
        if lost >= TRIES:
            raise Unavailable("workers_lost", N_("The processes that do the work keep ending. Is there enough memory?"))
    return [found[place] for place in range(len(tasks))]


def _pool(
    work: Callable[[T], R],
    tasks: Sequence[T],
    todo: Sequence[int],
    workers: int,
    found: dict[int, R],
    done: Done[R],
    wanted: Wanted,
) -> bool:
    """Do what is still to do with one set of processes; False: one of them died and the rest went with it."""
    context = multiprocessing.get_context("spawn")
    pids = context.SimpleQueue()
    ready: queue.SimpleQueue[tuple[int, Future[Outcome[R]]]] = queue.SimpleQueue()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(pids,))
    whole = False
    try:
        for place in todo:
            pool.submit(do, work, tasks[place]).add_done_callback(partial(_ready, ready, place))
        for _ in todo:
            place, future = heard(ready, wanted)
            found[place] = future.result().get(place)
            if done is not None:
                done(place, found[place])
        whole = True
    except BrokenExecutor:
        return False
    finally:
        pool.shutdown(wait=whole, cancel_futures=True)
        if not whole:
            _end(pids)
    return True


def _ready(ready: "queue.SimpleQueue[tuple[int, Future[Outcome[R]]]]", place: int, one: "Future[Outcome[R]]") -> None:
    ready.put((place, one))


def _begin(pids: Any) -> None:
    """First thing in a process: say who it is, and belong to the parent."""
    pids.put(os.getpid())
    attached()


def attached() -> None:
    """In a process of another one: leave Ctrl-C to the parent, and end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive_nobody, args=(parent,), daemon=True).start()


def _outlive_nobody(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _end(pids: Any) -> None:
    """End processes that are still in the middle of something nobody waits for."""
    ours = set()
    while not pids.empty():
        ours.add(pids.get())
    for child in multiprocessing.active_children():
        if child.pid in ours:
            child.terminate()  # knows of one that ended, and was reaped by another thread, since the line above


__all__ = ["attached", "in_processes", "in_turn"]
