"""An office for tests: a clock that is set by hand, people in every role, and small cases that are imported."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from allocator.actions import Office, exchange, placements, policies, rounds
from allocator.actions.worker import Worker
from allocator.domain.workflow import Role, Step
from allocator.intake import ReadCase, read_case
from allocator.store import Store
from allocator.workflow import Actor
from tests.databases import Snapshots

FIXTURES = Path(__file__).parents[2] / "fixtures"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)

CHAIR = Actor("chair", Role.COMMITTEE_CHAIR)
MEMBER = Actor("member", Role.COMMITTEE_MEMBER)
AUDITOR = Actor("auditor", Role.AUDITOR)
ADMINISTRATOR = Actor("administrator", Role.ADMINISTRATOR)


def corporation(key: str) -> Actor:
    """Somebody of a corporation."""
    return Actor(f"of-{key}", Role.CORPORATION, key)


def provider(key: str) -> Actor:
    """Somebody of a care provider."""
    return Actor(f"of-{key}", Role.CARE_PROVIDER, key)


def municipality(code: str) -> Actor:
    """Somebody of a municipality."""
    return Actor(f"of-{code}", Role.MUNICIPALITY, code)


@dataclass
class Clock:
    """Tells the moment that it was set to."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@dataclass
class Secrets:
    """Secrets that are the same in every run."""

    count: int = 0

    def __call__(self) -> str:
        self.count += 1
        return f"secret-{self.count}"


@dataclass
class House:
    """An office with a case in it."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    url: str = ""
    snapshots: Snapshots | None = None

    def __post_init__(self) -> None:
        self.secrets = Secrets()
        self.office = Office(self.store, self.clock, self.secrets)

    def begin(self, name: str, *, opened: bool = True, run: bool = True) -> None:
        """A fixture case in an empty database, on Monday; its round opened, and run."""
        run = opened and run
        state = f"{name} {opened=} {run=}"
        if self.snapshots is None:
            self._begin(name, opened=opened, run=run)
            return
        self.store.close()
        self.secrets.count = self.snapshots.begin(self.url, state, lambda: self._begin(name, opened=opened, run=run))

    def _begin(self, name: str, *, opened: bool, run: bool) -> int:
        self.take_in(case(name))
        if opened:
            self.open()
        if run:
            self.run()
        self.store.close()
        return self.secrets.count

    def take_in(self, case: ReadCase) -> exchange.Imported:
        """Import a case, and approve its policy."""
        found = exchange.import_case(self.office, CHAIR, case)
        policies.approve_policy(self.office, CHAIR, case.round.policy.version)
        return found

    def open(self, name: str = "2026-w48", period: str = "2026-H2") -> None:
        rounds.open_round(self.office, CHAIR, name, period=period)

    def run(self, name: str = "2026-w48") -> None:
        self.work(rounds.ask_run(self.office, CHAIR, name).id)

    def work(self, run: int) -> None:
        """What a worker does with a run that was asked for."""
        Worker(self.office).once(run)

    def decide(self, number: int, *steps: Step, by: Actor = CHAIR, reason: str | None = None) -> None:
        """Take steps one after the other, as they come."""
        for step in steps:
            version = placements.show_placement(self.office, CHAIR, number).seen.version
            placements.decide(self.office, by, number, step, version=version, reason=reason)


def case(name: str) -> ReadCase:
    """A fixture case."""
    return read_case(FIXTURES / name)
