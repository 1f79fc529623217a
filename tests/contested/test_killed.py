"""A process that is killed at any moment: nothing is half done, and the next one goes on from there."""

import multiprocessing
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from allocator.actions import Office, rounds, running
from allocator.actions.parts.office import SYSTEM
from allocator.actions.worker import Worker
from allocator.store import open_store, soundness
from tests.actions.offices import CHAIR, House, case
from tests.contested import mortals
from tests.databases import settings

FORK = multiprocessing.get_context("fork")
"""A life begins at once: what is imported is there already."""

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def kill_many(url: str, folder: Path, count: int, longest: float) -> None:
    """So many lives, each ended at a moment of its own; after each everything that must be true is checked."""
    chance = random.Random(count)
    for life in range(count):
        one = FORK.Process(target=mortals.live, args=(url, life, folder))
        one.start()
        time.sleep(chance.uniform(0.02, longest))
        assert one.is_alive(), f"life {life} ended by itself"
        os.kill(one.pid or 0, signal.SIGKILL)
        one.join()
        store = open_store(settings(url))
        with store.reading() as work:
            assert soundness.broken(work) == [], f"life {life}"
        store.close()
    house = mortals.house_on(url, count + 1)
    kept = rounds.list_rounds(house.office, CHAIR, 10_000)
    assert len(kept) > 1
    with_proposal = [one.id for one in kept if rounds.show_round(house.office, CHAIR, one.id).proposals]
    for name in chance.sample(with_proposal, min(5, len(with_proposal))):
        assert rounds.replay_round(house.office, CHAIR, name).same
    house.store.close()


def die_at_work(url: str) -> None:
    """A worker that takes a run and dies."""
    office = Office(open_store(settings(url)), House(open_store(settings(url))).clock)
    running.claim_run(office, SYSTEM, "mortal", None)
    os.kill(os.getpid(), signal.SIGKILL)


def test_killed_at_some_moments(url: str, tmp_path: Path) -> None:
    kill_many(url, tmp_path, 12, 1.0)


@pytest.mark.soak
def test_killed_at_many_moments(url: str, tmp_path: Path) -> None:
    kill_many(url, tmp_path, 220, 2.0)


def test_a_run_whose_worker_died_is_seen_and_taken_over(url: str) -> None:
    house = House(open_store(settings(url)))
    house.take_in(case("tiny"))
    house.open()
    asked = rounds.ask_run(house.office, CHAIR, "2026-w48")
    house.store.close()
    one = FORK.Process(target=die_at_work, args=(url,))
    one.start()
    one.join()
    assert one.exitcode == -signal.SIGKILL

    house = House(open_store(settings(url)))
    run, _ = running.show_run(house.office, SYSTEM, asked.id)
    assert (run.status, run.worker, run.attempts) == ("running", "mortal", 1)
    assert Worker(house.office).once() is None, "it may still be alive"
    house.clock.now += timedelta(minutes=2)
    done = Worker(house.office).once()
    assert done is not None
    assert (done.id, done.status, done.attempts) == (asked.id, "done", 2)
    assert rounds.replay_round(house.office, CHAIR, "2026-w48").same
    with house.store.reading() as work:
        assert soundness.broken(work) == []
    house.store.close()
