"""The server as a process of its own, that can be killed."""

import os
import random
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO

import httpx2

ALIVE_WITHIN = 180
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients of servers without TLS: reading all certificates for each client takes longer than what it asks."""


def free_port() -> int:
    """A port on which nobody listens, below those from which calls go out: it stays free between two servers."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def until_it_answers(process: subprocess.Popen[bytes], address: str) -> None:
    """Wait for a server that was started."""
    until = time.monotonic() + ALIVE_WITHIN
    with httpx2.Client(verify=PLAIN, timeout=ALIVE_WITHIN) as client:
        while True:
            with suppress(httpx2.TransportError):
                if client.get(address).status_code == 200:
                    return
            assert process.poll() is None, "the server stopped"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)


@dataclass
class Process:
    """One server on a database, on a port of its own that it keeps."""

    url: str
    port: int = field(default_factory=free_port)
    worker: bool = False
    process: subprocess.Popen[bytes] | None = None
    log: IO[bytes] = field(default_factory=tempfile.TemporaryFile, repr=False)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = os.environ | {"ALLOCATOR_ENVIRONMENT": "test", "ALLOCATOR_DATABASE_URL": self.url}
        command = [sys.executable, "cli.py", "serve", "--port", str(self.port)]
        command += [] if self.worker else ["--no-worker"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=self.log)
        until_it_answers(self.process, f"{self.address}/healthz")

    def faults(self) -> list[str]:
        """What it wrote down of faults of its own, so far."""
        found = os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0)  # it goes on writing at the end
        return [line for line in found.decode(errors="replace").splitlines() if '"event": "fault"' in line]

    def stop(self) -> None:
        """Let it end by itself, and its worker with it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def processes(url: str, count: int) -> Iterator[list[Process]]:
    """So many servers on one database."""
    found = [Process(url) for _ in range(count)]
    try:
        for one in found:
            one.start()
        yield found
    finally:
        for one in found:
            one.kill()
            one.log.close()
