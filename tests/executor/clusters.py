"""A real scheduler and real workers, each a process of its own on this machine, on loopback addresses only."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

ROOT = Path(__file__).parents[2]
START = 180
"""Seconds within which a scheduler must be there."""


class Cluster:
    """A scheduler with its workers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.address = ""
        self.workers: list[subprocess.Popen[str]] = []
        self.scheduler: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the scheduler on a free port."""
        self.scheduler = self._process("scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
        self.address = _said(self.scheduler, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")

    def add(self, count: int) -> None:
        """Start more workers, without a nanny that would start them again."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--memory-limit", "0")
        self.workers += [self._process("worker", self.address, *options) for _ in range(count)]

    def stop(self) -> None:
        """End every process of it."""
        for process in (*self.workers, *([self.scheduler] if self.scheduler else [])):
            process.kill()
            process.wait(60)
            assert process.stderr is not None
            process.stderr.close()

    def _process(self, kind: str, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + kind, *options]
        environ = {k: v for k, v in os.environ.items() if not k.startswith("COV")} | {"PYTHONPATH": str(ROOT)}
        # Standard error is read to its end, or the process would wait for room in the pipe.
        return subprocess.Popen(
            command, cwd=self._folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )


def _said(process: "subprocess.Popen[str]", pattern: str) -> str:
    lines: SimpleQueue[str] = SimpleQueue()

    def read() -> None:
        for line in process.stderr or ():
            lines.put(line)

    Thread(target=read, daemon=True).start()
    until, told = time.monotonic() + START, ""
    while time.monotonic() < until:
        try:
            told += lines.get(timeout=1)
        except Empty:
            assert process.poll() is None, told
        if found := re.search(pattern, told):
            return found.group(1)
    raise AssertionError(f"no {pattern} in {told}")


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A cluster that is there while a test lasts."""
    found = Cluster(folder)
    try:
        found.start()
        found.add(workers)
        yield found
    finally:
        found.stop()
