"""Tasks on a cluster: a real scheduler and real workers, on loopback addresses."""

import builtins
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import allocator
from allocator.domain.refusal import Unavailable
from allocator.executor import TaskFailed, cluster, run_all
from tests.executor import work
from tests.executor.clusters import cluster as some_cluster


@pytest.mark.slow
def test_a_cluster_does_what_one_process_does_also_when_a_worker_dies(tmp_path: Path) -> None:
    tasks = [(number, str(tmp_path)) for number in range(6)]
    told: list[int] = []
    with some_cluster(tmp_path.parent, 3) as there:
        found = run_all(work.die_once, tasks, scheduler=there.address, done=lambda place, _: told.append(place))
        assert found == [number * number for number in range(6)]
        assert sorted(told) == list(range(6))
        assert [process.poll() for process in there.workers].count(None) == 1  # tasks 1 and 5 took theirs with them
        with pytest.raises(TaskFailed, match="task 1: Unpicklable: 3 is three"):
            run_all(work.refuse, [2, 3], scheduler=there.address)
        with pytest.raises(Enough):
            run_all(work.square, range(50), scheduler=there.address, wanted=_enough)


class Enough(Exception):
    pass


def _enough() -> None:
    raise Enough


@pytest.mark.slow
def test_a_worker_of_another_version_is_named() -> None:
    assert cluster._do("0.0.0", work.refuse, 1) == allocator.__version__
    with pytest.raises(Unavailable, match=f"runs version 9 of the allocator, and here it is {allocator.__version__}"):
        cluster._result(_Finished("9"), 0)  # type: ignore[arg-type]


class _Finished:
    def __init__(self, result: Any) -> None:
        self.result = lambda: result


@pytest.mark.slow
def test_nothing_asks_for_distributed_before_a_scheduler_is_named() -> None:
    """It is an extra: whoever has no cluster need not install it."""
    asks = "import sys, allocator.executor, allocator.executor.cluster; print('distributed' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.slow
def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cluster, "CONNECT", 0.5)
    monkeypatch.setattr(cluster, "WORKERS", 0.5)
    with pytest.raises(Unavailable, match=r"No scheduler answers at tcp://127\.0\.0\.1:9"):
        run_all(work.square, [1], scheduler="tcp://127.0.0.1:9")
    with pytest.raises(Unavailable, match="No scheduler answers at nonsense://here"):
        run_all(work.square, [1], scheduler="nonsense://here")
    monkeypatch.setattr(cluster, "CONNECT", 60)  # this one is there, be it late
    with some_cluster(tmp_path, 0) as there, pytest.raises(Unavailable, match="has no workers"):
        run_all(work.square, [1], scheduler=there.address)
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Unavailable, match=r"pip install allocator\[cluster\]"):
        run_all(work.square, [1], scheduler="tcp://127.0.0.1:9")
