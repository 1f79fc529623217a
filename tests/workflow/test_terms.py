"""Terms: at, and just after, the last day; what stalls, what expires, whose urgency ended."""

from datetime import date, timedelta

import pytest

from allocator.domain.workflow import CLOSED, EXPIRABLE, WAITS, Role, State, Step
from allocator.workflow import due_on, expires_on, expiring, expiry_reason, stalls, term_of, urgencies_ended
from allocator.workflow.terms import DELIVERED_TERMS
from tests import builders
from tests.workflow.placements import DAY, SYSTEM, placement, policy, taken


def test_every_state_that_waits_has_a_delivered_term_that_never_changes() -> None:
    assert set(DELIVERED_TERMS) == WAITS
    assert list(DELIVERED_TERMS.values()) == [7, 7, 7, 5, 7, 14, 28, 14]


def test_the_policy_sets_a_term_or_none() -> None:
    said = policy(terms={"offered": 3, "proposed": None})
    assert (term_of(State.OFFERED, said), term_of(State.PROPOSED, said)) == (3, None)
    assert term_of(State.LEASE_SIGNED, said) == 28
    assert term_of(State.REFUSED, said) is None


@pytest.mark.parametrize("state", sorted(set(State) - WAITS))
def test_what_is_over_or_complete_waits_for_nothing(state: State) -> None:
    assert due_on(placement(state, came_from="offered"), policy()) is None
    assert state in CLOSED or state is State.SUPPORT_STARTED


def test_moved_in_waits_for_support_only_where_there_is_any() -> None:
    assert due_on(placement("moved_in"), policy()) == DAY + timedelta(days=14)
    assert due_on(placement("moved_in", pools=()), policy()) is None


@pytest.mark.parametrize(("days", "over"), [(0, []), (7, []), (8, [1]), (20, [13])])
def test_a_stall_begins_the_day_after_the_term(days: int, over: list[int]) -> None:
    found = stalls([placement()], policy(), DAY + timedelta(days=days))
    assert [stall.over for stall in found] == over


def test_stalls_say_what_and_whom_they_wait_for_the_longest_first() -> None:
    placements = [
        placement("accepted_by_committee", id="P1"),
        placement("support_confirmed", id="P2", since=DAY - timedelta(days=9)),
        placement("offered", id="P3", since=DAY + timedelta(days=9)),
        placement("refused", id="P4", came_from="offered"),
    ]
    found = stalls(placements, policy(), DAY + timedelta(days=10))
    assert [(s.placement.id, s.waits_for, s.age, s.term, s.over) for s in found] == [
        ("P2", Step.ACCEPT_HOME, 19, 7, 12),
        ("P1", Step.CONFIRM_SUPPORT, 10, 7, 3),
    ]
    assert Role.CORPORATION in found[0].roles


def test_equal_stalls_stand_in_order_of_key() -> None:
    rows = [placement(id="P2"), placement(id="P1")]
    assert [s.placement.id for s in stalls(rows, policy(), DAY + timedelta(days=30))] == ["P1", "P2"]


def test_only_offers_expire_as_delivered() -> None:
    rows = [placement("offered", id="P1"), placement(id="P2")]
    assert expires_on(rows[0], policy()) == DAY + timedelta(days=7)
    assert expires_on(rows[1], policy()) is None
    assert expiring(rows, policy(), DAY + timedelta(days=7)) == ()
    assert expiring(rows, policy(), DAY + timedelta(days=8)) == (rows[0],)


@pytest.mark.parametrize("state", sorted(EXPIRABLE))
def test_the_system_lets_each_expire_for_its_own_reason(state: State) -> None:
    now, said = placement(state), policy(expires=(state,))
    after = taken(now, "expire", SYSTEM, reason=expiry_reason(now), policy=said, on=DAY + timedelta(days=60))
    assert after.consequence.lose_offer == (state is State.OFFERED)


@pytest.mark.parametrize(("until", "ended"), [(None, False), (DAY, False), (DAY - timedelta(days=1), True)])
def test_an_urgency_ends_after_its_last_day(until: date | None, ended: bool) -> None:
    assert urgencies_ended([builders.household(urgent_until=until)], DAY) == (("H1",) if ended else ())
