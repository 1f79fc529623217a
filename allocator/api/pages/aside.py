"""Answers that take longer than a page may: worked out beside the pages, and shown when they are there.

A page waits for a moment; where that is not enough it says that the answer is being worked out, and asks again by
itself. An answer is of one proposal, so it stays right; it is kept for a while for whoever asked, so that ordering a
list or coming back does not work it out anew. The file of a household counts as read when its answer is worked out.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Semaphore, Thread
from time import monotonic
from typing import TypeVar, cast

from fastapi import Response

from allocator.api.pages.frame import Crumb, page
from allocator.api.pages.visitor import Visitor

PATIENCE = 0.05
"""Seconds that a page waits for an answer."""
AT_ONCE = 2
"""Answers that are worked out side by side: the work of the week goes on beside them."""
MOST, KEPT, FAILED = 64, 600.0, 10.0
"""Answers that are kept, and for how many seconds; those that could not be worked out."""
T = TypeVar("T")


@dataclass
class _Asked:
    future: "Future[object]"
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

    def answer(self, key: Hashable, work: Callable[[], T]) -> T | None:
        """An answer; None: it is being worked out.

        Args:
            key: who asks, and what.
            work: works it out; called once, in a thread of its own.

        Raises:
            Exception: what the work raised.
        """
        future = self._future(key, work)
        try:
            return cast(T, future.result(self.patience))
        except TimeoutError:
            if future.done():
                raise
            return None

    def _future(self, key: Hashable, work: Callable[[], T]) -> "Future[object]":
        with self._lock:
            for old in [name for name, one in self._asked.items() if one.is_old()]:
                del self._asked[old]
            found = self._asked.get(key)
            if found is None:
                found = self._asked[key] = _Asked(Future())
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


def ask(visitor: Visitor, what: Hashable, work: Callable[[], T]) -> T | None:
    """What a visitor asks, when it is there; None: show ``being_worked_out``.

    Args:
        visitor: who asks; others do not get this answer.
        what: the question, of which the answer never changes.
        work: works it out.
    """
    aside: Aside = visitor.request.app.state.aside
    actor = visitor.actor
    return aside.answer((actor.id, actor.role, actor.organisation, visitor.lang, what), work)


def being_worked_out(visitor: Visitor, title: str, crumbs: tuple[Crumb, ...] = ()) -> Response:
    """The page that says that an answer is being worked out, and asks for it again."""
    return page(visitor, "aside.html", title, status=202, crumbs=crumbs)
