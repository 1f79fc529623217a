"""One writer at a time: who waits, until when, and what time it is when the turn comes."""

import threading
import time
from datetime import datetime, timedelta

import pytest

from allocator.actions import access, households, trail, upkeep
from allocator.actions.parts.office import SYSTEM
from allocator.actions.parts.watching import Watch
from allocator.actions.rounds import ask_run
from allocator.actions.running import beat, claim_run
from allocator.actions.worker import Worker
from allocator.store import connecting, runs
from allocator.store import trail as chain
from allocator.store.faults import Unreachable
from tests.actions.offices import ADMINISTRATOR, CHAIR, MONDAY, House

HALF = 0.5


class Held:
    """Somebody who writes, also in the log of readings, and takes long."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.has, self.let_go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._hold)

    def _hold(self) -> None:
        with self.house.store.writing() as work:
            work.turn()
            self.has.set()
            assert self.let_go.wait(30)

    def __enter__(self) -> "Held":
        self.thread.start()
        assert self.has.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self.thread.join()


def test_what_waited_for_its_turn_is_written_down_when_it_was_done(sound: House) -> None:
    """Else the trail would not be in order of time, and a sign of life would be old when it is kept."""
    with Held(sound) as held:
        waiting = threading.Thread(target=access.add_user, args=(sound.office, ADMINISTRATOR, "ann", CHAIR.role, None))
        waiting.start()
        time.sleep(HALF)
        sound.clock.now = MONDAY + timedelta(minutes=5)
        held.let_go.set()
        waiting.join()
    with sound.store.reading() as work:
        (link,) = chain.links(work)
    assert link.event.at == MONDAY + timedelta(minutes=5)


def test_a_reading_is_written_down_when_its_turn_has_come(sound: House) -> None:
    sound.begin("tiny", opened=False)
    with Held(sound) as held:
        waiting = threading.Thread(target=households.show_household, args=(sound.office, CHAIR, "H1"))
        waiting.start()
        time.sleep(HALF)
        sound.clock.now = MONDAY + timedelta(minutes=5)
        held.let_go.set()
        waiting.join()
    (entry, *_) = trail.show_readings(sound.office, CHAIR, "H1")
    assert entry.at == MONDAY + timedelta(minutes=5)


def test_who_waits_too_long_is_told_to_try_again(sound: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "BUSY_MS", 200)
    with Held(sound), pytest.raises(Unreachable, match="Try again"):
        upkeep.pass_days(sound.office, SYSTEM)


def test_a_worker_outlives_a_sign_of_life_that_does_not_come_through(
    sound: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "BUSY_MS", 100)
    sound.begin("tiny", run=False)
    run = ask_run(sound.office, CHAIR, "2026-w48")
    taken = claim_run(sound.office, SYSTEM, "one")
    assert taken is not None
    with Worker(sound.office, "one", every=0.05)._alive(taken, Watch()):
        with Held(sound):
            time.sleep(HALF)
        later = sound.clock.now = MONDAY + timedelta(seconds=30)
        until = time.monotonic() + 30
        while _heartbeat(sound, run.id) != later and time.monotonic() < until:
            time.sleep(0.05)
    assert _heartbeat(sound, run.id) == later


def _heartbeat(house: House, run: int) -> datetime | None:
    with house.store.reading() as work:
        return runs.find(work, run).heartbeat_at


def test_two_clocks_that_differ_never_give_two_results(sound: House) -> None:
    """Another machine, two minutes ahead, believes that the worker died; the first one can no longer do anything."""
    sound.begin("tiny", run=False)
    ask_run(sound.office, CHAIR, "2026-w48")
    slow = claim_run(sound.office, SYSTEM, "slow")
    assert slow is not None
    sound.clock.now += timedelta(minutes=2)
    fast = Worker(sound.office, "fast").once()
    sound.clock.now -= timedelta(minutes=2)
    assert fast is not None
    assert fast.attempts == 2
    assert beat(sound.office, SYSTEM, slow, {}) is False
