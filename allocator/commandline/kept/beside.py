"""A worker beside a server: it lets everybody else go first, and is gone when the server is."""

import os
import signal
import threading

BESIDE = "ALLOCATOR_BESIDE"
"""The process beside which a worker runs, by its number: when that is gone, the worker goes too."""
_OFTEN = 1.0
"""Seconds between two looks at it."""


def stay_beside() -> None:
    """When this process is to run beside another one: be polite, and stop as if told to when that one is gone.

    Whoever works for minutes on a run is stopped in the midst of it, and gives it back.
    """
    server = os.environ.get(BESIDE)
    if server is None:
        return
    if hasattr(os, "sched_setscheduler"):  # Linux; threads of the engine inherit it
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif hasattr(os, "nice"):
        os.nice(19)
    threading.Thread(target=_watch, args=(server,), name="beside", daemon=True).start()


def _watch(server: str) -> None:
    pause = threading.Event()
    while str(os.getppid()) == server:
        pause.wait(_OFTEN)
    os.kill(os.getpid(), signal.SIGTERM)


__all__ = ["BESIDE", "stay_beside"]
