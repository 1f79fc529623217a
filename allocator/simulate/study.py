"""Many runs: every policy in every world, each run kept at once, so that a study goes on where it stopped."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol

from pydantic import ValidationError

from allocator.domain.simulated import Asked, Result
from allocator.executor import run_all
from allocator.simulate.result import Job
from allocator.simulate.weeks import simulate

FOLDER = "runs"


def jobs_of(asked: Asked) -> tuple[Job, ...]:
    """All runs, replication by replication, so that what is done first can already be compared."""
    return tuple(
        Job(scenario=asked.scenario, rules=asked.rules, policy=name, seed=f"{asked.seed}-{n + 1}", weeks=asked.weeks)
        for n in range(asked.replications)
        for name in asked.policies
    )


class Shelf(Protocol):
    """Where runs are kept as soon as they are done."""

    def find(self, key: str) -> Result | None:
        """What was kept of a run; what is damaged or of other inputs counts as none."""

    def keep(self, result: Result) -> None:
        """Keep a run, whole or not at all."""


@dataclass(frozen=True)
class Progress:
    """How far a study is. ``ahead``: seconds that the rest will take, as far as can be told; None: not yet."""

    done: int
    kept: int
    all: int
    ahead: float | None


Told = Callable[[Progress], None]


def study(
    asked: Asked,
    shelf: Shelf | None = None,
    *,
    workers: int = 1,
    scheduler: str = "",
    told: Told | None = None,
    wanted: Callable[[], None] | None = None,
) -> tuple[Result, ...]:
    """Do all runs that are not kept yet; gives the results of all, in the order of ``jobs_of``.

    Args:
        asked: what is simulated.
        shelf: where each result is kept at once; None: nowhere.
        workers, scheduler: where the runs are done, as ``run_all`` has it.
        told: told how far it is, at the start and after every run.
        wanted: asked between runs, in this process after every week too; what it raises stops the study, and what is
            done stays kept.

    Raises:
        allocator.executor.TaskFailed, allocator.domain.refusal.Unavailable: as ``run_all``.
        OSError: a result cannot be kept.
    """
    jobs = jobs_of(asked)
    found = {key: one for key in (job.sha256 for job in jobs) if shelf and (one := shelf.find(key)) is not None}
    todo, tell = [job for job in jobs if job.sha256 not in found], _Teller(len(found), len(jobs), told)

    def keep(place: int, result: Result) -> None:
        found[todo[place].sha256] = result
        if shelf is not None:
            shelf.keep(result)
        tell(len(found))

    tell(len(found))
    if workers <= 1 and not scheduler and wanted is not None:
        _in_turn(todo, keep, wanted)
    else:
        run_all(simulate_one, todo, done=keep, workers=workers, scheduler=scheduler, wanted=wanted)
    return tuple(found[job.sha256] for job in jobs)


class _Teller:
    """Tells how far a study is, and how long the rest will take, from what the runs of this time took."""

    def __init__(self, before: int, most: int, told: Told | None) -> None:
        self._before, self._most, self._told, self._begun = before, most, told, perf_counter()

    def __call__(self, found: int) -> None:
        done, left = found - self._before, self._most - found
        ahead = (perf_counter() - self._begun) / done * left if done else None if left else 0.0
        if self._told is not None:
            self._told(Progress(found, self._before, self._most, ahead))


def _in_turn(todo: Sequence[Job], keep: Callable[[int, Result], None], wanted: Callable[[], None]) -> None:
    """One after the other in this process, asked after every week whether it is still wanted."""
    for place, job in enumerate(todo):
        wanted()
        keep(place, simulate(job, told=lambda _: wanted()))


def simulate_one(job: Job) -> Result:
    """One run, as a task that another process finds by name."""
    return simulate(job)


class Folder:
    """Runs as files in a folder; a file is written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._runs = folder / FOLDER

    def find(self, key: str) -> Result | None:
        """What an earlier study kept of a run; a file that is damaged or of other inputs counts as none."""
        try:
            found = Result.model_validate_json((self._runs / f"{key}.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return found if found.sha256 == key else None

    def keep(self, result: Result) -> None:
        """Write whole or not at all: a study that is stopped while it writes leaves no half result."""
        place = self._runs / f"{result.sha256}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(f".{os.getpid()}.half")
        half.write_text(json.dumps(result.model_dump(mode="json"), sort_keys=True, indent=1) + "\n", encoding="utf-8")
        half.replace(place)


def results_in(folder: Path) -> Sequence[Result]:
    """Every result that is kept in a folder, by policy and seed."""
    found = [Result.model_validate_json(file.read_bytes()) for file in sorted((folder / FOLDER).glob("*.json"))]
    return sorted(found, key=lambda one: (one.policy, one.seed))


__all__ = ["FOLDER", "Folder", "Progress", "Shelf", "jobs_of", "results_in", "simulate_one", "study"]
