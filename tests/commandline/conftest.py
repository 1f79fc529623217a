"""The small case matched once, for all tests that read its proposal."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commandline.cases import Ran, run, written


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
