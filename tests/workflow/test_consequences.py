"""Consequences: counted, parked until a day, blocked; said before, and said as it will be."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.policy import Policy
from allocator.domain.workflow import Consequence
from allocator.workflow import Effect, HouseholdStanding, catalogue, describe, standing_of
from tests import builders
from tests.workflow.placements import DAY


def policy(most: int | None = 2, **workflow: Any) -> Policy:
    return builders.policy(refusals={"most": most}, workflow=workflow)


def effect(days: int = 0, unit: str = "U1", *, undone: bool = False, **does: Any) -> Effect:
    on = DAY + timedelta(days=days)
    return Effect(household="H1", unit=unit, on=on, reason="r", consequence=Consequence(**does), undone=undone)


def lost(*days: int) -> list[Effect]:
    return [effect(day, lose_offer=True) for day in days]


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_without_effects_nothing_is_held_against_anybody() -> None:
    assert standing_of([], policy(), DAY) == HouseholdStanding()


@pytest.mark.parametrize(("day", "until"), [(0, 10), (9, 10), (10, None)])
def test_parked_until_the_day_comes(day: int, until: int | None) -> None:
    found = standing_of([effect(park_days=10)], policy(), after(day))
    assert found.parked_until == (None if until is None else after(until))


def test_the_longest_pause_counts_and_homes_stay_blocked() -> None:
    effects = [effect(0, "U2", park_days=30, block_pair=True), effect(5, park_days=3, block_pair=True)]
    found = standing_of(effects, policy(), after(6))
    assert found == HouseholdStanding(0, after(30), ("U1", "U2"))


def test_what_was_undone_or_is_still_to_come_does_not_count() -> None:
    effects = [effect(0, lose_offer=True, undone=True), effect(9, lose_offer=True, block_pair=True)]
    assert standing_of(effects, policy(), after(8)) == HouseholdStanding()
    assert standing_of(effects, policy(), after(9)).refused_offers == 1


@pytest.mark.parametrize(("day", "count"), [(99, 2), (100, 1), (149, 1), (150, 0)])
def test_refusals_are_forgotten_after_their_days(day: int, count: int) -> None:
    said = policy(refusals_count_days=100)
    assert standing_of(lost(0, 50), said, after(day)).refused_offers == count


def test_more_refusals_than_allowed_park_for_a_while_and_the_count_begins_anew() -> None:
    said = policy(most=1, refusals_park_days=60)
    assert standing_of(lost(0), said, after(9)) == HouseholdStanding(1)
    assert standing_of(lost(0, 9), said, after(9)) == HouseholdStanding(0, after(69))
    assert standing_of(lost(0, 9), said, after(69)) == HouseholdStanding()
    assert standing_of(lost(0, 9, 80), said, after(80)) == HouseholdStanding(1)


def test_without_an_end_the_count_stands_and_rule_r_905_parks() -> None:
    assert standing_of(lost(0, 1, 2), policy(most=1), after(9)) == HouseholdStanding(3)
    assert standing_of(lost(0, 1, 2), policy(most=None, refusals_park_days=9), after(9)) == HouseholdStanding(3)


# ---------------------------------------------------------------- said before it is confirmed


def said(policy: Policy, before: HouseholdStanding | None = None, code: str = "home_not_liked") -> list[str]:
    reason = catalogue(policy)[code]
    return [s.render("en") for s in describe(reason, policy, before or HouseholdStanding(), DAY)]


def test_every_consequence_is_said() -> None:
    both = {"home_not_liked": {"park_days": 10, "block_pair": True, "lose_offer": True}}
    assert said(policy(consequences=both)) == [
        "This counts as a refused offer: 1, and 2 are allowed.",
        "The household takes no part for 10 days, until 12 March 2026.",
        "This home is not proposed to this household again.",
    ]


def test_nothing_is_said_too() -> None:
    assert said(policy(), code="offered_in_error") == ["Nothing changes for the household."]


def test_the_refusal_that_is_one_too_many_says_what_it_does() -> None:
    full = HouseholdStanding(refused_offers=2)
    assert said(policy(), full)[:2] == [
        "This counts as a refused offer: 3, and 2 are allowed.",
        "The household takes no part until a person decides otherwise.",
    ]
    assert said(policy(refusals_park_days=30), full)[1] == (
        "The household takes no part for 30 days, until 1 April 2026; then the count begins anew."
    )
    assert said(policy(most=None), full)[0] == "This counts as a refused offer; there are 3 now."


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40), st.booleans(), st.booleans()), max_size=8),
    st.integers(0, 3) | st.none(),
    st.integers(1, 200) | st.none(),
    st.integers(1, 90) | st.none(),
    st.integers(0, 400),
)
def test_what_is_said_is_what_happens(
    rows: list[tuple[int, int, bool, bool]], most: int | None, keep: int | None, pause: int | None, day: int
) -> None:
    """Order never matters; and a standing that was said to be parked is parked."""
    rules = policy(most, refusals_count_days=keep, refusals_park_days=pause)
    effects = [effect(d, f"U{n}", park_days=p, block_pair=b, lose_offer=o) for n, (d, p, b, o) in enumerate(rows)]
    found = standing_of(effects, rules, after(day))
    assert found == standing_of(effects[::-1], rules, after(day))
    assert found.parked_until is None or found.parked_until > after(day)
    assert found.refused_offers <= len(rows)
    assert len(found.blocked_units) == sum(b for d, _, b, _ in rows if d <= day)
    one_more = [*effects, effect(day, "U99", park_days=7, lose_offer=True)]
    assert standing_of(one_more, rules, after(day)).parked_until is not None
