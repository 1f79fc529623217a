"""The console script as a process of its own: what a shell, a pipe and a signal see."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commandline.bringing import last_line
from tests.commandline.conftest import Done

ROOT = Path(__file__).parents[2]
CLI = [sys.executable, str(ROOT / "cli.py")]
ENV = os.environ | {"COLUMNS": "80", "ALLOCATOR_LANG": "en"}


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [*CLI, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=ENV | environment, check=False)


def test_help_brings_in_nothing_heavy() -> None:
    said = last_line(
        "import sys; from allocator.commandline.app import app",
        "try: app(['--lang', 'nl', '--help'], prog_name='allocator')",
        "except SystemExit: pass",
        "print([m for m in ('ortools', 'pandas', 'numpy', 'pydantic', 'jinja2', 'openpyxl') if m in sys.modules])",
    )
    assert said == "[]"


def test_check_and_explain_as_a_process(done: Done) -> None:
    ran = process("check", done.case, "--json")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["counts"]["households"] == 4
    assert process("explain", done.case, done.out, "H3").returncode == 0
    assert process("check", done.case / "nowhere").returncode == 3
    assert process("nonsense").returncode == 2


def test_match_as_a_process_gives_the_same_proposal(done: Done, tmp_path: Path) -> None:
    ran = process("match", done.case, "--out", tmp_path, PYTHONHASHSEED="7", ALLOCATOR_LANG="nl")
    assert ran.returncode == 0
    assert (tmp_path / "proposal.json").read_bytes() == (done.out / "proposal.json").read_bytes()
    assert "\x1b" not in ran.stdout
    assert ran.stderr == ""


def test_an_encoding_without_our_signs_does_not_stop_the_work(done: Done) -> None:
    ran = process("balance", done.case, done.out, PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert "#" in ran.stdout
    assert ran.stdout.isascii()


def _wait_for_the_engine(pid: int) -> None:
    """Until the process has loaded OR-Tools, as far as this system tells; then it is at work."""
    maps = Path(f"/proc/{pid}/maps")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not maps.exists() or "ortools" not in maps.read_text()):
        time.sleep(0.1)
        deadline = deadline if maps.exists() else min(deadline, time.monotonic() + 5)
    time.sleep(0.5)


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_ctrl_c_ends_the_process_with_a_message(tmp_path: Path) -> None:
    out = tmp_path / "case"
    assert process("generate", "--households", "900", "--units", "300", "--out", out).returncode == 0
    command = [*CLI, "match", str(out), "--out", str(tmp_path / "result")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=ENV
    ) as running:
        _wait_for_the_engine(running.pid)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=120)
    assert running.returncode == 130
    assert said.strip() == "Stopped. Nothing half was written."
    assert not (tmp_path / "result").exists()


def _wait_for_another(pid: int) -> None:
    """Until the process has started another one, which still loads."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not children.read_text().strip():
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at the processes of Linux")
@pytest.mark.parametrize("wait", [_wait_for_another, _wait_for_the_engine])
def test_ctrl_c_ends_both_processes_of_a_deep_explanation(wait: Callable[[int], None]) -> None:
    case = ROOT / "fixtures" / "region"
    command = [*CLI, "explain", str(case), str(case / "golden"), "H0495", "--deep"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=ENV, start_new_session=True
    ) as running:
        wait(running.pid)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: every process hears it
        _, said = running.communicate(timeout=60)  # ends when nobody can write any more
    assert running.returncode == 130
    assert said.strip() == "Stopped. Nothing half was written."


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_names_the_commands(shell: str) -> None:
    words = {"_ALLOCATOR_COMPLETE": f"complete_{shell}", "COMP_WORDS": "allocator ma", "COMP_CWORD": "1"}
    words |= {"_TYPER_COMPLETE_ARGS": "allocator ma", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    ran = process(**words)
    assert "match" in ran.stdout
    assert "verify" not in ran.stdout


def _on_a_terminal(*arguments: str | Path, **environment: str) -> str:
    """What a command shows on a real terminal of 80 columns, control codes and all."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    env = ENV | {"TERM": "xterm-256color"} | environment
    with subprocess.Popen([*CLI, *map(str, arguments)], stdout=theirs, stderr=theirs, env=env) as running:
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # how Linux says that the other side has gone
            pass
        finally:
            os.close(ours)
        assert running.wait(timeout=60) == 0
    return b"".join(parts).decode()


COLOUR = re.compile(r"\x1b\[[0-9;]*\b(3[0-7]|9[0-7]|38)[;m]")


def test_a_terminal_shows_progress_and_colour(done: Done, tmp_path: Path) -> None:
    said = _on_a_terminal("match", done.case, "--out", tmp_path)
    assert "0:00:0" in said
    assert COLOUR.search(said)
    assert "Proposal of round test" in said


def test_no_color_is_obeyed_on_a_terminal(done: Done) -> None:
    said = _on_a_terminal("verify", done.case, done.out, NO_COLOR="1")
    assert "Accepted" in said
    assert not COLOUR.search(said)
