"""Independent tasks side by side: in this process, in several, or on the machines of a ``dask.distributed`` cluster.

Where tasks are done never changes what comes out: a task is a function of a module with one argument, which can be
pickled, reads no clock and draws no unseeded chance, so results are the same for one worker and for many.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from allocator.executor.local import in_processes, in_turn
from allocator.executor.tasks import TaskFailed

T = TypeVar("T")
R = TypeVar("R")


def run_all(
    work: Callable[[T], R],
    tasks: Sequence[T],
    *,
    workers: int = 1,
    scheduler: str = "",
    done: Callable[[int, R], None] | None = None,
    wanted: Callable[[], None] | None = None,
) -> list[R]:
    """Do all tasks; gives their results in the order of the tasks.

    Args:
        work: a function at the top of a module, so that another process finds it by name.
        tasks: what it is called with, one at a time.
        workers: processes on this machine; 1: in this process, one after the other.
        scheduler: address of a ``dask.distributed`` scheduler (``tcp://host:8786``); its workers do the tasks instead.
        done: told the place in ``tasks`` and the result, in this process, as soon as a task is done, in any order.
        wanted: asked before a task and while waiting; what it raises stops the rest and is raised again.

    Raises:
        TaskFailed: a task raised something; the rest is stopped.
        allocator.domain.refusal.Unavailable: the scheduler cannot be reached, has no workers, or runs another version;
            ``distributed`` is not installed; or workers kept dying over a task.
    """
    if scheduler:
        from allocator.executor.cluster import on_cluster

        return on_cluster(work, tasks, scheduler, done, wanted)
    if workers <= 1 or len(tasks) <= 1:
        return in_turn(work, tasks, done, wanted)
    return in_processes(work, tasks, min(workers, len(tasks)), done, wanted)


__all__ = ["TaskFailed", "run_all"]
