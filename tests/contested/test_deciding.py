"""Many decide at the same moment: of each contest exactly one decision is made, and nothing of it is lost or double."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from allocator.actions import placements
from allocator.domain.workflow import Step
from allocator.store import decisions, open_store, soundness
from tests.actions.offices import CHAIR, House, case
from tests.contested import deciders
from tests.contested.deciders import Told
from tests.databases import settings

PROCESSES = 4
SPAWN = multiprocessing.get_context("spawn")


def ready(url: str) -> House:
    house = House(open_store(settings(url)))
    house.take_in(case("tiny"))
    house.open()
    house.run()
    return house


def at_once(work: Callable[..., None], url: str, what: list[Any]) -> list[Told]:
    """The same work in many processes; what all of them were told."""
    barrier, told = SPAWN.Barrier(PROCESSES), SPAWN.Queue()
    started = [SPAWN.Process(target=work, args=(url, n, what, barrier, told)) for n in range(PROCESSES)]
    for one in started:
        one.start()
    found = [one for _ in started for one in told.get(timeout=3_000)]
    for one in started:
        one.join(60)
    assert [one.exitcode for one in started] == [0] * PROCESSES
    return found


def check_each_contest(told: list[Told], contests: int) -> None:
    """Exactly one of each contest was told that it decided; the others, that somebody was first."""
    made = Counter(one.contest for one in told if one.made is not None)
    assert made == Counter(range(contests))
    assert {one.code for one in told if one.made is None} == {"changed"}


def check_nothing_lost(house: House, told: list[Told]) -> None:
    """Every decision that was acknowledged is kept, by whom it was made, and there are no others."""
    with house.store.reading() as work:
        assert soundness.broken(work) == []
        kept = {
            (one.placement, one.version, one.by)
            for placement in {one.placement for one in told}
            for one in decisions.of_placement(work, placement)
        }
    assert kept == {(one.placement, one.made, one.who) for one in told if one.made is not None}


def contest(url: str, count: int) -> None:
    house = ready(url)
    numbers = [one.id for one in placements.list_placements(house.office, CHAIR)]
    told = at_once(deciders.decide_many, url, [numbers[n % len(numbers)] for n in range(count)])
    check_each_contest(told, count)
    check_nothing_lost(house, told)
    assert len({one.who for one in told if one.made is not None}) > 1
    house.store.close()


def rivals(house: House) -> tuple[int, int]:
    """Two placements in the same place, of two households, both refused."""
    one = next(p for p in placements.list_placements(house.office, CHAIR) if p.household == "H1")
    house.decide(one.id, Step.REFUSE, reason="better_elsewhere")
    house.run()
    other = next(p for p in placements.list_placements(house.office, CHAIR, live=True) if p.unit == one.unit)
    for each in placements.list_placements(house.office, CHAIR, live=True):
        if each.household in (one.household, other.household):
            house.decide(each.id, Step.REFUSE, reason="facts_wrong")
    return one.id, other.id


def reopen_at_once(url: str, count: int) -> None:
    """Both ask for the same place: the database itself lets one have it."""
    house = ready(url)
    told = at_once(deciders.reopen, url, [rivals(house)] * count)
    made: dict[int, list[Told]] = {}
    for one in told:
        if one.made is not None:
            made.setdefault(one.contest, []).append(one)
    assert sorted(made) == list(range(count))
    assert all(len(winners) == 1 for winners in made.values())
    assert {one.code for one in told if one.made is None} <= {"changed", "taken", "double"}
    assert len({winners[0].placement for winners in made.values()}) == 2
    with house.store.reading() as work:
        assert soundness.broken(work) == []
    house.store.close()


def test_one_of_each_contest_decides(url: str) -> None:
    contest(url, 40)


def test_one_of_two_gets_the_place(url: str) -> None:
    reopen_at_once(url, 10)


@pytest.mark.soak
def test_one_of_each_of_many_contests_decides(url: str) -> None:
    contest(url, 2_500)


@pytest.mark.soak
def test_one_of_two_gets_the_place_many_times(url: str) -> None:
    reopen_at_once(url, 300)
