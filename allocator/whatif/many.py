"""Many rounds solved side by side, each judged; nothing depends on where or in which order that is done."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from allocator.domain.proposal import Placement, Solution
from allocator.domain.round import Round
from allocator.executor import run_all
from allocator.run import Rejected
from allocator.solver.optimum import Contradiction, solve
from allocator.solver.verify import verify

Told = Callable[[int, int], None]
"""Told how many are done, and of how many."""


class Task(NamedTuple):
    """A round, a plan to begin with, and a limit in seconds."""

    round: Round
    start: tuple[Placement, ...] = ()
    time_limit: float | None = None


class Side(NamedTuple):
    """Where independent solves are done: processes on this machine, or a cluster at an address."""

    workers: int = 1
    scheduler: str = ""


HERE = Side()
"""In this process, one after the other."""


def solve_all(
    tasks: Sequence[Task],
    side: Side = HERE,
    *,
    told: Told | None = None,
    wanted: Callable[[], None] | None = None,
) -> list[Solution | None]:
    """The best plan of each round, in the order of the tasks; None where no plan keeps the pins.

    Args:
        tasks: the rounds.
        side: where they are solved.
        told: told how many are done.
        wanted: asked between rounds; what it raises stops the rest.

    Raises:
        allocator.executor.TaskFailed: when the judge finds a fault in a plan, or the solver fails.
    """
    done = 0

    def tell(_: int, __: Solution | None) -> None:
        nonlocal done
        done += 1
        if told is not None:
            told(done, len(tasks))

    return run_all(_solved, tasks, workers=side.workers, scheduler=side.scheduler, done=tell, wanted=wanted)


def _solved(task: Task) -> Solution | None:
    try:
        found = solve(task.round, time_limit=task.time_limit, start=task.start)
    except Contradiction:
        return None
    if violations := verify(task.round, found):
        raise Rejected(violations)
    return found
