"""What all tests share: how hard Hypothesis tries, and which tests are long.

`make test` runs the profile `fast`: few examples, the same ones every time. `make soak` runs the profile
`soak`: many examples, new ones every time; it takes every Hypothesis test along, marked `soak` or not.
"""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import empty_url, postgres, shelf, snapshots, sqlite_whole, store, url

__all__ = ["empty_url", "postgres", "shelf", "snapshots", "sqlite_whole", "store", "url"]

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "fast")

settings.register_profile("fast", max_examples=50, derandomize=True, deadline=None)
settings.register_profile(
    "soak",
    max_examples=2_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile(PROFILE)


MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30


def _in_memory() -> None:
    """Let temporary files stand in memory where there is room: databases then never wait for a disk."""
    if "TMPDIR" in os.environ or PROFILE == "soak" or not MEMORY.is_dir():
        return
    told = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    free = int(told["MemAvailable"].split()[0]) * 1024
    if min(free, shutil.disk_usage(MEMORY).free) > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)  # also of processes that tests start


_in_memory()

MANY_TIMES = (
    "actions/test_authorisation.py",
    "actions/test_sound.py",
    "actions/test_tampering.py",
    "api/test_permissions.py",
    "commandline/test_kept_process.py",
    "commandline/test_kept_screens.py",
    "concurrency",
    "explain/test_truth.py",
    "explain/test_audience.py",
    "fixtures",
    "oracle/test_cases.py",
    "properties",
    "solver/test_large_numbers.py",
    "solver/test_peers.py",
    "solver/test_shortcuts.py",
    "solver/test_time_limit.py",
    "solver/test_verify_oracle.py",
    "year",
)
"""Tests that do what others do, hundreds of times or in processes of their own: without coverage, which makes them
three times as slow."""

AGAIN = ("actions", "api", "commandline", "store")
BOTH = ("test_backup.py", "test_privacy.py", "test_once.py")
"""Folders whose tests run on SQLite, and again on PostgreSQL: `make check` leaves the second time to `make test`, but
for what databases do in ways of their own."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks that follow from where a test stands; in a soak, every Hypothesis test runs with all its examples."""
    here = Path(__file__).parent
    for item in items:
        where = item.path.relative_to(here)
        again = "postgresql" in item.name and where.parts[0] in AGAIN  # what SQLite measured already
        if again and where.parts[0] != "store" and where.name not in BOTH:
            item.add_marker("second")
        if again or {where.as_posix(), where.parts[0]} & set(MANY_TIMES):
            item.add_marker("many_times")
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("many_times")
            if PROFILE == "soak":
                item.add_marker("soak")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Take coverage off while such a test runs (``no_cover`` leaves that of the process itself, and of others, on)."""
    if not item.get_closest_marker("many_times"):
        return (yield)
    tracer, of_threads, others = sys.gettrace(), threading.gettrace(), os.environ.pop(_OTHERS, None)
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)
        threading.settrace(of_threads)
        if others is not None:
            os.environ[_OTHERS] = others


_OTHERS = "COVERAGE_PROCESS_CONFIG"
"""By this coverage starts itself in processes that a test starts."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured (``record_property("figures", ...)``), a line each; `make soak` keeps it."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                for _, told in filter(lambda one: one[0] == "figures", report.user_properties):
                    terminalreporter.write_line(f"FIGURES {report.nodeid} | {told}")
