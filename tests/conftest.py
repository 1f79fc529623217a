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
    "explain/test_truth.py",
    "explain/test_audience.py",
    "fixtures/test_golden.py",
    "oracle/test_cases.py",
    "properties",
    "solver/test_large_numbers.py",
    "solver/test_peers.py",
    "solver/test_shortcuts.py",
    "solver/test_time_limit.py",
    "solver/test_verify_oracle.py",
    "year",
)
"""Tests that do the same over hundreds of rounds: coverage, which makes them three times as slow, is not measured."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks that follow from where a test stands; in a soak, every Hypothesis test runs with all its examples."""
    here = Path(__file__).parent
    for item in items:
        where = item.path.relative_to(here)
        if {where.as_posix(), where.parts[0]} & set(MANY_TIMES):
            item.add_marker("many_times")
        if PROFILE == "soak" and getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("soak")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Take coverage off while a test does the same many times (``no_cover`` leaves that of the process itself on)."""
    tracer = sys.gettrace() if item.get_closest_marker("many_times") else None
    if tracer:
        sys.settrace(None)
    try:
        return (yield)
    finally:
        if tracer:
            sys.settrace(tracer)
