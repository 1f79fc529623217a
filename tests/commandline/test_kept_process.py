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

import httpx2
import pytest

from tests.actions.offices import FIXTURES
from tests.api.processes import PLAIN, free_port
from tests.commandline.bringing import last_line
from tests.commandline.cases import run
from tests.commandline.weeks import Week
from tests.databases import Snapshots

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


@pytest.mark.parametrize("empty_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True)
def test_the_weekly_cycle(empty_url: str, tmp_path: Path) -> None:
    shell = Shell(empty_url, tmp_path)
    shell("db", "upgrade")
    shell("user", "first", "ada", "--save")
    for name, role in (("chair", "committee_chair"), ("secretary", "committee_member"), ("auditor", "auditor")):
        shell("user", "add", name, "--role", role)
        shell.tokens[name] = shell.data("token", "add", "--for", name)["secret"]
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
    assert "refused" in shell("decide", "refuse", numbers[2], "--reason", "postponed", said="y\n")
    shell("round", "run")
    assert "proposal 1 to proposal 2" in shell("round", "diff")
    shell("round", "close", "--yes")
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


# ------------------------------------------------------------------------------------------------ signals


def _until(condition: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)


def _statuses(week: Week) -> list[str]:
    return [run["status"] for run in week.data("member", "round", "show")["runs"]]


def _shell(week: Week, who: str = "member") -> Shell:
    return Shell(week.url, week.home, week.tokens[who])


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_worker_takes_runs_until_it_is_stopped(tiny: Week) -> None:
    tiny.good("member", "round", "run", "--queue")
    with _shell(tiny).start("worker", "--every", "0.2") as worker:
        _until(lambda: _statuses(tiny) == ["done", "done"])
        tiny.good("member", "round", "run", "--queue")
        _until(lambda: _statuses(tiny) == ["done", "done", "done"])
        time.sleep(0.5)
        worker.send_signal(signal.SIGINT)
        out, err = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert err == ""
    assert len(re.findall(r"run \d+ of round 2026-w48: done", out)) == 2
    assert "Stopped" in out


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_the_server_answers_until_it_is_stopped(tiny: Week) -> None:
    port = free_port()
    with _shell(tiny).start("serve", "--port", str(port)) as server, httpx2.Client(timeout=60, verify=PLAIN) as client:
        address = f"http://127.0.0.1:{port}"
        _until(lambda: _answers(client, f"{address}/readyz"))
        tiny.good("member", "round", "run", "--queue")
        _until(lambda: _statuses(tiny)[-1] == "done")  # the worker beside it
        assert client.get(f"{address}/v1/units?limit=1").status_code == 401
        mine = client.get(f"{address}/v1/units", headers={"Authorization": f"Bearer {tiny.tokens['member']}"})
        assert [one["id"] for one in mine.json()["items"]] == ["U1", "U2", "U3", "U4"]
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=60)
    assert server.returncode == 0
    lines = [json.loads(line) for line in err.splitlines()]
    assert {(one["event"], one["route"], one["status"]) for one in lines} >= {("request", "/v1/units", 401)}
    assert "limit=1" not in err
    assert f"Open {address}/ in a browser" in out
    assert f"{address}/v1/openapi.json" in out


def test_tokens_do_not_go_over_an_open_line(tiny: Week) -> None:
    assert "proxy with TLS" in tiny.run("nobody", "serve", "--host", "0.0.0.0").err


def _answers(client: httpx2.Client, address: str) -> bool:
    try:
        return client.get(address).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture
def large(nobody: Week, tmp_path: Path, snapshots: Snapshots) -> Week:
    """A round on which the solver is at work for some time."""
    nobody.tokens = snapshots.begin(nobody.url, "large", lambda: _large(nobody, tmp_path))
    return nobody


def _large(week: Week, tmp_path: Path) -> dict[str, str]:
    week.people()
    run("generate", "--households", "900", "--units", "300", "--out", tmp_path / "large")
    week.good("member", "import", tmp_path / "large")
    week.good("chair", "policy", "approve", week.data("chair", "policy", "list")["policies"][0]["version"])
    week.good("member", "round", "open", "large", "--as-of", "2026-11-23")
    return week.tokens


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_worker_that_is_stopped_at_work_gives_its_run_back(large: Week) -> None:
    large.good("member", "round", "run", "--queue")
    with _shell(large).start("worker") as worker:
        _until(lambda: _statuses(large) == ["running"])
        worker.send_signal(signal.SIGTERM)
        out, _ = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert "waits for another worker" in out
    assert _statuses(large) == ["queued"]
    assert large.data("member", "round", "show")["proposals"] == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_the_worker_of_a_server_that_is_killed_gives_its_run_back(large: Week) -> None:
    large.good("member", "round", "run", "--queue")
    with _shell(large).start("serve", "--port", str(free_port())) as server:
        _until(lambda: _statuses(large) == ["running"])
        server.kill()
        server.communicate(timeout=60)
    _until(lambda: _statuses(large) == ["queued"])


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_ctrl_c_in_a_run_leaves_nothing_half_done(large: Week) -> None:
    with _shell(large).start("round", "run") as running:
        _until(lambda: _statuses(large) == ["running"])
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err.strip() == "Stopped. Nothing half was written."
    shown = large.data("member", "round", "show")
    assert [(one["status"], one["code"]) for one in shown["runs"]] == [("failed", "stopped")]
    assert shown["states"] == {}
    assert large.data("member", "round", "run", "--queue")["status"] == "queued"  # another can be asked at once


# ------------------------------------------------------------------------------------------------ help and completion


def test_help_of_a_group_brings_in_nothing_heavy() -> None:
    said = last_line(
        "import sys; from allocator.commandline.app import app",
        "try: app(['round', 'open', '--help'], prog_name='allocator')",
        "except SystemExit: pass",
        "heavy = ('ortools', 'pandas', 'numpy', 'sqlalchemy', 'cryptography', 'allocator.actions')",
        "print([m for m in heavy if m in sys.modules])",
    )
    assert said == "[]"


def test_a_short_command_on_what_is_kept_brings_in_no_engine_and_ends_at_once() -> None:
    """What takes a third of a second to bring in, and as long to look through for garbage before it ends."""
    said = last_line(
        "import atexit, gc, sys",
        "heavy = ('ortools', 'pandas', 'scipy', 'fastapi', 'typst', 'altair')",
        "told = lambda: print([m for m in heavy if m in sys.modules], gc.get_freeze_count() > 100_000)",
        "atexit.register(told)",
        "import allocator.commandline.kept.access, allocator.commandline.kept.deciding",
        "sys.argv = ['allocator', '--version']",
        "from cli import main",
        "main()",
    )
    assert said == "[] True"


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
        [sys.executable, str(ROOT / "cli.py")],
        env=os.environ | words,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found in done.stdout
    assert left_out not in done.stdout
