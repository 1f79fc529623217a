"""The catalogue of reasons: nothing is ever lost, VERA is covered, and sensitive ones stay where they belong."""

from datetime import date

import pytest

from allocator.domain.base import Sensitivity
from allocator.domain.workflow import CLOSED, EXPIRABLE, LIVE, SETTLED, Role, Side, State, Step
from allocator.workflow import (
    STEPS,
    catalogue,
    consequence_of,
    delivered,
    lost_reasons,
    may_read,
    reasons_for,
    unknown_reasons,
)
from allocator.workflow.steps import SIDES
from tests.workflow.placements import DAY, placement, policy

# Codes that were ever delivered. Add to this list; never take one away.
EVER = """
home_not_liked home_quality surroundings outdoor_space parking_or_storage rent_too_high too_far health not_safe
personal_circumstances no_longer_interested other_home not_found no_show no_answer documents_missing moved_on
gave_notice died no_support_left support_does_not_fit needs_changed not_ready left_care back_to_shelter
documents_refused details_wrong income_too_high income_too_low unsuitable nuisance_before residents_declined
offered_in_error given_to_another home_withdrawn home_damaged tenant_stays evicted lease_ended permit_refused
others_first not_in_this_complex municipality_paused better_elsewhere mix_of_residents facts_wrong rule_refuses
postponed agreed_elsewhere cannot_wait network_nearby safety exchange recorded_by_mistake objection_upheld
agreed_after_all term_passed earlier_fell_through replaced round_closed urgency_ended placed_elsewhere
""".split()

# AANBIEDINGDETAILSTATUS, all of its active codes.
VERA = "AND ANV BUI COO DOC DON GEE GEG GER HUU INH INL NIE ONG ONT PAO PER REA TOE WBN WKN WOB".split()


def test_no_code_is_ever_lost() -> None:
    assert list(delivered()) == EVER


def test_every_vera_code_stands_for_exactly_one_reason() -> None:
    assert sorted(reason.vera for reason in delivered().values() if reason.vera) == VERA


def test_every_reason_can_be_given_by_somebody_somewhere() -> None:
    for code, reason in delivered().items():
        roles = {role for role, sides in SIDES.items() if reason.side in sides}
        assert roles & {role for step in reason.steps for role in STEPS[step].roles}, code
        for step in reason.steps:
            assert STEPS[step].needs_reason or step is Step.ACCEPT, code
            assert not reason.states or set(reason.states) & STEPS[step].leaves, code


@pytest.mark.parametrize("role", [Role.COMMITTEE_CHAIR, Role.SYSTEM])
@pytest.mark.parametrize("step", [step for step, rule in STEPS.items() if rule.needs_reason])
def test_there_is_a_reason_wherever_one_is_needed(step: Step, role: Role) -> None:
    if role in STEPS[step].roles:
        for state in STEPS[step].leaves:
            if step is not Step.EXPIRE or state in EXPIRABLE:
                assert reasons_for(step, placement(state, came_from="offered"), policy(), role, DAY), state


def test_every_side_that_may_refuse_has_reasons() -> None:
    for role, side in {
        Role.CORPORATION: Side.CORPORATION,
        Role.CARE_PROVIDER: Side.PROVIDER,
        Role.MUNICIPALITY: Side.MUNICIPALITY,
    }.items():
        found = reasons_for(Step.REFUSE, placement("offered"), policy(), role, DAY)
        assert side in {reason.side for reason in found}
        assert {reason.side for reason in found} <= SIDES[role]


def test_wording_is_there_twice_and_differs() -> None:
    rows = delivered().values()
    assert len({r.nl for r in rows}) == len({r.en for r in rows}) == len(rows)
    assert [r.code for r in rows if r.nl == r.en] == []
    assert next(iter(rows)).label.nl == "Woning bevalt niet"


def test_what_is_sensitive_is_read_by_its_side_and_the_committee_only() -> None:
    secret = delivered()["not_safe"]
    assert secret.sensitivity is Sensitivity.SAFETY
    assert [role for role in Role if may_read(secret, role)] == [
        Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.AUDITOR, Role.SYSTEM,
    ]  # fmt: skip
    assert may_read(delivered()["nuisance_before"], Role.CORPORATION)
    assert not may_read(delivered()["nuisance_before"], Role.CARE_PROVIDER)
    assert may_read(delivered()["rent_too_high"], Role.ADMINISTRATOR)


def test_a_council_adds_rewords_and_gives_consequences() -> None:
    mine = {"code": "dog", "side": "person", "steps": ("refuse",), "nl": "Hond", "en": "Dog"}
    said = policy(reasons=(mine,), consequences={"dog": {"park_days": 3}, "health": {"lose_offer": True}})
    found = catalogue(said)
    assert list(found) == [*EVER, "dog"]
    assert consequence_of("dog", said).park_days == 3
    assert (consequence_of("health", said).lose_offer, consequence_of("health", said).block_pair) == (True, False)
    assert delivered()["health"].consequence.block_pair
    with pytest.raises(KeyError):
        consequence_of("cat", said)


def test_a_new_policy_may_not_lose_a_reason() -> None:
    mine = {"code": "dog", "side": "person", "steps": ("refuse",), "nl": "Hond", "en": "Dog"}
    old, retired = policy(reasons=(mine,)), policy(reasons=(mine | {"valid_until": DAY},))
    assert lost_reasons(old, policy()) == ("dog",)
    assert lost_reasons(old, retired) == lost_reasons(policy(), old) == ()
    assert unknown_reasons(policy(consequences={"cat": {}, "health": {}})) == ("cat",)


@pytest.mark.parametrize(
    ("first", "last", "day", "valid"),
    [
        (None, None, date(2026, 1, 2), True),
        (date(2026, 1, 2), None, date(2026, 1, 1), False),
        (date(2026, 1, 2), None, date(2026, 1, 2), True),
        (None, date(2026, 1, 2), date(2026, 1, 2), True),
        (None, date(2026, 1, 2), date(2026, 1, 3), False),
    ],
)
def test_dates_of_a_reason(first: date | None, last: date | None, day: date, valid: bool) -> None:
    reason = delivered()["health"].model_copy(update={"valid_from": first, "valid_until": last})
    assert reason.valid_on(day) is valid


def test_states_are_a_partition_for_reasons_too() -> None:
    assert EXPIRABLE < LIVE
    assert not SETTLED & CLOSED
    assert State.LEASE_SIGNED not in EXPIRABLE
