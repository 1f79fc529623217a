"""One task wherever it is done: what it gives, or what it raised, in a form that can travel."""

import queue
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

R = TypeVar("R")

PATIENCE = 0.2
"""Seconds between two looks at whether the work is still wanted."""
TRIES = 3
"""How often a task may take its worker down before it is given up."""


class TaskFailed(Exception):
    """A task raised something. ``kind`` is the name of the exception, ``details`` the traceback where it happened."""

    def __init__(self, place: int, kind: str, words: str, details: str) -> None:
        super().__init__(f"task {place}: {kind}: {words}")
        self.place, self.kind, self.words, self.details = place, kind, words, details

    def __reduce__(self) -> tuple[type["TaskFailed"], tuple[int, str, str, str]]:
        """Travels whole between processes."""
        return type(self), (self.place, self.kind, self.words, self.details)


@dataclass(frozen=True)
class Outcome(Generic[R]):
    """What became of a task: its result, or what it raised in words (an exception itself may not travel)."""

    result: R | None = None
    failed: tuple[str, str, str] | None = None

    def get(self, place: int) -> R:
        """The result.

        Raises:
            TaskFailed: there is none.
        """
        if self.failed is not None:
            raise TaskFailed(place, *self.failed)
        return cast("R", self.result)  # which may itself be None


def do(work: Callable[[Any], R], task: Any) -> Outcome[R]:
    """Do one task; whatever it raises becomes part of the outcome."""
    try:
        return Outcome(result=work(task))
    except Exception as error:  # noqa: BLE001 - raised again, in words, by who gave the task
        return Outcome(failed=(type(error).__name__, str(error), "".join(traceback.format_exception(error))))


def heard(done: "queue.SimpleQueue[R]", wanted: Callable[[], None] | None) -> R:
    """The next that is put into a queue; asks all the while whether it is still wanted."""
    while True:
        if wanted is not None:
            wanted()
        try:
            return done.get(timeout=PATIENCE)
        except queue.Empty:
            continue
