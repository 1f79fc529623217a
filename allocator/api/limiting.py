"""How often somebody may call: per token, and per address for who comes in without one that holds."""

import threading
import time

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from allocator.api.problems import Missing
from allocator.domain.sentence import Sentence
from allocator.locale import N_

KNOCKS = "30/minute"
"""How often one address may come with a token that does not hold: guessing 256 bits takes longer than the world."""
CLEANS = 30.0
"""Seconds after which what is too old to count is forgotten."""


class _Kept(MemoryStorage):
    """What is counted, cleaned up now and then; the library would start a thread to do so after each call."""

    @property
    def timer(self) -> threading.Timer:
        """Cleans up, some time after it is started."""
        return self._timer

    @timer.setter
    def timer(self, timer: threading.Timer) -> None:
        timer.interval, timer.daemon = CLEANS, True
        self._timer = timer


class Limits:
    """Counts calls in this process."""

    def __init__(self, rate: str, knocks: str = KNOCKS) -> None:
        self._rate: RateLimitItem = parse(rate)
        self._knocks: RateLimitItem = parse(knocks)
        self._windows = MovingWindowRateLimiter(_Kept())

    def call(self, user: str) -> None:
        """One call of a user.

        Raises:
            Missing: when there were too many.
        """
        self._hit(self._rate, "user", user)

    def knock(self, request: Request) -> None:
        """Somebody without a token that holds.

        Raises:
            Missing: when there were too many from this address.
        """
        self._hit(self._knocks, "address", request.client.host if request.client else "")

    def _hit(self, rate: RateLimitItem, *who: str) -> None:
        if self._windows.hit(rate, *who):
            return
        again = max(1, round(self._windows.get_window_stats(rate, *who).reset_time - time.time()))
        text = N_("Too many requests: try again in {n:second|seconds}.")
        raise Missing(429, "too_many", Sentence(text, {"n": again}), {"Retry-After": str(again)})
