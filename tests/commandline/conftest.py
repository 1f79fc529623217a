"""The small case matched once, for all tests that read its proposal."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commandline.cases import Ran, run, written
from tests.commandline.weeks import Week, set_clock


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
def week(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Week:
    """A database with people in it, on each kind of database."""
    found = Week(url, tmp_path)
    set_clock(monkeypatch, found.clock)
    found.people()
    return found


@pytest.fixture
def tiny(week: Week) -> Week:
    """The same with a round that was run."""
    week.opened("tiny")
    return week
