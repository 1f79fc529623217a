"""A proposal that was changed by hand is not shown, explained or reported as if it were ours."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commandline.cases import run
from tests.commandline.conftest import Done


def _changed(done: Done, folder: Path, **changes: Any) -> Path:
    """The proposal with its first placement changed."""
    content = json.loads((done.out / "proposal.json").read_text("utf-8"))
    content["placements"][0] |= changes
    path = folder / "proposal.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


@pytest.mark.parametrize("changes", [{"unit": "U99"}, {"household": "H99"}, {"unit": "U2"}, {"household": "H3"}])
@pytest.mark.parametrize("command", ["explain", "report", "balance"])
def test_a_changed_placement(done: Done, tmp_path: Path, command: str, changes: dict[str, str]) -> None:
    proposal = _changed(done, tmp_path, **changes)
    ran = run(command, done.case, proposal, *(["H1"] if command == "explain" else []))
    assert ran.code == 3
    assert "was changed or does not hold" in " ".join(ran.err.split())
    assert list(tmp_path.iterdir()) == [proposal]


def test_a_changed_sentence_is_not_reported(done: Done, tmp_path: Path) -> None:
    proposal = _changed(done, tmp_path, reasons=[])
    ran = run("report", done.case, proposal)
    assert ran.code == 3
    assert "does not hold" in " ".join(ran.err.split())
