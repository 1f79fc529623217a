"""Every measurement in a fresh process, one after the other: memory and caches are its own."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.rows import EXACT, GROWTH, NORMS, OURS, ROWS, Result

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds on top of its limit after which a process is ended: generating, building, reading."""


class Task(NamedTuple):
    """One measurement to make."""

    row: str
    seed: int
    norm: str
    who: str


def tasks(
    rows: Sequence[str],
    seeds: Sequence[int],
    norms: Sequence[str],
    peers: Sequence[str],
    peer_seeds: Sequence[int],
) -> list[Task]:
    """Ours first on every seed; then the peers, on fewer seeds where the rounds are larger."""
    made = []
    for row in rows:
        for norm in norms:
            made += [Task(row, seed, norm, OURS) for seed in seeds]
            mine = peer_seeds if row == "region" else peer_seeds[:1]
            made += [Task(row, seed, norm, who) for who in peers for seed in mine if seed in seeds]
    return made


def growth(peers: Sequence[str], limit: float) -> Iterator[Result]:
    """Every size of the plot under the first norm; a peer that reaches its limit is not asked for more."""
    out: set[str] = set()
    for row in GROWTH:
        for who in (OURS, *peers):
            if who in out:
                continue
            result = run(Task(row.name, 1, NORMS[0], who), limit)
            yield result
            if who in EXACT and (result.seconds is None or result.seconds >= limit):
                out.add(who)


def run(task: Task, limit: float) -> Result:
    """Measure in a fresh process; a process that dies or hangs gives a result that says so."""
    command = [sys.executable, "-m", "tests.benchmarks.measure", *map(str, task), str(limit)]
    known = ROWS.get(task.row)
    longest = max(limit, (known.limit if known else None) or limit) + PATIENCE
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=longest, check=False)
    except subprocess.TimeoutExpired:
        return Result(*task, failed=f"no plan after {longest:.0f} s")
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        short = "MemoryError" in done.stderr or "bad_alloc" in done.stderr or done.returncode < 0
        return Result(*task, failed="out of memory" if short else lines[-1][:200] if lines else "stopped")
    return Result.from_json(json.loads(done.stdout.splitlines()[-1]))
