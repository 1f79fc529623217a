"""The small case matched once, for all tests that read its proposal."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commandline.cases import Ran, run, written
from tests.commandline.weeks import Week, set_clock
from tests.databases import Snapshots


class Done(NamedTuple):
    """A case, the folder with its proposal, and what `match` said."""

    case: Path
    out: Path
    ran: Ran


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    folder = tmp_path_factory.mktemp("commandline")
    case = written(folder / "small")
    return Done(case, folder / "out", run("match", case, "--out", folder / "out"))


@pytest.fixture
def nobody(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Week:
    """A database without anybody in it, on each kind of database."""
    found = Week(url, tmp_path)
    set_clock(monkeypatch, found.clock)
    return found


@pytest.fixture
def week(nobody: Week, snapshots: Snapshots) -> Week:
    """The same with people in it."""
    nobody.tokens = snapshots.begin(nobody.url, "people", nobody.people)
    return nobody


@pytest.fixture
def tiny(nobody: Week, snapshots: Snapshots) -> Week:
    """The same with a round that was run."""
    nobody.tokens = snapshots.begin(nobody.url, "people, and tiny was run", lambda: nobody.people() and nobody.opened())
    return nobody


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What commands show is the same on either database: on PostgreSQL most of it is left to the soak."""
    for item in items:
        shown = item.path.name.startswith("test_kept_") and item.path.name not in _ON_BOTH
        if shown and item.path.parent == Path(__file__).parent and "[postgresql" in item.name:
            item.add_marker("soak")


_ON_BOTH = ("test_kept_week.py", "test_kept_process.py")
"""The week from end to end, and processes of their own."""
