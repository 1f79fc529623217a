"""``serve``: the API on an address with a worker beside it, until it is stopped."""

import os
import signal
import subprocess  # nosec B404 - only this program itself is started
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from allocator.api.conventions import BASE
from allocator.api.serving import LOOPBACK, serve
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.beside import BESIDE
from allocator.commandline.kept.desk import office
from allocator.commandline.screen import Screen
from allocator.locale import N_
from allocator.settings import read_settings

_WORKER = (
    sys.executable,
    "-c",
    "from allocator.commandline.app import main; main()",
    *"worker --json --every 0.5".split(),
)
"""Looks often whether a run waits: a person does."""
_AGAIN = 2.0
"""Seconds after which a worker that ended is started again."""


def serve_api(screen: Screen, host: str, port: int, *, behind_proxy: bool, with_worker: bool) -> Exit:
    """Serve until stopped.

    Raises:
        WrongUse: when others could listen along.
    """
    if host not in LOOPBACK and not behind_proxy:
        words = N_("On {host} tokens would go over the line unencrypted: put a proxy with TLS before it, and say so.")
        raise WrongUse(screen.tongue(words, host=host))
    with office() as found:
        address = f"http://{host}:{port}"
        if screen.as_json:
            saying.show(screen, {"address": f"{address}{BASE}", "pages": f"{address}/"})
        else:
            saying.done(screen, N_("Open {address} in a browser; stop it with Ctrl-C."), address=f"{address}/")
            saying.hint(screen, N_("Who comes for the first time signs in once with a key of `allocator token add`."))
            api = f"{address}{BASE}"
            saying.hint(screen, N_("What programs can do stands at {address}/openapi.json."), address=api)
            if not with_worker:
                saying.hint(screen, N_("Runs wait for a worker: `allocator worker` in another window."))
        settings = read_settings()
        if not with_worker:
            serve(found, host, port, settings, behind_proxy=behind_proxy)
            return Exit.DONE
        with _worker():
            serve(found, host, port, settings, behind_proxy=behind_proxy)
    return Exit.DONE


@contextmanager
def _worker() -> Iterator[None]:
    """A worker in a process of its own, started again whenever it ends; its run waits for the next one then."""
    stopping = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not stopping.is_set():
            running[:] = [_started()]
            while running[0].poll() is None and not stopping.wait(0.2):
                pass
            stopping.wait(_AGAIN)

    thread = threading.Thread(target=keep, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()
        for one in running:
            _end(one)


def _started() -> "subprocess.Popen[bytes]":
    # a group of its own: Ctrl-C reaches the server first, which then lets the worker give its run back; not a session
    # of its own, since Linux shares its processors out among sessions first, and only then by who is polite
    return subprocess.Popen(  # noqa: S603 - only this program itself  # nosec B603
        _WORKER,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        process_group=0,
        env=os.environ | {BESIDE: str(os.getpid())},
    )


def _end(one: "subprocess.Popen[bytes]") -> None:
    if one.poll() is None:
        one.send_signal(signal.SIGTERM)
        try:
            one.wait(20)
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()
