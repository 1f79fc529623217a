"""Who reads files waits for nobody who decides; and what is read is sealed whole."""

import inspect
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Waiting

import pytest
from sqlmodel import select

from allocator.actions import households, proposals, trail
from allocator.actions.parts.once import Joined
from allocator.actions.proposals import Reads
from allocator.store import Store, reading
from allocator.store.many import among
from allocator.store.tables import HouseholdRow
from tests.actions.offices import AUDITOR, CHAIR, House

NAME = "2026-w48"
POSTGRES = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


@pytest.fixture
def house(store: Store, url: str) -> House:
    found = House(store, url=url)
    found.begin("tiny")
    return found


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


def numbers(house: House) -> list[int]:
    """Of what stands in the log of readings."""
    with house.store.reading() as work:
        return [one.number for one in reading.entries(work, 1, 10_000)]


def who_was_read(house: House, do: Callable[[], object]) -> set[str]:
    """Whose files the log says were read by this."""
    before = set(numbers(house))
    do()
    with house.store.reading() as work:
        return {one.household for one in reading.entries(work, 1, 10_000) if one.number not in before}


def test_a_part_of_a_proposal_reads_the_files_that_it_tells_about(house: House) -> None:
    def read(part: Reads) -> set[str]:
        return who_was_read(house, lambda: proposals.read_proposal(house.office, CHAIR, NAME, 1, part))

    found, _ = proposals.read_proposal(house.office, AUDITOR, NAME, 1, Reads.SUMMARY)
    placed = {one.household for one in found.placements}
    unplaced = {one.household for one in found.unplaced}
    assert placed
    assert unplaced
    assert read(Reads.SUMMARY) == set()
    assert read(Reads.PLACED) == placed
    assert read(Reads.UNPLACED) == unplaced
    assert read(Reads.EMPTY) == placed | unplaced


def test_only_what_is_shown_of_a_proposal_counts_as_read(house: House) -> None:
    whole, _ = proposals.read_proposal(house.office, AUDITOR, NAME, 1, Reads.PLACED)
    for part, rows in ((Reads.PLACED, whole.placements), (Reads.UNPLACED, whole.unplaced)):
        shown: list[object] = []

        def read(part: Reads = part, shown: list[object] = shown) -> None:
            found, _ = proposals.read_proposal(house.office, CHAIR, NAME, 1, part, lambda every: every[-1:])
            shown += found.placements if part is Reads.PLACED else found.unplaced

        assert who_was_read(house, read) == {rows[-1].household}
        assert shown == [rows[-1]]


@POSTGRES
def test_who_only_reads_does_not_wait_for_who_writes(house: House, aside: ThreadPoolExecutor) -> None:
    with house.store.writing():
        found = aside.submit(households.show_household, house.office, CHAIR, "H1").result(30)
    assert found.household.id == "H1"
    assert numbers(house)


@POSTGRES
def test_nothing_is_sealed_while_somebody_adds_to_the_log(house: House, aside: ThreadPoolExecutor) -> None:
    households.show_household(house.office, CHAIR, "H1")
    first = len(numbers(house))
    begun = threading.Event()

    def seal() -> int:
        begun.set()
        return trail.seal_readings(house.office, CHAIR)

    with house.store.noting() as work:
        work.turn()
        sealing = aside.submit(seal)
        begun.wait()
        with pytest.raises(Waiting):
            sealing.result(0.5)
        reading.log(work, [reading.entries(work, first, first)[0].model_copy(update={"number": first + 1})])
    assert sealing.result(30) == first + 1
    assert trail.verify_audit(house.office, AUDITOR)[0] is None


def test_within_a_request_that_can_be_repeated_all_is_one_transaction() -> None:
    ways = {name for name, one in vars(Store).items() if inspect.isgeneratorfunction(inspect.unwrap(one))}
    own = {"_connection", "_work"}
    assert ways - own == {"writing", "noting", "reading", "glancing"}
    assert ways - own <= vars(Joined).keys()


def test_keys_however_many_are_one_question(house: House) -> None:
    with house.store.reading() as work:
        keys = ["H1", "H2", *(f"X{number}" for number in range(70_000)), "'; --", 'a"b', "é"]
        asked = among(work.session, HouseholdRow.id, keys)
        found = work.session.exec(select(HouseholdRow.id).where(asked)).all()
    assert sorted(found) == ["H1", "H2"]
