"""Years of weekly work in a database that is kept: made once, week by week through the actions, and gone on with later.

All of a week is done by the actions themselves, so it is a history that can exist; only their transactions are put
together, which makes a week three times as quick as one by one (``tests/benchmarks/weeks.py`` does that). It is for
measuring only. It stands beside other caches, never in the repository: ``ALLOCATOR_HISTORY`` names another folder.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import process_time

from rich.console import Console

from allocator.actions import (
    Office,
    access,
    exchange,
    ledger,
    notices,
    placements,
    policies,
    region,
    rounds,
    studies,
    trail,
    upkeep,
)
from allocator.actions.parts.office import SYSTEM
from allocator.actions.researcher import Researcher
from allocator.actions.worker import Worker
from allocator.domain.period import containing
from allocator.domain.study import StudyAsked, What
from allocator.domain.workflow import Step
from allocator.generate import generate
from allocator.generate.population import AS_OF
from allocator.intake import ReadCase, delivered_policy, read_policy
from allocator.notify import Allowed
from allocator.store import Store, migrating, open_store
from allocator.store.engine import Work
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, MONDAY, Clock, House
from tests.api.pages.visits import Sample
from tests.benchmarks.weeks import FORWARD, HOUSED, Town
from tests.databases import settings

AT_ONCE = 26
"""Weeks after which the file is put in its place: who stops this loses no more."""


def folder() -> Path:
    """Where histories are kept."""
    said = os.environ.get("ALLOCATOR_HISTORY")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(said) if said else cache / "allocator" / "history"


def file_of(households: int, units: int) -> Path:
    """The database of a size of region."""
    return folder() / f"{households}-{units}.db"


def weeks_in(file: Path) -> int:
    """How many weeks are in it."""
    if not file.exists():
        return 0
    store = open_store(settings(f"sqlite:///{file}"))
    try:
        return len(rounds.list_rounds(Office(store), CHAIR, 10**6))
    finally:
        store.close()


def town_after(file: Path, households: int, units: int, weeks: int) -> Town:
    """The town as it stands after the weeks that are in the database."""
    town = Town(generate(households, units, "ten", 1, policy=read_policy(delivered_policy(), AS_OF)))
    if not weeks:
        return town
    store = open_store(settings(f"sqlite:///{file}"))
    housed: dict[str, set[str]] = {}
    for one in placements.list_placements(Office(store), CHAIR):
        if one.state in HOUSED:
            housed.setdefault(one.round, set()).add(one.household or "")
    store.close()
    for week in range(weeks):
        town.next_week(week)
        town.housed(housed.get(f"week-{week + 1}", set()))
    return town


@dataclass(frozen=True)
class Together(Store):
    """A store of which all that actions do goes into one transaction, which somebody else keeps."""

    work: Work

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """The one transaction."""
        yield self.work
        self.work.session.flush()

    noting = reading = glancing = writing


@contextmanager
def together(office: Office) -> Iterator[Office]:
    """An office whose actions are one transaction."""
    store = office.store
    with store.writing() as work:
        yield Office(Together(store.engine, store.keys, work, opened=store.opened), office.clock, office.secret)


def lengthen(households: int, units: int, weeks: int) -> Path:
    """A history of at least so many weeks; what is missing is worked through now."""
    file, console = file_of(households, units), Console(stderr=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    have = weeks_in(file)
    if have >= weeks:
        return file
    town = town_after(file, households, units, have)
    for first in range(have, weeks, AT_ONCE):
        some, began = range(first, min(first + AT_ONCE, weeks)), process_time()
        at_work = file.with_suffix(".new")
        _copy(file, at_work)
        _work_through(f"sqlite:///{at_work}", town, some)
        at_work.replace(file)
        took, size = (process_time() - began) / len(some), file.stat().st_size / 2**20
        console.print(f"{some.stop} of {weeks} weeks, {took:.1f} s each, {size:.0f} MB")
    return file


def _work_through(url: str, town: Town, weeks: range) -> None:
    """Weeks that come and go; afterwards all must be sound.

    Raises:
        RuntimeError: when it is not.
    """
    store, clock = open_store(settings(url)), Clock()
    migrating.upgrade(store)
    office = Office(store, clock)
    for week in weeks:
        clock.now = MONDAY + timedelta(weeks=week)
        case, name = town.next_week(week), f"week-{week + 1}"
        with together(office) as one:
            run = _begin(one, case, name)
        Worker(office).once(run)
        with together(office) as one:
            _decide(one, name)
            rounds.close_round(one, CHAIR, name)
        found = placements.list_placements(office, CHAIR, name)
        town.housed({p.household or "" for p in found if p.state in HOUSED})
    broken = upkeep.check_soundness(office, SYSTEM)
    store.close()
    if broken:
        raise RuntimeError("\n".join(broken))


def _begin(office: Office, case: ReadCase, name: str) -> int:
    """The list of a week, its round, and a run of it; a half-year that has passed is closed. Gives the run."""
    last = containing(case.round.as_of - timedelta(weeks=1), case.round.period)
    if name != "week-1" and last != case.round.period:
        ledger.close_period(office, CHAIR, last, case.round.period)
    exchange.import_case(office, CHAIR, case)
    if name == "week-1":
        policies.approve_policy(office, CHAIR, case.round.policy.version)
    rounds.open_round(office, CHAIR, name, period=case.round.period)
    return rounds.ask_run(office, CHAIR, name).id


def _decide(office: Office, name: str) -> None:
    """Everybody is decided on: one in five refuses, the others go on, step by step, until they have moved in."""
    for count, one in enumerate(placements.list_work(office, CHAIR, name)):
        number, version = one.seen.id, one.seen.version
        if count % 5 == 4:
            placements.decide(office, CHAIR, number, Step.REFUSE, version=version, reason="facts_wrong")
        elif one.open_questions:
            for rule in placements.show_placement(office, CHAIR, number).to_confirm:
                seen = placements.answer_question(office, CHAIR, number, rule, fits=True, version=version)
                version = seen.version
    while waiting := [one for one in placements.list_work(office, CHAIR, name) if one.next in FORWARD]:
        for one in waiting:
            placements.decide(office, CHAIR, one.seen.id, one.next, version=one.seen.version)


def _copy(file: Path, to: Path) -> None:
    """A file to work in; closed databases only, whose log is written into them."""
    for old in (to, *(to.with_name(to.name + more) for more in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    if file.exists():
        shutil.copyfile(file, to)


@contextmanager
def monday(file: Path, households: int, units: int) -> Iterator[tuple[House, Sample]]:
    """A database on the Monday after its history: the list of that week, its round run, and all that pages show."""
    weeks = weeks_in(file)
    town = town_after(file, households, units, weeks)
    store = open_store(settings(f"sqlite:///{file}"))
    migrating.upgrade(store)
    house = House(store)
    house.clock.now = MONDAY + timedelta(weeks=weeks)
    case = town.next_week(weeks)
    exchange.import_case(house.office, CHAIR, case)
    house.open(f"week-{weeks + 1}", case.round.period)
    house.run(f"week-{weeks + 1}")
    yield house, _full(house, f"week-{weeks + 1}")
    store.close()


def _full(house: House, name: str) -> Sample:
    """The last round in full swing: some decided on, quotas, a study; and what there is to look at."""
    office = house.office
    period = rounds.show_round(office, CHAIR, name).round.period
    ledger.revise_quota(office, CHAIR, period, "all", 1500, "covenant")
    asked = StudyAsked(kind=What.BALANCE, about=name, points=3)
    done = Researcher(office).once(studies.ask_study(office, CHAIR, asked).id)
    house.run(name)  # a second proposal, to look at the difference
    _, proposal, _ = rounds.show_proposal(office, CHAIR, name)
    first, second = proposal.placements[:2]
    one = next(p for p in placements.list_placements(office, CHAIR, name) if p.household == first.household)
    access.add_user(office, ADMINISTRATOR, CHAIR.id, CHAIR.role)
    notices.add_hook(office, CHAIR, "https://example.org/hook", ("proposal", "decision"), Allowed())
    units = {unit.id: unit for unit in region.list_units(office, CHAIR)}
    left = proposal.unplaced[0].household
    instead = str(first.others[0]["unit"]) if first.others else second.unit
    pools = region.list_pools(office, CHAIR)
    return Sample(
        round=name,
        placed=first.household,
        other=second.household,
        left=left,
        placement=one.id,
        instead=instead,
        home=first.unit,
        pool=pools[0].id,
        policy=policies.list_policies(office, CHAIR)[0].version,
        run=rounds.ask_run(office, CHAIR, name).id,
        study=studies.ask_study(office, CHAIR, asked).id,
        result=done.result if done and done.result else "",
        corporation=units[first.unit].corporation or "",
        provider=pools[0].provider,
        municipality=first.municipality,
    )


def must_be_whole(file: Path) -> None:
    """The audit trail of a history goes through from its first event to its last.

    Raises:
        RuntimeError: when it does not.
    """
    store = open_store(settings(f"sqlite:///{file}"))
    broken, _ = trail.verify_audit(Office(store), AUDITOR)
    store.close()
    if broken is not None:
        raise RuntimeError(f"The audit trail is broken: {broken}")


__all__ = ["file_of", "folder", "lengthen", "monday", "must_be_whole", "weeks_in"]
