"""Offers and allocations as corporations' systems know them (VERA Aanbieding and Toewijzing)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allocator.actions.parts.deed import AUDITOR, COMMITTEE, CORPORATION, Deed, action
from allocator.actions.parts.force import in_force
from allocator.domain.policy import Policy
from allocator.domain.workflow import State, Step
from allocator.store import NotFound, decisions, people, placements, region
from allocator.store.decisions import Decision
from allocator.store.placements import Line
from allocator.store.vault import Gone
from allocator.workflow import catalogue, due_on

TAKEN = (State.ACCEPTED_BY_HOUSEHOLD, State.LEASE_SIGNED, State.MOVED_IN, State.SUPPORT_STARTED, State.ENDED)
SIGNED = TAKEN[1:]
EXPIRED = "REA"
"""AANBIEDINGDETAILSTATUS: the term for an answer has passed."""


@dataclass(frozen=True)
class Offer:
    """A home that was offered.

    Attributes:
        number: of the placement.
        status: VERA AANBIEDINGSTATUS: AAN, TOE, GEW or ING.
        detail: VERA AANBIEDINGDETAILSTATUS, where a code means the same.
        household: None where the caller may not know it.
        due: last day for an answer, while it waits for one.
    """

    number: int
    unit: str
    household: str | None
    status: str
    detail: str | None
    offered_on: date
    due: date | None


@dataclass(frozen=True)
class Allocation:
    """A lease that was signed; of whom, and how many they are, only for the committee."""

    number: int
    unit: str
    household: str | None
    persons: int | None
    signed_on: date
    rent: int | None
    """Calculation rent in cents a month."""


@action(COMMITTEE, CORPORATION, AUDITOR, writes=False)
def list_offers(deed: Deed) -> list[Offer]:
    """Homes that were offered, with what came of it: a corporation sees those of its own homes, and never of whom."""
    policy = in_force(deed.work, deed.today)
    lines = _lines(deed)
    done = _done(deed, lines)
    found = []
    for line in lines:
        offered = [one for one in done[line.id] if one.step == Step.OFFER]
        if not offered:
            continue
        last = done[line.id][-1]
        status, detail = _status(line.state, last, policy)
        waits = line.state is State.OFFERED
        due = due_on(placements.load(deed.work, line.id).state, policy) if waits else None
        whom = line.household if deed.own is None else None
        found.append(Offer(line.id, line.unit, whom, status, detail, offered[-1].on_date, due))
    return found


def _status(state: State, last: Decision, policy: Policy) -> tuple[str, str | None]:
    reason = catalogue(policy).get(last.reason or "")
    detail = reason.vera if reason else None
    if state in TAKEN:
        return "TOE", None
    if state is State.REFUSED:
        return "GEW", detail
    if state is State.EXPIRED:
        return "ING", EXPIRED
    return ("ING", detail) if state is State.WITHDRAWN else ("AAN", None)


@action(COMMITTEE, CORPORATION, AUDITOR, writes=False)
def list_allocations(deed: Deed) -> list[Allocation]:
    """Leases that were signed: a corporation sees those of its own homes, and never of whom."""
    lines = [line for line in _lines(deed) if line.state in SIGNED]
    done = _done(deed, lines)
    if deed.own is None:
        deed.read(line.household for line in lines)
    found = []
    for line in lines:
        signed = [one for one in done[line.id] if one.step == Step.SIGN]
        if not signed:
            continue  # recorded as moved in at once
        whom, persons = (line.household, _persons(deed, line.household)) if deed.own is None else (None, None)
        found.append(Allocation(line.id, line.unit, whom, persons, signed[-1].on_date, _rent(deed, line.unit)))
    return found


def _lines(deed: Deed) -> list[Line]:
    return placements.lines(deed.work, corporation=deed.own)


def _done(deed: Deed, lines: Iterable[Line]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    for one in decisions.of_placements(deed.work, [line.id for line in lines]):
        found[one.placement].append(one)
    return found


def _persons(deed: Deed, household: str) -> int | None:
    """How many they are; None when their facts were destroyed on their date."""
    try:
        return people.household(deed.work, household).persons
    except Gone:
        return None


def _rent(deed: Deed, unit: str) -> int | None:
    try:
        return region.unit(deed.work, unit)[0].rent
    except NotFound:
        return None
