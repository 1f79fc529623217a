"""One more process beside this one, for a person who waits: both do tasks of one list, from either end.

The companion starts while this process is still getting ready, and nothing waits for it to start. What it does not
finish is done here. As everywhere in this room, where a task is done never changes what comes out.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from types import TracebackType
from typing import Any, Generic, TypeVar

from allocator.executor.local import attached
from allocator.executor.tasks import Outcome, TaskFailed, do

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
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        if wanted and cores() > 1:
            context = multiprocessing.get_context("spawn")
            self._line, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, make), daemon=True)
            with _no_interrupts():
                self._process.start()
            theirs.close()

    def __enter__(self) -> "Companion[C, T, R]":
        """It has been started already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """It is ended, also in the middle of something."""
        if self._process is not None:
            self._process.kill()
            self._process.join()

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
        told = ForkingPickler.dumps((True, about))  # here and now: who works with it may change what it remembers
        beside = threading.Thread(target=self._beside, args=(bytes(told), left), daemon=True)
        beside.start()
        work = self._make(about)
        while True:
            while (task := left.first()) is not None:
                left.done(task, work(task))
            beside.join()
            if left.none:
                return left.found  # else the companion gave one back

    def _beside(self, about: bytes, left: "_Left[T, R]") -> None:
        """Have tasks done from the last on until none is left or the companion fails; that one is left then."""
        line, task = self._line, None
        if line is None:
            return
        try:
            line.send_bytes(about)
            if line.recv() is not True:
                return
            while (task := left.last()) is not None:
                line.send((False, task))
                outcome: Outcome[R] = line.recv()
                left.done(task, outcome.get(0))
        except (OSError, EOFError, TaskFailed):
            self._line = None  # it is gone, or cannot do this one: what it raises is heard when it is done here
            if task is not None:
                left.give_back(task)


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


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """A process that starts here never hears Ctrl-C, not even before it can say so; this one hears it after that.

    Another thread of ours may catch it meanwhile, and Python would then stop this one half-way through all the same.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # started by the way otherwise, it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    main, heard = threading.current_thread() is threading.main_thread(), threading.Event()
    handler = signal.signal(signal.SIGINT, lambda *_: heard.set()) if main else None
    try:
        yield
    finally:
        if main:
            signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if heard.is_set():
            signal.raise_signal(signal.SIGINT)


def _serve(line: Connection, make: Make[Any, Any, Any]) -> None:
    """In the companion: get ready for what tasks are about, as often as it is told, and do one after another."""
    attached()
    work: Callable[[Any], Any] | None = None
    while True:
        try:
            begins, said = line.recv()
        except EOFError:
            return
        if begins:
            made = do(make, said)
            work = made.result
            line.send(made.failed is None)
        elif work is not None:
            line.send(do(work, said))


__all__ = ["Companion", "Make", "cores"]
