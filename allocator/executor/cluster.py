"""Tasks on the workers of a ``dask.distributed`` scheduler, found by its address."""

import queue
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import allocator
from allocator.domain.refusal import Unavailable
from allocator.executor.tasks import Outcome, do, heard
from allocator.locale import N_

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
R = TypeVar("R")

CONNECT = 10
"""Seconds within which a scheduler must answer."""
WORKERS = 30
"""Seconds within which it must have a worker."""


def on_cluster(
    work: Callable[[T], R],
    tasks: Sequence[T],
    scheduler: str,
    done: Callable[[int, R], None] | None,
    wanted: Callable[[], None] | None,
) -> list[R]:
    """Do all tasks on the workers of a scheduler; a worker that dies loses nothing, others do its tasks again.

    Raises:
        Unavailable: no ``distributed`` here, no scheduler there, no workers, another version, or a task that ended
            more workers than the scheduler allows (its setting ``allowed-failures``).
        allocator.executor.TaskFailed: a task raised something.
    """
    client = _connected(scheduler)
    try:
        return _results(client, work, tasks, done, wanted)
    finally:
        client.close()


def _connected(scheduler: str) -> "Client":
    try:
        from distributed import Client
    except ImportError as error:
        words = N_("Work on other machines needs the package distributed: pip install allocator[cluster].")
        raise Unavailable("no_distributed", words) from error
    try:
        client = Client(scheduler, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        words = N_("No scheduler answers at {address}. Start one (dask scheduler), or correct the address.")
        raise Unavailable("no_scheduler", words, address=scheduler) from error
    try:
        client.wait_for_workers(1, timeout=WORKERS)
    except TimeoutError as error:
        client.close()
        words = N_("The scheduler at {address} has no workers. Start some (dask worker {address}).")
        raise Unavailable("no_workers", words, address=scheduler) from error
    return client


def _results(
    client: "Client",
    work: Callable[[T], R],
    tasks: Sequence[T],
    done: Callable[[int, R], None] | None,
    wanted: Callable[[], None] | None,
) -> list[R]:
    ready: queue.SimpleQueue[Any] = queue.SimpleQueue()
    name = f"allocator-{uuid.uuid4().hex}"  # two runs at once never take each other's results
    waiting: dict[str, int] = {}
    futures: list[Future[Any]] = []
    found: dict[int, R] = {}
    try:
        for place, task in enumerate(tasks):
            key = f"{name}-{place}"
            waiting[key] = place
            futures.append(client.submit(_do, allocator.__version__, work, task, key=key, pure=False))
            futures[-1].add_done_callback(ready.put)
        while waiting:
            future = heard(ready, wanted)
            place = waiting.pop(future.key)
            found[place] = _result(future, place)
            futures[place].release()  # a result that is here need not be kept there
            if done is not None:
                done(place, found[place])
    finally:
        if waiting:
            client.cancel(futures, force=True)
    return [found[place] for place in range(len(tasks))]


def _result(future: "Future[Any]", place: int) -> Any:
    from distributed import KilledWorker

    try:
        outcome = future.result()
    except KilledWorker as error:
        words = N_("The workers of the cluster keep ending over a task. Have they enough memory?")
        raise Unavailable("workers_lost", words) from error
    if isinstance(outcome, str):
        words = N_("A worker of the cluster runs version {theirs} of the allocator, and here it is {ours}.")
        raise Unavailable("other_version", words, theirs=outcome, ours=allocator.__version__)
    return outcome.get(place)


def _do(version: str, work: Callable[[Any], R], task: Any) -> Outcome[R] | str:
    """On a worker: the outcome, or the version of this worker when it is another one."""
    return do(work, task) if version == allocator.__version__ else allocator.__version__


__all__ = ["on_cluster"]
