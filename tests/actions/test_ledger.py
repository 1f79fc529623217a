"""The ledger in life, through the actions: corrections, the end of a period, what follows from placements."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from allocator.actions import ledger, placements, upkeep
from allocator.domain.refusal import Refusal
from allocator.domain.workflow import State, Step
from allocator.store import decisions
from tests.actions.offices import CHAIR, House
from tests.actions.test_placements import TO_THE_LEASE, line, ready, standing


@pytest.fixture
def tiny(sound: House) -> House:
    return ready(sound, "tiny")


def test_what_follows_from_a_placement_is_not_mended_by_hand(tiny: House) -> None:
    tiny.decide(line(tiny, "H1").id, Step.ACCEPT)
    number, _ = ledger.list_postings(tiny.office, CHAIR, "2026-H2")[-1]
    with pytest.raises(Refusal, match="take the step with the placement back"):
        ledger.correct(tiny.office, CHAIR, number)


def test_a_closed_half_year_is_corrected_in_the_next(sound: House) -> None:
    sound.begin("fair", opened=False)
    number, quota = next(
        (n, p) for n, p in ledger.list_postings(sound.office, CHAIR, "2026-H2") if p.municipality == "GM9001"
    )
    sound.clock.now = datetime(2027, 1, 11, 9, tzinfo=UTC)
    ledger.close_period(sound.office, CHAIR, "2026-H2", "2027-H1")
    with pytest.raises(Refusal):  # a quota of a closed period stands
        ledger.correct(sound.office, CHAIR, number, quota.model_copy(update={"amount": Decimal(7)}))


def test_realised_in_a_closed_half_year_is_corrected_in_the_half_year_of_today(sound: House) -> None:
    sound.begin("region", opened=False)
    number, placed = next(
        (n, p) for n, p in ledger.list_postings(sound.office, CHAIR, "2026-H2") if p.kind == "placed" and p.amount > 1
    )
    sound.clock.now = datetime(2027, 1, 11, 9, tzinfo=UTC)
    ledger.close_period(sound.office, CHAIR, "2026-H2", "2027-H1")
    assert ledger.correct(sound.office, CHAIR, number) == 1
    _, mended = ledger.list_postings(sound.office, CHAIR, "2027-H1")[-1]
    assert (mended.kind, mended.amount, mended.municipality) == ("correction", -placed.amount, placed.municipality)


def test_a_lease_stays_where_it_was_signed_and_a_commitment_goes_along(tiny: House) -> None:
    one, other = line(tiny, "H1"), line(tiny, "H2")
    tiny.decide(one.id, *TO_THE_LEASE)
    tiny.decide(other.id, Step.ACCEPT)
    tiny.clock.now = datetime(2027, 1, 11, 9, tzinfo=UTC)
    ledger.close_period(tiny.office, CHAIR, "2026-H2", "2027-H1")
    assert standing(tiny, one.municipality).realised == Fraction(1)
    tiny.decide(one.id, Step.MOVE_IN)
    old = ledger.show_balances(tiny.office, CHAIR, "2026-H2")
    new = ledger.show_balances(tiny.office, CHAIR, "2027-H1")
    assert sum(s.realised for a, s in old.items() if a.group == "all") == 1
    assert sum(s.realised for a, s in new.items() if a.group == "all") == 0
    assert sum(s.committed for a, s in old.items() if a.group == "all") == 0
    assert sum(s.committed for a, s in new.items() if a.group == "all") == 1


def test_an_offer_without_answer_expires_as_such(tiny: House) -> None:
    one = line(tiny, "H1")
    tiny.decide(one.id, *TO_THE_LEASE[:3])
    tiny.clock.pass_days(8)
    upkeep.pass_days(tiny.office, CHAIR)
    with tiny.store.reading() as work:
        assert decisions.of_placement(work, one.id)[-1].reason == "no_answer"
    assert placements.show_placement(tiny.office, CHAIR, one.id).seen.state is State.EXPIRED
