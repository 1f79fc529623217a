"""A study goes on where it stopped, and gives the same wherever its runs are done."""

from pathlib import Path

import pytest

from allocator.domain.simulated import Asked, Result
from allocator.simulate.study import FOLDER, Folder, Progress, results_in, study
from tests.executor.clusters import cluster
from tests.simulate.worlds import rules, small


def asked(replications: int = 2, weeks: int = 2, policies: tuple[str, ...] = ("urgency", "vacancy")) -> Asked:
    return Asked(scenario=small(0.25, 20), rules=rules(), policies=policies, replications=replications, weeks=weeks)


class Enough(Exception):
    pass


def test_what_is_kept_is_not_done_again(tmp_path: Path) -> None:
    told: list[Progress] = []

    def stop() -> None:
        if told and told[-1].done == 3:
            raise Enough

    with pytest.raises(Enough):
        study(asked(), Folder(tmp_path), told=told.append, wanted=stop)
    assert [now.done for now in told] == [0, 1, 2, 3]
    assert told[0].ahead is None
    assert told[-1].ahead is not None
    again: list[Progress] = []
    found = study(asked(), Folder(tmp_path), told=again.append)
    assert [(now.done, now.kept) for now in again] == [(3, 3), (4, 3)]
    assert again[-1].ahead == 0.0
    assert found == study(asked(), workers=2)
    assert [(one.policy, one.seed) for one in found] == [
        ("urgency", "1-1"), ("vacancy", "1-1"), ("urgency", "1-2"), ("vacancy", "1-2"),
    ]  # fmt: skip
    assert list(results_in(tmp_path)) == sorted(found, key=lambda one: (one.policy, one.seed))


def test_a_damaged_or_foreign_result_is_done_again(tmp_path: Path) -> None:
    first = study(asked(1), Folder(tmp_path))
    files = sorted((tmp_path / FOLDER).iterdir())
    assert len(files) == 2
    other = files[1].read_bytes()
    files[0].write_bytes(other)  # a result of another run under this name
    files[1].write_bytes(other[: len(other) // 2])
    assert study(asked(1), Folder(tmp_path)) == first
    assert {Result.model_validate_json(f.read_bytes()).sha256 for f in files} == {one.sha256 for one in first}


def test_other_inputs_are_other_runs(tmp_path: Path) -> None:
    study(asked(1), Folder(tmp_path))
    longer: list[Progress] = []
    study(asked(1, weeks=3), Folder(tmp_path), told=longer.append)
    assert longer[0].kept == 0


@pytest.mark.slow
def test_eight_worlds_two_policies_eight_weeks_on_a_cluster_whose_worker_dies(tmp_path: Path) -> None:
    """The same results in two processes, and on a cluster of which a worker is killed in the middle."""
    wanted = asked(8, 8, ("vacancy", "exact"))
    here = study(wanted, workers=2)
    with cluster(tmp_path, 2) as there:
        killed: list[int] = []

        def kill(now: Progress) -> None:
            if now.done == 4 and not killed:
                there.workers[0].kill()
                killed.append(there.workers[0].wait(20))

        assert study(wanted, Folder(tmp_path), scheduler=there.address, told=kill) == here
        assert killed
    assert len(results_in(tmp_path)) == 16
