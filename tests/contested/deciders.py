"""Processes of their own that decide at the same moment; each writes down what it was told."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from allocator.actions import Office, placements
from allocator.domain.refusal import Refusal
from allocator.domain.workflow import Role, Step
from allocator.store import open_store
from allocator.workflow import Actor
from tests.actions.offices import Clock
from tests.databases import settings

_FORWARD = (Step.ACCEPT, Step.CONFIRM_SUPPORT, Step.ACCEPT_HOME, Step.OFFER, Step.ACCEPT_OFFER)
"""Towards the lease; from there back, and open again: a line without an end."""


@dataclass(frozen=True)
class Told:
    """What one process was told in one contest: the version that its decision made, or the code of the refusal."""

    contest: int
    who: str
    placement: int
    version: int
    made: int | None
    code: str


def actor(number: int) -> Actor:
    """Who decides in a process."""
    return Actor(f"decider-{number}", Role.COMMITTEE_CHAIR)


def decide_many(url: str, number: int, contests: list[int], ready: Barrier, told: "Queue[list[Told]]") -> None:
    """Take part in every contest: each is about the placement with this number, and all begin at the same moment."""
    store = open_store(settings(url))
    office = Office(store, Clock(), lambda: f"secret-{number}")
    choice = random.Random(number)
    found = []
    for contest, placement in enumerate(contests):
        ready.wait(120)
        opened = placements.show_placement(office, actor(number), placement)
        step, reason = _wanted(opened.steps, choice)
        ready.wait(120)
        found.append(_decide(office, number, contest, opened.seen, step, reason))
    told.put(found)
    store.close()


def _wanted(steps: Collection[Step], choice: random.Random) -> tuple[Step, str | None]:
    """Those who decide at the same moment do not all want the same."""
    forward = next((step for step in _FORWARD if step in steps), None)
    if forward is not None and choice.random() < 0.7:
        return forward, None
    return (Step.REFUSE, "facts_wrong") if Step.REFUSE in steps else (Step.REOPEN, "recorded_by_mistake")


def _decide(office: Office, number: int, contest: int, seen: placements.Seen, step: Step, reason: str | None) -> Told:
    who = actor(number)
    try:
        now = placements.decide(office, who, seen.id, step, version=seen.version, reason=reason)
    except Refusal as refused:
        return Told(contest, who.id, seen.id, seen.version, None, refused.code)
    return Told(contest, who.id, seen.id, seen.version, now.version, "")


def reopen(url: str, number: int, pairs: list[tuple[int, int]], ready: Barrier, told: "Queue[list[Told]]") -> None:
    """Open again the first or the second of each pair: both ask for the same place, or for the same household."""
    store = open_store(settings(url))
    office = Office(store, Clock(), lambda: f"secret-{number}")
    found = []
    for contest, pair in enumerate(pairs):
        seen = placements.show_placement(office, actor(number), pair[number % 2]).seen
        ready.wait(120)
        found.append(_decide(office, number, contest, seen, Step.REOPEN, "recorded_by_mistake"))
        ready.wait(120)
        if found[-1].made is not None:
            placements.decide(office, actor(number), seen.id, Step.REFUSE, version=found[-1].made, reason="facts_wrong")
        ready.wait(120)
    told.put(found)
    store.close()
