"""What all tests share: how hard Hypothesis tries, and which tests are long.

`make test` runs the profile `fast`: few examples, the same ones every time. `make soak` runs the profile
`soak`: many examples, new ones every time; it takes every Hypothesis test along, marked `soak` or not.
"""

import os
import sys
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


MANY_TIMES = (
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
        if PROFILE == "soak" and getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("soak")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Take coverage off while such a test runs (``no_cover`` leaves that of the process itself, and of others, on)."""
    if not item.get_closest_marker("many_times"):
        return (yield)
    tracer, others = sys.gettrace(), os.environ.pop(_OTHERS, None)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)
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
