"""Transfers between municipalities, through the actions."""

import pytest

from allocator.actions import ledger
from allocator.actions.ledger import Ledger
from allocator.domain.refusal import NotFound
from allocator.domain.workflow import Role
from allocator.workflow import Actor
from tests.actions.offices import House, case

GRONINGEN = Actor("a", Role.MUNICIPALITY, "GM0014")


def test_a_municipality_that_is_not_there_takes_nothing_over(sound: House) -> None:
    sound.take_in(case("tiny"))
    with pytest.raises(NotFound, match="GM9999"):
        ledger.ask_transfer(sound.office, GRONINGEN, Ledger("2026-H2"), giver="GM0014", taker="GM9999", amount=1)
    assert ledger.list_transfers(sound.office, GRONINGEN) == []
