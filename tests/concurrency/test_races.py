"""Of those who decide at the same moment exactly one wins, and the others are told what happened."""

import random
import time
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from allocator.actions import placements
from allocator.domain.workflow import Step
from allocator.store import soundness, trail
from allocator.store.tables import DecisionRow
from tests.actions.offices import CHAIR, House
from tests.concurrency.contender import Ticking
from tests.concurrency.crowd import ROUND, Crowd, crowd, region, wishes

CONTENDERS = 4


@pytest.fixture
def clock() -> Ticking:
    return Ticking(time.time())


def ready(house: House, clock: Ticking) -> list[int]:
    """A round with placements to decide on."""
    house.office = replace(house.office, clock=clock)
    house.take_in(region())
    house.open()
    house.run()
    return numbers(house)


def numbers(house: House) -> list[int]:
    return [p.id for p in placements.list_placements(house.office, CHAIR, ROUND)]


def decided(house: House) -> set[tuple[Any, ...]]:
    """What the contenders decided, as the store has it."""
    with house.store.reading() as work:
        rows = work.session.exec(select(DecisionRow)).all()
        return {(r.placement, r.version, r.step, r.by) for r in rows if r.by.startswith("p")}


def audited(house: House) -> set[tuple[Any, ...]]:
    """The same, as the audit chain has it."""
    with house.store.reading() as work:
        events = [one.event for one in trail.links(work)]
    return {
        (int(e.whom or 0), int(e.facts["version"]), e.facts["step"], e.who)
        for e in events
        if e.kind == "placement" and e.who.startswith("p")
    }


def check(house: House, won: list[tuple[Any, ...]]) -> None:
    """Nothing is lost, nothing is double, and all invariants hold."""
    assert len(set(won)) == len(won)
    assert decided(house) == set(won)
    assert audited(house) == set(won)
    with house.store.reading() as work:
        assert soundness.broken(work) == []
        moments = [one.event.at for one in trail.links(work)]
    assert moments == sorted(moments)


def fight(house: House, team: Crowd, ids: list[int], contests: int, chance: random.Random) -> None:
    """Contests about one placement each."""
    won: list[tuple[Any, ...]] = []
    fought = tries = 0
    while fought < contests:
        tries += 1
        assert tries < 20 * contests
        asked = wishes(house, chance.choice(ids), CONTENDERS, chance)
        if not asked:
            continue
        answers = team.contest(asked)
        winners = [a for a in answers if "won" in a]
        assert len(winners) <= 1, answers
        if not winners:
            assert all("refused" in a or "conflict" in a for a in answers)
            continue
        won.append(tuple(winners[0]["won"]))
        losers = [a for a in answers if "won" not in a]
        told(losers, asked[answers.index(winners[0])]["role"])
        fought += any("conflict" in a for a in losers)
    check(house, won)


def told(losers: list[dict[str, Any]], role: str) -> None:
    """Who came too late is told what happened, and who did it."""
    for loser in losers:
        if loser.get("conflict") == "changed":
            assert "Somebody was first" in loser["text"], loser
            assert role.replace("_", " ") in loser["text"], loser


@pytest.mark.slow
def test_of_many_who_decide_on_a_placement_one_wins(house: House, url: str, clock: Ticking) -> None:
    ids = ready(house, clock)
    with crowd(url, CONTENDERS, clock) as team:
        fight(house, team, ids, 30, random.Random(1))


@pytest.mark.soak
def test_two_thousand_contested_decisions(house: House, url: str, clock: Ticking) -> None:
    ids = ready(house, clock)
    with crowd(url, CONTENDERS, clock) as team:
        fight(house, team, ids, 2_000, random.Random(2))


def twice_refused(house: House) -> list[placements.Seen]:
    """Closed placements, several of which want the same household or the same place."""
    for _ in range(2):
        for one in placements.list_placements(house.office, CHAIR, ROUND, live=True):
            house.decide(one.id, Step.REFUSE, reason="facts_wrong")
        house.run()
    for one in placements.list_placements(house.office, CHAIR, ROUND, live=True):
        house.decide(one.id, Step.REFUSE, reason="facts_wrong")
    return placements.list_placements(house.office, CHAIR, ROUND, live=False)


def scramble(house: House, team: Crowd, contests: int, chance: random.Random) -> None:
    """Contests about a place or a household: closed placements that exclude each other are opened again at once."""
    closed = twice_refused(house)
    rivals: dict[str, list[int]] = {}
    for one in closed:
        rivals.setdefault(one.unit, []).append(one.id)
        rivals.setdefault(str(one.household), []).append(one.id)
    arenas = [found for found in rivals.values() if len(found) > 1]
    assert arenas
    won: list[tuple[Any, ...]] = []
    outcome: Counter[str] = Counter()
    for _ in range(contests):
        found = chance.choice(arenas)
        picked = chance.sample(found, k=min(len(found), CONTENDERS))
        picked += [chance.choice(picked) for _ in range(CONTENDERS - len(picked))]
        asked = [wish for number in picked for wish in wishes(house, number, 1, chance, Step.REOPEN)]
        if len(asked) < CONTENDERS:
            continue
        answers = team.contest(asked)
        winners = [tuple(a["won"]) for a in answers if "won" in a]
        live = placements.list_placements(house.office, CHAIR, ROUND, live=True)
        assert {w[0] for w in winners} == {p.id for p in live}
        assert len({p.household for p in live}) == len(live)
        for answer in answers:
            outcome["won" if "won" in answer else answer.get("conflict") or answer["refused"]] += 1
        won += winners
        for number, *_ in winners:
            house.decide(number, Step.REFUSE, reason="facts_wrong")
    assert outcome["won"] >= contests // 2, outcome
    assert outcome["taken"] > 0, outcome
    check(house, won)


@pytest.mark.slow
def test_a_place_and_a_household_are_claimed_once(house: House, url: str, clock: Ticking) -> None:
    ready(house, clock)
    with crowd(url, CONTENDERS, clock) as team:
        scramble(house, team, 10, random.Random(3))


@pytest.mark.soak
def test_a_place_and_a_household_are_claimed_once_many_times(house: House, url: str, clock: Ticking) -> None:
    ready(house, clock)
    with crowd(url, CONTENDERS, clock) as team:
        scramble(house, team, 500, random.Random(4))
