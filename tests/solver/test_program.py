"""The engine prints by itself: never among what we say, and what we say later is heard."""

import os
import threading

import pytest

from allocator.solver.program import _QUIET


def test_two_at_once_leave_standard_output_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with _QUIET:
            inside.set()
            leave.wait(30)

    thread = threading.Thread(target=other)
    with _QUIET:
        thread.start()
        assert inside.wait(30)
        os.write(1, b"first\n")
    os.write(1, b"second\n")  # this one left first, the other is still inside
    leave.set()
    thread.join(30)
    os.write(1, b"third\n")
    assert capfd.readouterr().out == "third\n"
