"""Documents that were opened are kept for a while, and never longer than they may be read."""

from datetime import timedelta

import pytest

from allocator.actions import proposals, rounds
from allocator.domain.round import canonical_json
from allocator.store import Store
from allocator.store import rounds as kept
from allocator.store.opened import MOST, SECONDS, Opened
from allocator.store.rounds import Tampered
from allocator.store.vault import Gone, household_subject
from tests.actions.offices import CHAIR, House, case

NAME = "2026-w48"


@pytest.fixture
def house(store: Store, url: str) -> House:
    found = House(store, url=url)
    found.begin("tiny")
    return found


def test_a_round_is_opened_once_and_stays_as_it_is(house: House) -> None:
    first, proposal, _ = rounds.show_proposal(house.office, CHAIR, NAME)
    before = canonical_json(proposal.model_dump(mode="json"))
    for lang in ("nl", "en"):
        for name in ("report.html", "placements.csv", proposals.WORKBOOK):
            assert proposals.write_report(house.office, CHAIR, NAME, name, lang=lang)
        for one in first.households:
            assert proposals.explain_household(house.office, CHAIR, NAME, one.id, lang=lang).headline
    again, same, _ = rounds.show_proposal(house.office, CHAIR, NAME)
    assert again is first
    assert same is proposal
    assert canonical_json(same.model_dump(mode="json")) == before
    assert first.canonical == canonical_json(first.model_dump(mode="json"))


def test_what_was_destroyed_is_not_read_from_what_was_opened(house: House) -> None:
    rounds.show_proposal(house.office, CHAIR, NAME)
    with house.store.writing() as work:
        work.vault.destroy(household_subject("H1"), house.clock.now)
    with house.store.reading() as work, pytest.raises(Gone):
        kept.load(work, NAME)


def test_what_was_changed_behind_our_back_is_found_out(house: House) -> None:
    rounds.show_proposal(house.office, CHAIR, NAME)
    with house.store.writing() as work:
        work.session.connection().exec_driver_sql("UPDATE rounds SET sha256 = 'other'")
    with house.store.reading() as work, pytest.raises(Tampered):
        kept.load(work, NAME)


def test_a_document_that_was_written_again_is_opened_anew(house: House) -> None:
    first, proposal, _ = rounds.show_proposal(house.office, CHAIR, NAME)
    with house.store.writing() as work:
        for table in ("rounds", "proposals"):
            work.session.connection().exec_driver_sql(f"UPDATE {table} SET document = document || ' '")
    again, same, _ = rounds.show_proposal(house.office, CHAIR, NAME)
    assert again is not first
    assert same is not proposal
    assert (again, same) == (first, proposal)


def test_it_is_forgotten_after_a_while_and_when_there_are_others(house: House) -> None:
    now = timedelta()
    opened = Opened(clock=lambda: now.total_seconds())
    round_ = case("tiny").round
    with house.store.reading() as work:
        for number in range(MOST + 1):
            opened.keep(f"round/{number}", "sealed", (), round_)
        assert opened.get(type(round_), "round/0", "sealed", work.vault) is None
        assert opened.get(type(round_), "round/1", "sealed", work.vault) is round_
        assert opened.get(type(round_), "round/1", "other", work.vault) is None
        now = timedelta(seconds=SECONDS)
        assert opened.get(type(round_), "round/1", "sealed", work.vault) is None
