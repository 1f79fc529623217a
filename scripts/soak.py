"""Runs the long properties in full and keeps the outcome in docs/soak.md.

    python -m scripts.soak                       everything
    python -m scripts.soak tests/concurrency     a part: the page keeps the last outcome of each other test

A test counts as run when every case of it ran, in one part.
"""

import os
import platform
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "soak.md"
COMMAND = "HYPOTHESIS_PROFILE=soak python -m pytest -m soak"
LIBRARIES = ("ortools", "numpy", "hypothesis", "pytest")
_WORDS = "PASSED|FAILED|ERROR|SKIPPED|XFAIL"
BESIDE = re.compile(rf"^\[gw\d+\] \[ *\d+%\] (?P<outcome>{_WORDS}) (?P<test>tests/\S.*)$")
ALONE = re.compile(rf"^(?P<test>tests/\S.*) (?P<outcome>{_WORDS}) +(\(.*\) *)?\[ *\d+%\]$")
"""How pytest tells the outcome of a case: by several processes, and by one (``-n 0``)."""
ROW = re.compile(r"^\| `(?P<test>tests/[^`]+)` \| (?P<cases>\d+) \| (?P<outcome>[^|]+) \| (?P<part>\d+) \|$")
FIGURES = re.compile(r"^FIGURES (?P<test>tests/[^ |]+) \| (?P<told>.+)$")
FIGURE = re.compile(r"^- `(?P<test>tests/[^`]+)`: (?P<told>.+)$")
PART = re.compile(r"^\| (?P<number>\d+) \| (?P<told>.*) \|$")


@dataclass(frozen=True)
class Page:
    """What docs/soak.md says: of each test its cases, outcome and part; of each part when, on what, how it ended."""

    rows: Mapping[str, tuple[int, str, int]] = field(default_factory=dict)
    parts: Mapping[int, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    """What tests measured."""

    @classmethod
    def read(cls, text: str) -> "Page":
        """The page as it was written."""
        lines = text.splitlines()
        rows = {m["test"]: (int(m["cases"]), m["outcome"], int(m["part"])) for m in map(ROW.match, lines) if m}
        figures = {m["test"]: m["told"] for m in map(FIGURE.match, lines) if m}
        return cls(rows, {int(m["number"]): m["told"] for m in map(PART.match, lines) if m}, figures)

    def with_part(self, told: str, ran: Mapping[str, Counter[str]], figures: Mapping[str, str] | None = None) -> "Page":
        """The page after another part."""
        number = max(self.parts, default=0) + 1
        new = {test: (found.total(), outcome_of(found), number) for test, found in ran.items()}
        stay = {test: words for test, words in self.figures.items() if test not in new}
        return Page({**self.rows, **new}, {**self.parts, number: told}, {**stay, **(figures or {})})

    def text(self, wanted: Mapping[str, int]) -> str:
        """The page, held against all tests that there are now with their number of cases."""
        rows = {test: row for test, row in self.rows.items() if test in wanted}
        missing = [test for test, cases in wanted.items() if rows.get(test, (0, "", 0))[0] != cases]
        failed = [test for test, row in rows.items() if row[1] != "passed"]
        figures = {test: self.figures[test] for test in sorted(rows) if test in self.figures}
        parts = {number: self.parts[number] for number in sorted({row[2] for row in rows.values()})}
        verdict = f"**Passed**: all {len(wanted)} tests, {sum(wanted.values())} cases."
        if failed or missing:
            verdict = (
                f"**Not whole**: of {len(wanted)} tests {len(failed)} did not pass and {len(missing)} were not run."
            )
        return "\n".join(
            [
                "# Soak: the long properties in full",
                "",
                "Written by `make soak`; do not edit. A part is run with `make soak ARGS=tests/...`; each test stands",
                "here with its last outcome and the part that ran it.",
                "",
                verdict,
                "",
                "| Part | Started (UTC) | Commit | Seconds | Command | End |",
                "|--:|---|---|--:|---|---|",
                *(f"| {number} | {told} |" for number, told in parts.items()),
                "",
                f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
                + f"Python {platform.python_version()}, "
                + ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
                "",
                "| Test | Cases | Outcome | Part |",
                "|---|--:|---|--:|",
                *(f"| `{test}` | {row[0]} | {row[1]} | {row[2]} |" for test, row in sorted(rows.items())),
                *(f"| `{test}` | {cases} | not run | – |" for test, cases in wanted.items() if test not in rows),
                "",
                *_measured(figures),
            ]
        )


def _measured(figures: Mapping[str, str]) -> list[str]:
    told = [f"- `{test}`: {words}" for test, words in figures.items()]
    return ["## What was measured", "", *told, ""] if told else []


def outcome_of(found: Counter[str]) -> str:
    """One word when all cases ended alike, else how many ended how."""
    if len(found) == 1:
        return next(iter(found))
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.items()))


def by_test(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """Outcomes of the cases of each test."""
    found: dict[str, Counter[str]] = {}
    for line in lines:
        if match := BESIDE.match(line) or ALONE.match(line):
            test = match["test"].partition("[")[0].strip()
            found.setdefault(test, Counter())[match["outcome"].lower()] += 1
    return found


def figures_of(lines: Iterable[str]) -> dict[str, str]:
    """What tests measured, as ``tests/conftest.py`` prints it at the end."""
    return {m["test"].partition("[")[0]: m["told"] for m in map(FIGURES.match, lines) if m}


def cases(lines: Iterable[str]) -> dict[str, int]:
    """How many cases each test has, from what pytest collects.

    Raises:
        SystemExit: when something could not be collected, with what pytest said: the page would not be whole.
    """
    lines = list(lines)
    if lines[-1] != "exit 0":
        raise SystemExit("\n".join([*lines, "Not all tests could be collected (see above): nothing was run."]))
    return dict(Counter(line.partition("[")[0].strip() for line in lines if line.startswith("tests/") and "::" in line))


def commit() -> str:
    """The commit that was tested, and whether files differed from it."""
    git = ["git", "-C", str(ROOT)]
    head = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False)
    state = [*git, "status", "--porcelain", "--", ".", ":!docs/soak.md"]
    changes = subprocess.run(state, capture_output=True, text=True, check=False)
    if head.returncode:
        return "none yet"
    return head.stdout.strip() + (" with uncommitted changes" if changes.stdout.strip() else "")


def _pytest(*arguments: str) -> list[str]:
    """Run pytest on the long tests, show what it says as it comes unless only names are asked, and give it."""
    command = [sys.executable, *COMMAND.split()[2:], *arguments]
    environment = os.environ | {"HYPOTHESIS_PROFILE": "soak"}
    lines: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        for line in process.stdout or ():
            if "--collect-only" not in arguments:
                print(line, end="", flush=True)
            lines.append(line.rstrip())
    return [*lines, f"exit {process.returncode}"]


def main() -> int:
    """Run, report, and leave with the exit code of the tests."""
    arguments = sys.argv[1:]
    wanted = cases(_pytest("--collect-only", "-q", "-n", "0"))
    started, clock, tested = datetime.now(tz=UTC), time.monotonic(), commit()
    lines = _pytest("-v", "--durations=15", *arguments)
    closing = next((line.strip("= ") for line in reversed(lines) if line.startswith("=")), "no output")
    command = " ".join(["make soak", *([f'ARGS="{" ".join(arguments)}"'] if arguments else [])])
    told = f"{started:%Y-%m-%d %H:%M} | {tested} | {time.monotonic() - clock:.0f} | `{command}` | {closing}"
    page = Page.read(REPORT.read_text(encoding="utf-8") if REPORT.exists() else "")
    REPORT.write_text(page.with_part(told, by_test(lines), figures_of(lines)).text(wanted), encoding="utf-8")
    print(f"Kept in {REPORT.relative_to(ROOT)}")
    return int(lines[-1].removeprefix("exit "))


if __name__ == "__main__":
    sys.exit(main())
