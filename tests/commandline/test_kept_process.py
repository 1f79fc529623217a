"""The weekly cycle as processes of their own: what a shell, a pipe and a signal see. On both databases."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.actions.offices import FIXTURES

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tests.commandline.at"]


@dataclass
class Shell:
    """Starts commands as somebody, on one database."""

    url: str
    home: Path
    token: str = ""
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "ALLOCATOR_ENVIRONMENT": "test",
            "ALLOCATOR_DATABASE_URL": self.url,
            "ALLOCATOR_LANG": "en",
            "ALLOCATOR_TOKEN": self.token,
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "COLUMNS": "80",
            "TESTS_NOW": "2026-11-23T09:00:00+00:00",
        }

    def __call__(self, *words: object, code: int = 0, said: str = "") -> str:
        done = subprocess.run(
            [*COMMAND, *map(str, words)],
            cwd=ROOT,
            env=self.environment,
            input=said,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stdout + done.stderr

    def data(self, *words: object) -> Any:
        return json.loads(self(*words, "--json"))

    def start(self, *words: object) -> subprocess.Popen[str]:
        """A command that goes on."""
        return subprocess.Popen(
            [*COMMAND, *map(str, words)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def become(self, name: str) -> None:
        """Go on as somebody else."""
        self.token = self.tokens[name]


@pytest.fixture
def shell(empty_url: str, tmp_path: Path) -> Shell:
    """A database with three people in it."""
    found = Shell(empty_url, tmp_path)
    found("db", "upgrade")
    found("user", "first", "ada", "--save")
    for name, role in (("chair", "committee_chair"), ("secretary", "committee_member"), ("auditor", "auditor")):
        found("user", "add", name, "--role", role)
        found.tokens[name] = found.data("token", "add", "--for", name)["secret"]
    return found


def test_the_weekly_cycle(shell: Shell, tmp_path: Path) -> None:
    shell.become("secretary")
    shell("import", FIXTURES / "tiny", "--dry-run")
    shell("import", FIXTURES / "tiny")
    assert "says nothing new" in shell("import", FIXTURES / "tiny")
    assert "Your role cannot do this" in shell("policy", "approve", "tiny-1", code=5)
    shell.become("chair")
    shell("policy", "approve", "tiny-1")
    shell.become("secretary")
    assert "Round 2026-w48 is open" in shell("round", "open", "--period", "2026-H2")
    assert "proven best" in shell("round", "run")
    assert "4 of 6 households" in shell("round", "propose")
    numbers = [row["placement"]["id"] for row in shell.data("placement", "list")["placements"]]
    shell("decide", "accept", *numbers[:2])
    assert "Which" not in shell("decide", "refuse", numbers[2], "--reason", "postponed", said="y\n")
    shell("round", "run")
    assert "proposal 1 to proposal 2" in shell("round", "diff")
    assert "called off" in " ".join(shell("round", "close", said="j\n").split())
    assert shell.data("ledger", "balance", "2026-H2")["balances"]
    shell.become("auditor")
    assert "The chain is whole" in shell("audit", "verify")
    shell.token = ""  # the administrator, by the token that was saved
    shell("backup", tmp_path / "backup.zip")
    there = Shell(f"sqlite:///{tmp_path / 'restored.db'}", tmp_path / "there", tokens=shell.tokens)
    there("restore", tmp_path / "backup.zip")
    there.become("auditor")
    assert "byte for byte" in there("round", "replay")
    assert "The chain is whole" in there("audit", "verify")


def _until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_takes_runs_until_it_is_stopped(shell: Shell, sign: signal.Signals) -> None:
    shell.become("secretary")
    shell("import", FIXTURES / "tiny")
    shell.become("chair")
    shell("policy", "approve", "tiny-1")
    shell("round", "open", "--period", "2026-H2")
    shell("round", "run", "--queue")
    with shell.start("worker", "--every", "0.2") as worker:
        _until(lambda: bool(shell.data("round", "show")["proposals"]))
        shell("round", "run", "--queue")
        _until(lambda: len(shell.data("round", "show")["proposals"]) == 2)
        worker.send_signal(sign)
        out, err = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert err == ""
    assert len(re.findall(r"run \d+ of round 2026-w48: done", out)) == 2
    assert "Stopped" in out


@pytest.fixture
def large(shell: Shell, tmp_path: Path) -> Shell:
    """A round on which the solver is at work for some time."""
    shell("generate", "--households", "900", "--units", "300", "--out", tmp_path / "large")
    shell.become("secretary")
    shell("import", tmp_path / "large")
    shell.become("chair")
    policy = shell.data("policy", "list")["policies"][0]["version"]
    shell("policy", "approve", policy)
    shell("round", "open", "large", "--as-of", "2026-11-23")
    return shell


def _running(shell: Shell) -> bool:
    return any(run["status"] == "running" for run in shell.data("round", "show")["runs"])


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_worker_that_is_stopped_at_work_gives_its_run_back(large: Shell) -> None:
    large("round", "run", "--queue")
    with large.start("worker") as worker:
        _until(lambda: _running(large))
        worker.send_signal(signal.SIGTERM)
        out, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert "waits for another worker" in out
    shown = large.data("round", "show")
    assert [run["status"] for run in shown["runs"]] == ["queued"]
    assert shown["proposals"] == []


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_ctrl_c_in_a_run_leaves_nothing_half_done(large: Shell) -> None:
    with large.start("round", "run") as running:
        _until(lambda: _running(large))
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert err.strip() == "Stopped. Nothing half was written."
    shown = large.data("round", "show")
    assert [(run["status"], run["error"]) for run in shown["runs"]] == [("failed", "stopped")]
    assert shown["states"] == {}
    assert large.data("round", "run", "--queue")["status"] == "queued"  # another can be asked at once


def test_help_of_a_group_brings_in_nothing_heavy() -> None:
    code = (
        "import sys; from allocator.commandline.app import app\n"
        "try: app(['round', 'open', '--help'], prog_name='allocator')\n"
        "except SystemExit: pass\n"
        "heavy = ('ortools', 'pandas', 'numpy', 'pydantic', 'sqlalchemy', 'cryptography')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("typed", "count", "found", "left_out"),
    [("allocator rou", "1", "round", "match"), ("allocator round o", "2", "open", "close")],
)
@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_shell_completion_names_groups_and_their_commands(
    shell_name: str, typed: str, count: str, found: str, left_out: str
) -> None:
    words = {"_ALLOCATOR_COMPLETE": f"complete_{shell_name}", "COMP_WORDS": typed, "COMP_CWORD": count}
    words |= {"_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py")], env=os.environ | words, capture_output=True, encoding="utf-8", check=False
    )
    assert found in done.stdout
    assert left_out not in done.stdout
