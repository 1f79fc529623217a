"""How much time is left."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_RESERVED = 0.1
"""Part of the limit that may be kept for what comes after it."""


class OutOfTime(Exception):
    """The time limit passed before the question was answered."""


@dataclass
class Clock:
    """Seconds left until an optional limit."""

    limit: float | None
    started: float
    wanted: Callable[[], None] | None = None
    """Asked along with the time; what it raises ends the search."""
    kept: float = 0.0
    """Seconds of the limit that are kept for what comes after the search."""

    @classmethod
    def start(cls, limit: float | None, wanted: Callable[[], None] | None = None) -> "Clock":
        """A clock that runs from now."""
        return cls(limit, time.monotonic(), wanted)

    def reserve(self, seconds: float, most: float = _RESERVED) -> None:
        """Be out of time so much earlier, up to a part of the limit."""
        if self.limit is not None:
            kept = min(seconds, most * self.limit)
            self.limit, self.kept = self.limit - kept, self.kept + kept

    def afterwards(self, but: float) -> "Clock":
        """A clock for what comes after the search: until so many seconds before all that was kept is used."""
        limit = None if self.limit is None else self.limit + max(self.kept - but, 0.0)
        return Clock(limit, self.started, self.wanted)

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def left(self) -> float | None:
        """Seconds left; None without a limit.

        Raises:
            OutOfTime: when nothing is left.
        """
        if self.wanted is not None:
            self.wanted()
        if self.limit is None:
            return None
        rest = self.limit - self.elapsed
        if rest <= 0:
            raise OutOfTime
        return rest
