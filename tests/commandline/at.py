"""The command line as a process of its own, at another moment than now: ``python -m tests.commandline.at``.

The moment stands in ``TESTS_NOW``; the clock goes on from there. Everything else is the real command.
"""

import os
from dataclasses import replace
from datetime import UTC, datetime

from allocator.actions import Office
from allocator.settings import Settings
from cli import main

SHIFT = datetime.fromisoformat(os.environ["TESTS_NOW"]) - datetime.now(UTC)
_open = Office.open


def _now() -> datetime:
    return datetime.now(UTC) + SHIFT


def _open_at(settings: Settings | None = None) -> Office:
    return replace(_open(settings), clock=_now)


if __name__ == "__main__":
    Office.open = _open_at  # type: ignore[method-assign]
    main()
