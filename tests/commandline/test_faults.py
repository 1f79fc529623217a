"""What nobody foresaw becomes one sentence and a log, never a traceback."""

import errno
import stat
import tempfile
from pathlib import Path
from typing import Any

import pytest

from allocator import run as run_module
from allocator.commandline import inputs
from tests.commandline.cases import run
from tests.commandline.conftest import Done


def _breaks(monkeypatch: pytest.MonkeyPatch, error: Exception, folder: Path) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(inputs, "case", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_unexpected_error(done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    _breaks(monkeypatch, ZeroDivisionError("the secret detail"), tmp_path)
    ran = run("check", done.case, lang=lang, width=200)
    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err
    assert "the secret detail" not in ran.out + ran.err
    assert "ZeroDivisionError" in ran.err
    (log,) = tmp_path.iterdir()
    assert str(log) in ran.err.replace("\n", "")
    assert "the secret detail" in log.read_text("utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_an_unexpected_error_as_json(done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _breaks(monkeypatch, ZeroDivisionError(), tmp_path)
    ran = run("check", done.case, "--json")
    assert ran.code == 1
    assert ran.data["error"] == "unexpected"
    assert Path(ran.data["log"]).is_file()


def test_a_log_that_cannot_be_written(done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _breaks(monkeypatch, ZeroDivisionError(), tmp_path / "not-there")
    ran = run("check", done.case, width=200)
    assert ran.code == 1
    assert "could not be written" in ran.err


def test_a_folder_that_cannot_be_written(done: Done, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    ran = run("match", done.case, "--out", tmp_path / "file")
    assert ran.code == 1
    assert "file" in ran.err
    assert "allocator-" not in ran.err  # a sentence is enough, no log


@pytest.mark.parametrize(("lang", "words"), [("en", "is in the way"), ("nl", "er staat al een bestand")])
def test_a_file_in_place_of_the_folder_is_told_before_the_work(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    monkeypatch.setattr(run_module, "run_match", lambda *_, **__: pytest.fail("worked for nothing"))
    (tmp_path / "file").write_text("", "utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        ran = run("match", done.case, "--out", out, lang=lang, width=200)
        assert words in ran.err


def test_an_output_that_is_full(done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _breaks(monkeypatch, OSError(errno.ENOSPC, "No space left on device"), tmp_path)
    ran = run("check", done.case)
    assert ran.code == 1
    assert "the disk is full" in ran.err
    assert list(tmp_path.iterdir()) == []
