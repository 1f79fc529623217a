"""Many runs: every policy in every world, each run kept on disk, so that a study goes on where it stopped."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pydantic import ValidationError

from allocator.domain.base import Frozen
from allocator.domain.policy import Policy
from allocator.domain.scenario import Scenario
from allocator.executor import run_all
from allocator.simulate.result import Job, Result
from allocator.simulate.weeks import simulate

FOLDER = "runs"


class Asked(Frozen):
    """What a study asks: the same worlds for every policy (common random numbers)."""

    scenario: Scenario
    rules: Policy
    policies: tuple[str, ...]
    seed: str = "1"
    replications: int = 1
    weeks: int = 52

    def jobs(self) -> tuple[Job, ...]:
        """All runs, replication by replication, so that what is done first can already be compared."""
        return tuple(
            Job(scenario=self.scenario, rules=self.rules, policy=name, seed=f"{self.seed}-{n + 1}", weeks=self.weeks)
            for n in range(self.replications)
            for name in self.policies
        )


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
    folder: Path | None = None,
    *,
    workers: int = 1,
    scheduler: str = "",
    told: Told | None = None,
    wanted: Callable[[], None] | None = None,
) -> tuple[Result, ...]:
    """Do all runs that are not kept yet; gives the results of all, in the order of ``Asked.jobs``.

    Args:
        asked: scenario, rules, policies, seed, number of worlds and weeks.
        folder: where each result is kept at once; None: nowhere.
        workers, scheduler: where the runs are done, as ``run_all`` has it.
        told: told how far it is, at the start and after every run.
        wanted: what it raises stops the study; what is done stays kept.

    Raises:
        allocator.executor.TaskFailed, allocator.domain.refusal.Unavailable: as ``run_all``.
        OSError: a result cannot be kept.
    """
    jobs = asked.jobs()
    found = {job.sha256: one for job in jobs if (one := _kept(folder, job)) is not None}
    todo = [job for job in jobs if job.sha256 not in found]
    begun, before = perf_counter(), len(found)

    def tell() -> None:
        done = len(found) - before
        left = (perf_counter() - begun) / done * (len(todo) - done) if done else None
        (told or _nobody)(Progress(len(found), before, len(jobs), left if todo else 0.0))

    def keep(place: int, result: Result) -> None:
        found[todo[place].sha256] = result
        _keep(folder, result)
        tell()

    tell()
    run_all(simulate_one, todo, workers=workers, scheduler=scheduler, done=keep, wanted=wanted)
    return tuple(found[job.sha256] for job in jobs)


def _nobody(_: Progress) -> None:
    """Who did not ask how far it is."""


def simulate_one(job: Job) -> Result:
    """One run, as a task that another process finds by name."""
    return simulate(job)


def _kept(folder: Path | None, job: Job) -> Result | None:
    """What an earlier study kept of a run; a file that is damaged or of other inputs counts as none."""
    if folder is None:
        return None
    try:
        found = Result.model_validate_json((folder / FOLDER / f"{job.sha256}.json").read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return found if found.sha256 == job.sha256 else None


def _keep(folder: Path | None, result: Result) -> None:
    """Write whole or not at all: a study that is stopped while it writes leaves no half result."""
    if folder is None:
        return
    place = folder / FOLDER / f"{result.sha256}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(f".{os.getpid()}.half")
    half.write_text(json.dumps(result.model_dump(mode="json"), sort_keys=True, indent=1) + "\n", encoding="utf-8")
    half.replace(place)


def results_in(folder: Path) -> Sequence[Result]:
    """Every result that is kept in a folder, by policy and seed."""
    found = [Result.model_validate_json(file.read_bytes()) for file in sorted((folder / FOLDER).glob("*.json"))]
    return sorted(found, key=lambda one: (one.policy, one.seed))


__all__ = ["FOLDER", "Asked", "Progress", "results_in", "simulate_one", "study"]
