"""One more process beside this one, for a person who waits: both do tasks of one list, from either end.

The companion starts while this process is still getting ready, and nothing waits for it to start. What it does not
finish is done here. As everywhere in this room, where a task is done never changes what comes out.
"""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Any, Generic, TypeVar

from allocator.executor.local import begin, end
from allocator.executor.tasks import Outcome, do

C = TypeVar("C")
T = TypeVar("T", bound=Hashable)
R = TypeVar("R")
Make = Callable[[C], Callable[[T], R]]
"""A function at the top of a module: from what all tasks are about, the function that does one of them."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Companion(Generic[C, T, R]):
    """A fresh process (``spawn``), there until the block ends, however it ends; where only one core may be used, none.

    Args:
        make: what it gets ready for: it loads the module of this function at once.
        wanted: whether there will be anything to do; if not, there is none either.
    """

    def __init__(self, make: Make[C, T, R], *, wanted: bool = True) -> None:
        self._make = make
        self._pool: ProcessPoolExecutor | None = None
        if wanted and cores() > 1:
            context = multiprocessing.get_context("spawn")
            self._pids = context.SimpleQueue()
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=begin, initargs=(self._pids,))
            self._pool.submit(_load, make)

    def __enter__(self) -> "Companion[C, T, R]":
        """It has been started already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """It is ended, also in the middle of something."""
        if self._pool is not None:
            end(self._pids)
            self._pool.shutdown(cancel_futures=True)

    def share(self, about: C, tasks: Sequence[T], *, needless: Callable[[T, R, T], bool] | None = None) -> dict[T, R]:
        """Do tasks: here from the first on, and beside from the last on; gives each that was done with its result.

        Args:
            about: what all tasks are about.
            tasks: no two the same.
            needless: whether a task that was done, with its result, makes another needless; some may be done already.

        Raises:
            Exception: what a task raises.
        """
        left = _Left(tasks, needless)
        beside = threading.Thread(target=self._beside, args=(about, left), daemon=True)
        beside.start()
        work = self._make(about)
        while True:
            while (task := left.first()) is not None:
                left.done(task, work(task))
            beside.join()
            if left.none:
                return left.found  # else the companion gave one back

    def _beside(self, about: C, left: "_Left[T, R]") -> None:
        """Have tasks done from the last on until none is left or the companion fails; that one is left then."""
        if self._pool is None:
            return
        try:
            self._pool.submit(_get_ready, self._make, about).result()
        except Exception:  # noqa: BLE001 - whatever it was, all is done here
            return
        while (task := left.last()) is not None:
            try:
                outcome: Outcome[R] = self._pool.submit(_do, task).result()
                left.done(task, outcome.get(0))
            except Exception:  # noqa: BLE001 - a task that fails is done again here, where what it raises is heard
                left.give_back(task)
                return


class _Left(Generic[T, R]):
    """Tasks that are still to do, taken from both ends, and what came of the others."""

    def __init__(self, tasks: Sequence[T], needless: Callable[[T, R, T], bool] | None) -> None:
        self.found: dict[T, R] = {}
        self._left, self._needless = deque(tasks), needless
        self._lock = threading.Lock()

    @property
    def none(self) -> bool:
        """Whether all is done."""
        with self._lock:
            return not self._left

    def first(self) -> T | None:
        """The first that nobody does."""
        with self._lock:
            return self._left.popleft() if self._left else None

    def last(self) -> T | None:
        """The last that nobody does."""
        with self._lock:
            return self._left.pop() if self._left else None

    def done(self, task: T, result: R) -> None:
        """Note a result; what it makes needless is not done any more."""
        with self._lock:
            self.found[task] = result
            if self._needless is not None:
                self._left = deque(one for one in self._left if not self._needless(task, result, one))

    def give_back(self, task: T) -> None:
        """Somebody else must do it."""
        with self._lock:
            self._left.appendleft(task)


# ---------------------------------------------------------------------------------------------- in the companion

_ready: list[Callable[[Any], Any]] = []


def _load(make: Callable[..., Any]) -> None:
    """Reading its name has loaded its module."""


def _get_ready(make: Callable[[Any], Callable[[Any], Any]], about: Any) -> None:
    _ready[:] = [make(about)]


def _do(task: Any) -> Outcome[Any]:
    return do(_ready[0], task)


__all__ = ["Companion", "Make", "cores"]
