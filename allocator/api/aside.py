"""Answers that take longer than whoever asks wants to wait: worked out beside the requests, and there when asked again.

An answer is of one proposal, so it stays right; it is kept for a while for whoever asked, so that ordering a list or
coming back does not work it out anew. The file of a household counts as read when its answer is worked out.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Semaphore, Thread
from time import monotonic
from typing import TypeVar, cast

PATIENCE = 0.05
"""Seconds that a page waits for an answer."""
AT_ONCE = 2
"""Answers that are worked out side by side: the work of the week goes on beside them."""
MOST, KEPT, FAILED = 64, 600.0, 10.0
"""Answers that are kept, and for how many seconds; those that could not be worked out."""
WAITING = 20
"""Answers that may wait for their turn; a program that asks for more waits for them itself."""
T = TypeVar("T")


@dataclass
class _Asked:
    future: "Future[object]"
    about: str = ""
    ended: float = 0.0

    def is_old(self) -> bool:
        """Whether it is too long ago to be shown again."""
        if not self.future.done():
            return False
        return monotonic() - self.ended > (FAILED if self.future.exception() else KEPT)


@dataclass
class Aside:
    """What one server works out beside its pages.

    Attributes:
        patience: seconds that a page waits for an answer.
    """

    patience: float = PATIENCE
    _asked: "OrderedDict[Hashable, _Asked]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _turns: Semaphore = field(default_factory=lambda: Semaphore(AT_ONCE))

    def answer(self, key: Hashable, work: Callable[[], T], about: str = "") -> T | None:
        """An answer; None: it is being worked out.

        Args:
            key: who asks, and what.
            work: works it out; called once, in a thread of its own.
            about: the same question in words, for ``standing``.

        Raises:
            Exception: what the work raised.
        """
        future = self._future(key, work, about)
        try:
            return cast(T, future.result(self.patience))
        except TimeoutError:
            if future.done():
                raise
            return None

    def standing(self, key: Hashable) -> tuple[str, str] | None:
        """What is asked, and how it stands (working, done, failed); None: nobody asked it, or too long ago."""
        with self._lock:
            found = self._asked.get(key)
        if found is None or found.is_old():
            return None
        done = found.future.done()
        return found.about, "working" if not done else "failed" if found.future.exception() else "done"

    def forget(self, key: Hashable) -> None:
        """Let an answer go that was given."""
        with self._lock:
            self._asked.pop(key, None)

    @property
    def is_full(self) -> bool:
        """Whether so many wait that no more should be asked."""
        with self._lock:
            return sum(not one.future.done() for one in self._asked.values()) >= WAITING + AT_ONCE

    def _future(self, key: Hashable, work: Callable[[], T], about: str) -> "Future[object]":
        with self._lock:
            for old in [name for name, one in self._asked.items() if one.is_old()]:
                del self._asked[old]
            found = self._asked.get(key)
            if found is None:
                found = self._asked[key] = _Asked(Future(), about)
                Thread(target=self._do, args=(found, work), daemon=True).start()
            done = [name for name, one in self._asked.items() if one.future.done()]
            for old in done[: max(0, len(self._asked) - MOST)]:
                del self._asked[old]
            return found.future

    def _do(self, asked: _Asked, work: Callable[[], object]) -> None:
        with self._turns:
            try:
                found = work()
            except Exception as error:  # noqa: BLE001 - whoever waits for it gets it, whatever it is
                asked.ended = monotonic()
                asked.future.set_exception(error)
            else:
                asked.ended = monotonic()
                asked.future.set_result(found)

    def rest(self) -> None:
        """Wait until nothing is being worked out any more."""
        with self._lock:
            some = [one.future for one in self._asked.values()]
        for one in some:
            one.exception()
