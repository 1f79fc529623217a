"""``python -m tests.benchmarks.weeks``: a week's work on an empty store, and again with years of history in it.

The history is made by the actions themselves, week after week, so it is one that can exist; every week is timed.
"""

import argparse
import sys
import tempfile
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

from rich.console import Console

from allocator.actions import Office, exchange, ledger, placements, policies, rounds, upkeep
from allocator.actions.parts.office import SYSTEM
from allocator.actions.worker import Worker
from allocator.domain.base import Frozen
from allocator.domain.period import containing
from allocator.domain.round import Round
from allocator.domain.workflow import State, Step
from allocator.generate import generate
from allocator.generate.population import AS_OF
from allocator.intake import ReadCase, delivered_policy, read_policy
from allocator.store import migrating, open_store
from allocator.workflow import LINE
from tests.actions.offices import ADMINISTRATOR, CHAIR, MONDAY, Clock
from tests.benchmarks.machine import describe
from tests.databases import KINDS, Postgres, settings

PAGE = Path(__file__).parents[2] / "docs" / "weeks.md"
SOME = 3
"""Weeks of which the median is taken."""
AT_MOST = 2
"""Times as long as on an empty store."""
LEAVES = 0.02
"""Part of the list that leaves each week without a home of ours."""
DECIDED = 60
FORWARD = tuple(rule.step for rule in LINE)
HOUSED = (State.MOVED_IN, State.SUPPORT_STARTED)
M = TypeVar("M", bound=Frozen)


@dataclass(frozen=True)
class Took:
    """Seconds of each part of a week."""

    imported: float
    opened: float
    ran: float
    decided: float
    closed: float

    @property
    def whole(self) -> float:
        """Seconds of the week."""
        return self.imported + self.opened + self.ran + self.decided + self.closed


@dataclass(frozen=True)
class Measured:
    """Weeks on one kind of database: on an empty store, and with the history in it."""

    kind: str
    empty: list[Took]
    after: list[Took]

    @property
    def times(self) -> float:
        """How many times as long a week takes with history as without."""
        return median(one.whole for one in self.after) / median(one.whole for one in self.empty)


def main() -> int:
    """Work through the weeks, measure the next ones on each kind of database, and write docs/weeks.md when asked."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        history = f"sqlite:///{folder}/history.db"
        file = Path(folder) / "history.zip"
        town = _town(asked)
        _work(history, town, range(asked.weeks))
        _keep(history, file)
        found = [_measure(kind, asked, town, history, file) for kind in asked.on]
    print(page(found, asked))
    if asked.write:
        PAGE.write_text(page(found, asked), encoding="utf-8")
    return 0 if all(one.times <= AT_MOST for one in found) else 1


def _keep(url: str, file: Path) -> None:
    """A backup, from which the other kind of database gets the same history."""
    office = Office.open(settings(url))
    upkeep.backup(office, ADMINISTRATOR, file)
    office.close()


def _measure(kind: str, asked: argparse.Namespace, town: "Town", history: str, file: Path) -> Measured:
    """The first weeks on an empty store of a kind, and the next ones on the same with the history."""
    following = range(asked.weeks, asked.weeks + SOME)
    if kind == "sqlite":
        empty = _work(f"sqlite:///{file.parent}/empty.db", _town(asked), range(SOME))
        return Measured(kind, empty, _work(history, deepcopy(town), following))
    server = Postgres()
    try:
        url = server.url(server.new("template0"))
        Office.restore(file, settings(url))
        empty = _work(server.url(server.new("whole")), _town(asked), range(SOME))
        return Measured(kind, empty, _work(url, deepcopy(town), following))
    finally:
        server.stop()


def _town(asked: argparse.Namespace) -> "Town":
    return Town(generate(asked.households, asked.units, "ten", 1, policy=read_policy(delivered_policy(), AS_OF)))


def page(found: list[Measured], asked: argparse.Namespace) -> str:
    """The outcome as a page."""
    rows = [
        f"| {one.kind} | {name} | " + " | ".join(f"{seconds:.2f}" for seconds in _medians(some)) + " |"
        for one in found
        for name, some in (
            ("empty store", one.empty),
            (f"{asked.weeks} weeks of history", one.after),
        )
    ]
    return "\n".join(
        [
            "# A week with years of history",
            "",
            f"Written by `python -m tests.benchmarks.weeks --weeks {asked.weeks} --write`; do not edit.",
            "",
            f"Every week {asked.households} households wait and {asked.units} homes are free. {DECIDED} placements",
            "are decided on: one in five is refused, the others go all the way to moving in, each step an action of",
            "its own. Who was housed is replaced by somebody new; half-years are closed when they have passed.",
            f"Seconds, medians of {SOME} weeks; PostgreSQL has the history from a backup of SQLite.",
            "",
            f"{datetime.now(tz=UTC):%Y-%m-%d}, {describe()}.",
            "",
            "| Database | | " + " | ".join((*Took.__dataclass_fields__, "whole")) + " |",
            "|---|---|" + "--:|" * (len(Took.__dataclass_fields__) + 1),
            *rows,
            "",
            *(
                f"- {one.kind}: after {asked.weeks} weeks {one.times:.2f} times as long as on an empty store."
                for one in found
            ),
            "",
        ]
    )


def _medians(some: list[Took]) -> list[float]:
    return [median(getattr(one, part) for one in some) for part in (*Took.__dataclass_fields__, "whole")]


def _work(url: str, town: "Town", weeks: range) -> list[Took]:
    """Work through weeks, each timed; afterwards all must be sound."""
    console = Console(stderr=True, width=160)
    store = open_store(settings(url))
    migrating.upgrade(store)
    clock = Clock()
    office = replace(Office(store), clock=clock)
    took: list[Took] = []
    for week in weeks:
        clock.now = MONDAY + timedelta(weeks=week)
        case = town.next_week(week)
        _turn(office, case, week)
        took.append(_week(office, case, f"week-{week + 1}"))
        found = placements.list_placements(office, CHAIR, f"week-{week + 1}")
        town.housed({p.household or "" for p in found if p.state in HOUSED})
        parts = ", ".join(f"{name} {getattr(took[-1], name):.2f}" for name in Took.__dataclass_fields__)
        console.print(f"{store.engine.dialect.name} week {week + 1}: {took[-1].whole:.2f} s ({parts})")
    broken = upkeep.check_soundness(office, SYSTEM)
    store.close()
    if broken:
        raise RuntimeError("\n".join(broken))
    return took


def _turn(office: Office, case: ReadCase, week: int) -> None:
    """A half-year that has passed is closed."""
    last = containing(case.round.as_of - timedelta(weeks=1), case.round.period)
    if week and last != case.round.period:
        ledger.close_period(office, CHAIR, last, case.round.period)


def _week(office: Office, case: ReadCase, name: str) -> Took:
    """Import, open, run, decide, close."""
    marks = [perf_counter()]
    exchange.import_case(office, CHAIR, case)
    if name == "week-1":
        policies.approve_policy(office, CHAIR, case.round.policy.version)
    marks.append(perf_counter())
    rounds.open_round(office, CHAIR, name, period=case.round.period)
    marks.append(perf_counter())
    run = rounds.ask_run(office, CHAIR, name)
    Worker(office).once(run.id)
    marks.append(perf_counter())
    _decide(office, name)
    marks.append(perf_counter())
    rounds.close_round(office, CHAIR, name)
    marks.append(perf_counter())
    return Took(*(after - before for before, after in pairwise(marks)))


def _decide(office: Office, name: str) -> None:
    """Everybody is decided on: one in five refuses, the others move in at once."""
    for count, one in enumerate(placements.list_work(office, CHAIR, name)[:DECIDED]):
        number, version = one.seen.id, one.seen.version
        if count % 5 == 4:
            placements.decide(office, CHAIR, number, Step.REFUSE, version=version, reason="facts_wrong")
            continue
        opened = placements.show_placement(office, CHAIR, number)
        for rule in opened.to_confirm:
            version = placements.answer_question(office, CHAIR, number, rule, fits=True, version=version).version
        while (step := next((s for s in FORWARD if s in opened.steps), None)) is not None:
            version = placements.decide(office, CHAIR, number, step, version=version).version
            opened = placements.show_placement(office, CHAIR, number)


@dataclass
class Town:
    """Who waits, and what is free: whoever was housed makes room for somebody new, and a few leave on their own."""

    base: Round
    week: int = 0

    def __post_init__(self) -> None:
        self.people = {h.id: h.model_copy(update={"current_unit": None}) for h in self.base.households}
        lived_in = {h.current_unit for h in self.base.households}
        self.homes = tuple(u.model_copy(update={"complex": None}) for u in self.base.units if u.id not in lived_in)
        self.chance = Random(1)

    def next_week(self, week: int) -> ReadCase:
        """The list of a week: all homes are new, most households are not."""
        self.week, later = week, timedelta(weeks=week)
        self.housed({key for key in self.people if week and self.chance.random() < LEAVES})
        day = self.base.as_of + later
        facts: dict[str, Any] = dict.fromkeys(("occupants", "apart", "pairs", "complexes", "previous"), ())
        facts |= {
            "as_of": day,
            "period": containing(day, "2026-H2"),
            "households": tuple(self.people.values()),
            "units": tuple(_later(u, later, id=f"w{week}-{u.id}") for u in self.homes),
        }
        return ReadCase(self.base.model_copy(update=facts), (), {})

    def housed(self, whom: set[str]) -> None:
        """These leave the list; as many others come next week."""
        for key in sorted(whom & self.people.keys()):
            one = self.people.pop(key)
            new = _later(one, timedelta(weeks=1), id=f"w{self.week + 1}-{key.rpartition('-')[2]}")
            self.people[new.id] = new


def _later(model: M, by: timedelta, **changes: Any) -> M:
    moved = {name: value + by for name in type(model).model_fields if isinstance(value := getattr(model, name), date)}
    return model.model_copy(update=moved | changes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.weeks", description=__doc__)
    parser.add_argument("--weeks", type=int, default=260, help="how many weeks of history, five years if not said")
    parser.add_argument("--households", type=int, default=600, help="who waits each week")
    parser.add_argument("--units", type=int, default=60, help="homes each week")
    parser.add_argument("--on", nargs="+", choices=KINDS, default=KINDS, help="kinds of databases")
    parser.add_argument("--write", action="store_true", help="write docs/weeks.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
