"""What all tests share: how hard Hypothesis tries, and which tests are long.

`make test` runs the profile `fast`: few examples, the same ones every time. `make soak` runs the profile
`soak`: many examples, new ones every time; it takes every Hypothesis test along, marked `soak` or not.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import empty_url, postgres, shelf, sqlite_whole, store, url

__all__ = ["empty_url", "postgres", "shelf", "sqlite_whole", "store", "url"]

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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a soak, every Hypothesis test counts as long, so that it runs with its full number of examples."""
    if PROFILE != "soak":
        return
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("soak")
