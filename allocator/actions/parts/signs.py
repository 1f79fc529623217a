"""Signs of life of long work, from a thread of its own, until the work is done or no longer wanted."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from allocator.actions.parts.watching import Sign
from allocator.domain.failure import CONTRADICTION, Failure
from allocator.domain.refusal import Refusal
from allocator.domain.sentence import Sentence
from allocator.executor import TaskFailed
from allocator.locale import N_
from allocator.run import Rejected
from allocator.solver.statements import Contradiction
from allocator.store.faults import Unreachable


def name_of_worker() -> str:
    """Name of this process among all that work."""
    return f"{socket.gethostname()}-{os.getpid()}"[:80]


def why(error: Exception) -> Failure:
    """Why long work failed, without facts of people."""
    if isinstance(error, Refusal):
        return Failure(error.code, error.sentence)
    kind = error.kind if isinstance(error, TaskFailed) else type(error).__name__
    return Failure(*_KINDS[kind]) if kind in _KINDS else Failure("fault", Sentence(_FAULT, {"kind": kind}))


_KINDS = {
    Contradiction.__name__: (CONTRADICTION, Sentence(N_("Not everything that was asked for can be."))),
    Rejected.__name__: ("rejected", Sentence(N_("The independent check rejected the result. Please report this."))),
}
_FAULT = N_("The program stopped by a fault of its own ({kind}). Please report this.")


@contextmanager
def signs_of_life(
    sign: Sign, beat: Callable[[Mapping[str, Any]], bool], wanted: Callable[[], bool], *, looks: float, every: float
) -> Iterator[None]:
    """Give signs of life while the work lasts.

    Args:
        sign: what the work last said; told when it is no longer wanted.
        beat: gives a sign of life with how far it is; False: it is no longer wanted of this worker.
        wanted: looks whether it still is.
        looks: seconds between two looks.
        every: seconds between two signs of life when nothing is new.
    """
    done = threading.Event()
    told: dict[str, Any] = {}
    last = time.monotonic()

    def mine() -> bool:
        nonlocal told, last
        found = sign.progress()
        if found == told and time.monotonic() - last < every:
            return wanted()
        told, last = found, time.monotonic()
        return beat(found)

    def signs() -> None:
        while not done.wait(min(looks, every)):
            try:
                if not mine():
                    sign.no_longer_wanted.set()
                    return
            except Unreachable:
                continue  # the next sign may come through; until then the lease still holds

    thread = threading.Thread(target=signs, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
