"""Several processes at once on one database, and a small region that gives them enough to fight about."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from allocator.actions.parts.force import in_force
from allocator.domain.workflow import Role, Step
from allocator.generate import generate
from allocator.generate.population import AS_OF
from allocator.intake import ReadCase, delivered_policy, read_policy
from allocator.store import placements
from allocator.workflow import STEPS, reasons_for, steps_from
from tests.actions.offices import House
from tests.concurrency.contender import Ticking

ROUND = "2026-w48"
FOR_GOOD = frozenset({Step.MOVE_IN, Step.END})
"""Steps after which there is nothing left to fight about."""

Wish = dict[str, Any]


def region(households: int = 24, units: int = 10, seed: int = 7) -> ReadCase:
    """A made-up week, the same every time."""
    policy = read_policy(delivered_policy(), AS_OF)
    return ReadCase(generate(households, units, "ten", seed, policy=policy), (), {})


@dataclass
class Crowd:
    """Processes that wait for a request each."""

    processes: list[subprocess.Popen[str]]

    def contest(self, wishes_: list[Wish]) -> list[dict[str, Any]]:
        """Let each process do its own wish, all at the same moment; their answers."""
        lines = [json.dumps(wish) + "\n" for wish in wishes_]
        for process, line in zip(self.processes, lines, strict=True):
            assert process.stdin
            process.stdin.write(line)
            process.stdin.flush()
        return [json.loads(_line(process)) for process in self.processes]


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"A process ended with {process.wait()}.")
    return line


@contextmanager
def crowd(url: str, count: int, clock: Ticking) -> Iterator[Crowd]:
    """So many processes on one database, until the end of the block."""
    command = [sys.executable, "-m", "tests.concurrency.contender", url, str(clock.started)]
    found = Crowd(
        [
            subprocess.Popen([*command, f"p{n}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for n in range(count)
        ]
    )
    try:
        for process in found.processes:
            assert _line(process) == "ready\n"
        yield found
    finally:
        for process in found.processes:
            assert process.stdin
            process.stdin.close()
        for process in found.processes:
            assert process.stdout
            process.wait(timeout=60)
            process.stdout.close()


def wishes(house: House, number: int, count: int, chance: random.Random, only: Step | None = None) -> list[Wish]:
    """What so many people want with one placement as it stands, each something that may be done."""
    with house.store.reading() as work:
        policy = in_force(work, house.office.today)
        kept = placements.load(work, number)
    found: list[Wish] = []
    for index in range(count):
        role = Role.COMMITTEE_MEMBER if index % 2 and kept.line.live else Role.COMMITTEE_CHAIR
        steps = [s for s in steps_from(kept.state, policy, role) if only is s or (only is None and s not in FOR_GOOD)]
        if not steps:
            return []
        step = chance.choice(steps)
        reasons = reasons_for(step, kept.state, policy, role, house.office.today)
        reason = chance.choice(reasons).code if STEPS[step].needs_reason and reasons else None
        wish = {"placement": number, "version": kept.line.version, "step": step.value, "reason": reason}
        found.append(wish | {"role": role.value})
    return found
