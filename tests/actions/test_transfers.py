"""Transfers between municipalities, through the actions."""

import pytest

from allocator.actions import ledger
from allocator.actions.ledger import Ledger
from allocator.domain.refusal import NotFound
from allocator.domain.workflow import Role
from allocator.workflow import Actor
from tests.actions.offices import CHAIR, House, municipality

GRONINGEN = Actor("a", Role.MUNICIPALITY, "GM0014")


def test_a_municipality_that_is_not_there_takes_nothing_over(sound: House) -> None:
    sound.begin("tiny", opened=False)
    with pytest.raises(NotFound, match="GM9999"):
        ledger.ask_transfer(sound.office, GRONINGEN, Ledger("2026-H2"), giver="GM0014", taker="GM9999", amount=1)
    assert ledger.list_transfers(sound.office, GRONINGEN) == []


def test_postings_have_the_number_by_which_they_are_mended(sound: House) -> None:
    sound.begin("fair", opened=False)
    numbered = ledger.list_postings(sound.office, CHAIR, "2026-H2")
    number, one = next((n, p) for n, p in numbered if p.municipality == "GM9001")
    assert ledger.correct(sound.office, CHAIR, number) == 1
    last, mended = ledger.list_postings(sound.office, CHAIR, "2026-H2")[-1]
    assert last > number
    assert mended.amount == -one.amount
    own = ledger.list_postings(sound.office, municipality("GM9001"), "2026-H2")
    assert {"GM9001"} == {p.municipality for _, p in own}
    assert len(own) < len(numbered) + 1
