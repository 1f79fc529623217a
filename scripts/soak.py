"""Runs the long properties in full and keeps the outcome in docs/soak.md."""

import os
import platform
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "soak.md"
COMMAND = "HYPOTHESIS_PROFILE=soak python -m pytest -m soak -v --durations=15"
LIBRARIES = ("allocator", "ortools", "numpy", "hypothesis", "pytest")
OUTCOME = re.compile(r"^(?:\[gw\d+\] \[ *\d+%\] )?(?P<outcome>PASSED|FAILED|ERROR|SKIPPED|XFAIL) (?P<test>tests/\S.*)$")


def run(arguments: list[str]) -> tuple[int, list[str]]:
    """Run the soak tests, show their output as it comes, and keep it."""
    command = [sys.executable, *COMMAND.split()[2:], *arguments]
    environment = os.environ | {"HYPOTHESIS_PROFILE": "soak"}
    lines: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    return process.returncode, lines


def commit() -> str:
    """The commit that was tested, and whether files differed from it."""
    git = ["git", "-C", str(ROOT)]
    head = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False)
    changes = subprocess.run(
        [*git, "status", "--porcelain", "--", ".", ":!docs/soak.md"],
        capture_output=True,
        text=True,
        check=False,
    )
    if head.returncode:
        return "none yet"
    return head.stdout.strip() + (" with uncommitted changes" if changes.stdout.strip() else "")


def report(code: int, lines: list[str], started: datetime, seconds: float, arguments: list[str]) -> str:
    """The outcome as a page: what ran, where, each test, the slowest and the closing line."""
    outcomes = sorted((match["test"], match["outcome"].lower()) for line in lines if (match := OUTCOME.match(line)))
    slowest = [line for line in lines if re.match(r"^[\d.]+s (call|setup)", line)]
    closing = next((line.strip("= ") for line in reversed(lines) if line.startswith("=")), "no output")
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return "\n".join(
        [
            "# Soak: the long properties in full",
            "",
            "Written by `make soak`; do not edit.",
            "",
            f"**{'Passed' if code == 0 else 'FAILED'}**: {closing}",
            "",
            "| | |",
            "|---|---|",
            f"| Date | {started:%Y-%m-%d %H:%M} UTC |",
            f"| Duration | {seconds:.0f} s |",
            f"| Commit | {commit()} |",
            f"| Python | {platform.python_version()} on {machine} |",
            f"| Versions | {versions} |",
            f"| Command | `{' '.join([COMMAND, *arguments])}` |",
            "",
            "| Test | Outcome |",
            "|---|---|",
            *(f"| `{test}` | {outcome} |" for test, outcome in outcomes),
            "",
            "Slowest:",
            "",
            "```",
            *slowest,
            "```",
            "",
        ]
    )


def main() -> int:
    """Run, report, and leave with the exit code of the tests."""
    arguments = sys.argv[1:]
    started, clock = datetime.now(tz=UTC), time.monotonic()
    code, lines = run(arguments)
    REPORT.write_text(report(code, lines, started, time.monotonic() - clock, arguments), encoding="utf-8")
    print(f"Kept in {REPORT.relative_to(ROOT)}")
    return code


if __name__ == "__main__":
    sys.exit(main())
