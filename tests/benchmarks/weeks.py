"""``python -m tests.benchmarks.weeks``: a week's work on an empty store, and again with years of history in it.

The history is made by the actions themselves, week after week, so it is one that can exist; every week is timed.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

from rich.console import Console

from allocator.actions import Office, exchange, placements, policies, rounds, upkeep
from allocator.actions.parts.office import SYSTEM
from allocator.actions.worker import Worker
from allocator.domain.base import Frozen
from allocator.domain.round import Round
from allocator.domain.workflow import Step
from allocator.intake import ReadCase, delivered_policy, read_policy
from allocator.simulate import generate
from allocator.simulate.population import AS_OF
from allocator.store import migrating, open_store
from tests.actions.offices import CHAIR, MONDAY, Clock
from tests.databases import settings

DECIDED = 60
LINE = (Step.ACCEPT, Step.ACCEPT_HOME, Step.OFFER, Step.ACCEPT_OFFER, Step.SIGN, Step.MOVE_IN)
ROUNDS_FROM = 2026
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


def main() -> int:
    """Work through the weeks, and compare the last ones with the first ones."""
    asked = _arguments()
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder:
        url = asked.url or f"sqlite:///{Path(folder) / 'weeks.db'}"
        took = _work(url, asked, console)
    first, last = (median(one.whole for one in some) for some in (took[:3], took[-3:]))
    print(f"the first three weeks {first:.2f} s, after {len(took) - 3} weeks {last:.2f} s: {last / first:.2f} times")
    return 0 if last <= 2 * first else 1


def _work(url: str, asked: argparse.Namespace, console: Console) -> list[Took]:
    base = generate(asked.households, asked.units, "ten", 1, policy=read_policy(delivered_policy(), AS_OF))
    store = open_store(settings(url))
    migrating.upgrade(store)
    clock = Clock()
    office = replace(Office(store), clock=clock)
    took: list[Took] = []
    for week in range(asked.weeks):
        clock.now = MONDAY + timedelta(weeks=week)
        took.append(_week(office, week_of(base, week, asked.year), f"week-{week + 1}"))
        one = took[-1]
        parts = ", ".join(f"{name} {getattr(one, name):.2f}" for name in Took.__dataclass_fields__)
        console.print(f"week {week + 1}: {one.whole:.2f} s ({parts})")
    broken = upkeep.check_soundness(office, SYSTEM)
    store.close()
    if broken:
        raise RuntimeError("\n".join(broken))
    return took


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
    found = placements.list_work(office, CHAIR, name)
    for count, one in enumerate(one for one in found[:DECIDED] if not one.open_questions):
        version = one.seen.version
        if count % 5 == 4:
            placements.decide(office, CHAIR, one.seen.id, Step.REFUSE, version=version, reason="facts_wrong")
            continue
        opened = placements.show_placement(office, CHAIR, one.seen.id)
        while (step := next((s for s in LINE if s in opened.steps), None)) is not None:
            placements.decide(office, CHAIR, one.seen.id, step, version=opened.seen.version)
            opened = placements.show_placement(office, CHAIR, one.seen.id)


def week_of(base: Round, week: int, year: int) -> ReadCase:
    """The same week with other people and homes, and all days as much later."""
    later = timedelta(weeks=week)
    households = tuple(_later(h, later, id=f"w{week}-{h.id}", current_unit=None) for h in base.households)
    free = [u for u in base.units if u.id not in {h.current_unit for h in base.households}]
    units = tuple(_later(u, later, id=f"w{week}-{u.id}", complex=None) for u in free)
    found = base.model_copy(
        update={
            "as_of": base.as_of + later,
            "period": str(year),
            "households": households,
            "units": units,
            "occupants": (),
            "apart": (),
            "pairs": (),
            "complexes": (),
            "previous": (),
        }
    )
    return ReadCase(found, (), {})


def _later(model: M, by: timedelta, **changes: Any) -> M:
    moved = {name: value + by for name in type(model).model_fields if isinstance(value := getattr(model, name), date)}
    return model.model_copy(update=moved | changes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.weeks", description=__doc__)
    parser.add_argument("--weeks", type=int, default=260, help="how many weeks of history, five years if not said")
    parser.add_argument("--households", type=int, default=600, help="who waits each week")
    parser.add_argument("--units", type=int, default=60, help="homes each week")
    parser.add_argument("--year", type=int, default=ROUNDS_FROM, help="the period of all rounds")
    parser.add_argument("--url", help="an empty database; SQLite in a folder of its own if not said")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
