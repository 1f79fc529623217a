"""A process is killed at any moment: nothing is half done, and whoever comes after brings it to its end."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from allocator.actions import Office, rounds, upkeep
from allocator.actions.parts.office import SYSTEM
from allocator.actions.worker import Worker
from allocator.store import migrating, runs, trail
from tests.actions.offices import CHAIR as SEER
from tests.actions.offices import MONDAY, Clock
from tests.concurrency.crowd import ROUND
from tests.concurrency.victim import JOBS, do, office_of
from tests.databases import Shelf, settings

ALL = ("upgrade", *JOBS)


@dataclass
class Killer:
    """Lets jobs be done in a process of their own, and kills it."""

    process: subprocess.Popen[str]
    shelf: Shelf
    file: Path
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    before: dict[str, str] = field(default_factory=dict)
    """The database as it is before each job."""
    takes: dict[str, float] = field(default_factory=dict)
    """Seconds that each job takes when nobody disturbs it."""
    sha256: str = ""
    """Hash of the proposal that an undisturbed run makes."""

    def run(self, job: str, url: str, after: float | None = None) -> tuple[bool, float]:
        """Do a job, killed after so many seconds; whether it was, and how long it lasted."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps({"job": job, "url": url, "file": str(self.file)}), file=self.process.stdin, flush=True)
        pid = int(self.process.stdout.readline())
        if after is not None:
            time.sleep(after)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        ended = json.loads(self.process.stdout.readline())
        assert ended["status"] in (0, signal.SIGKILL), ended
        return ended["status"] != 0, float(ended["seconds"])

    def prepare(self) -> None:
        """A whole week that nobody disturbs, with a copy of the database before each job."""
        url = self.shelf.empty()
        for job in ALL:
            self.before[job] = self.shelf.copy(url)
            killed, self.takes[job] = self.run(job, url)
            assert not killed
        office = office_of(url)
        self.sha256 = rounds.show_round(office, SEER, ROUND).proposals[0].sha256
        office.close()

    def kill(self, job: str) -> bool:
        """One job, killed at any moment; whether it was in time."""
        url = self.shelf.copy(self.before[job])
        killed, _ = self.run(job, url, self.chance.uniform(0, self.takes[job] * 1.05))
        office = office_of(url)
        if killed:
            self.look(job, office, url)
        office.close()
        self.shelf.remove(url)
        return killed

    def look(self, job: str, office: Office, url: str) -> None:
        """Whoever comes after finds everything whole, and brings it to its end."""
        if job == "upgrade":
            assert migrating.current(office.store) in (None, migrating.head())
            do(job, url, self.file)
            migrating.must_be_current(office.store)
            return
        whole(office)
        if job == "run":
            self.run_again(office)
        elif not done(job, office):
            do(job, url, self.file)
        whole(office)
        if job == "backup":
            fresh = self.shelf.empty()
            Office.restore(self.file, settings(fresh))
            self.shelf.remove(fresh)

    def run_again(self, office: Office) -> None:
        """A run that died is seen once its lease is over; another worker makes the same of it."""
        late = office_of(str(office.store.engine.url), Clock(MONDAY + runs.LEASE + timedelta(minutes=1)))
        late = Office(office.store, late.clock, office.secret)
        shown = rounds.show_round(late, SEER, ROUND)
        if not shown.runs:
            rounds.ask_run(late, SEER, ROUND)
            shown = rounds.show_round(late, SEER, ROUND)
        (run,) = shown.runs
        if run.status == runs.RUNNING:
            assert shown.died == (run.id,)
            assert Worker(office, "too early").once() is None
        if run.status != runs.DONE:
            assert Worker(late, "next").once() is not None
        (kept,) = rounds.show_round(late, SEER, ROUND).proposals
        assert kept.sha256 == self.sha256


def whole(office: Office) -> None:
    """Every invariant, and what is kept against the audit chain."""
    assert upkeep.check_soundness(office, SYSTEM) == []
    with office.store.reading() as work:
        assert trail.verify(work) is None


def done(job: str, office: Office) -> bool:
    """Whether a job that is not done twice was done before the process died."""
    if job not in ("open", "close"):
        return False
    with office.store.reading() as work:
        return bool(trail.events(work, what=f"rounds.{job}_round"))


@pytest.fixture
def killer(shelf: Shelf, tmp_path: Path) -> Iterator[Killer]:
    command = [sys.executable, "-m", "tests.concurrency.victim"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        found = Killer(process, shelf, tmp_path / "week.zip")
        found.prepare()
        yield found
        assert process.stdin
        process.stdin.close()


def kill_often(killer: Killer, times: int) -> None:
    """Each job in turn, until so many were killed before their end."""
    killed = tries = 0
    while killed < times:
        killed += killer.kill(ALL[tries % len(ALL)])
        tries += 1
        assert tries < 5 * times


@pytest.mark.slow
def test_killed_at_any_moment(killer: Killer) -> None:
    kill_often(killer, 7)


@pytest.mark.soak
def test_killed_at_two_hundred_moments(killer: Killer) -> None:
    kill_often(killer, 200)
