"""A process that does everything a week asks, over and over, until it is killed."""

import itertools
import random
from datetime import timedelta
from pathlib import Path

from allocator.actions import exchange, placements, policies, rounds, upkeep
from allocator.actions.worker import Worker
from allocator.domain.refusal import Refusal
from allocator.domain.workflow import State, Step
from allocator.intake import ReadCase
from allocator.store import open_store
from tests.actions.offices import ADMINISTRATOR, CHAIR, MONDAY, House, case
from tests.databases import settings

_FORWARD = (Step.ACCEPT, Step.CONFIRM_SUPPORT, Step.ACCEPT_HOME, Step.OFFER, Step.ACCEPT_OFFER, Step.SIGN, Step.MOVE_IN)


def house_on(url: str, day: int) -> House:
    """The office on a day, counted from the first Monday."""
    house = House(open_store(settings(url)))
    house.clock.now = MONDAY + timedelta(days=day)
    return house


def live(url: str, life: int, folder: Path) -> None:
    """Weeks without end. Each life is a day later, so that what an earlier one held has run out."""
    house, chance = house_on(url, life), random.Random(life)
    begun = case("tiny")
    for n in itertools.count():
        _import(house, begun, chance)
        _finish_rounds(house)
        _week(house, f"r{life}-{n}", chance)
        upkeep.backup(house.office, ADMINISTRATOR, folder / f"{life}-{n}.zip")
        house.clock.now += timedelta(seconds=1)


def _import(house: House, begun: ReadCase, chance: random.Random) -> None:
    """A file in which something differs each time."""
    units = tuple(u.model_copy(update={"area_m2": (u.area_m2 or 40) + chance.randrange(5)}) for u in begun.round.units)
    changed = ReadCase(begun.round.model_copy(update={"units": units}), (), {})
    exchange.import_case(house.office, CHAIR, changed)
    policies.approve_policy(house.office, CHAIR, begun.round.policy.version)


def _finish_rounds(house: House) -> None:
    """A round that an earlier life left open is run, where that is asked, and closed."""
    for kept in rounds.list_rounds(house.office, CHAIR, 3):
        if kept.status == "open":
            while Worker(house.office).once() is not None:
                pass
            rounds.close_round(house.office, CHAIR, kept.id)


def _week(house: House, name: str, chance: random.Random) -> None:
    house.open(name)
    house.run(name)
    for seen in placements.list_placements(house.office, CHAIR, live=True):
        for _ in range(chance.randrange(8)):
            opened = placements.show_placement(house.office, CHAIR, seen.id)
            step = next((one for one in _FORWARD if one in opened.steps), None)
            if step is None or chance.random() < 0.15:
                break
            try:
                placements.decide(house.office, CHAIR, seen.id, step, version=opened.seen.version)
            except Refusal:
                break
    for seen in placements.list_placements(house.office, CHAIR, live=True):
        opened = placements.show_placement(house.office, CHAIR, seen.id)
        if Step.REFUSE in opened.steps and chance.random() < 0.5:
            placements.decide(house.office, CHAIR, seen.id, Step.REFUSE, version=seen.version, reason="facts_wrong")
    rounds.close_round(house.office, CHAIR, name)
    for seen in placements.list_placements(house.office, CHAIR, live=False):
        if seen.state in (State.MOVED_IN, State.SUPPORT_STARTED):
            reason = placements.foresee(house.office, CHAIR, seen.id, Step.END)[0].reason.code
            placements.decide(house.office, CHAIR, seen.id, Step.END, version=seen.version, reason=reason)
