"""Steps one by one: along the line, off it, who may, what must come first, and what is said when it cannot be."""

from datetime import timedelta

import pytest

from allocator.domain.sentence import Audience
from allocator.domain.workflow import CLOSED, LIVE, SETTLED, SKIPPABLE, WAITS, Role, State, Step
from allocator.workflow import LINE, STEPS, Actor, Denied, PlacementState, StepRule, answer, next_step, steps_from
from tests.workflow.placements import (
    ACTORS,
    CHAIR,
    CORPORATION,
    DAY,
    HERE,
    MEMBER,
    SYSTEM,
    attempt,
    denied,
    placement,
    policy,
    taken,
)

LATER = DAY + timedelta(days=30)
WHOLE = [
    "accept", "confirm_support", "accept_home", "offer", "accept_offer", "sign", "move_in", "start_support",
]  # fmt: skip


def walk(start: PlacementState, **said: object) -> list[str]:
    steps, now = [], start
    while step := next_step(now, policy(**said)):
        now = taken(now, step, policy=policy(**said), on=start.since).after
        steps.append(step.value)
    return steps


# ---------------------------------------------------------------- the states and the line


def test_every_state_is_live_settled_or_closed_and_never_two() -> None:
    assert sorted([*LIVE, *SETTLED, *CLOSED]) == sorted(State)
    assert LIVE | {State.MOVED_IN} == WAITS


def test_the_line_is_the_one_of_the_design() -> None:
    assert [rule.step.value for rule in LINE] == WHOLE
    assert [rule.to for rule in LINE] == list(State)[1:9]
    assert set(STEPS) == set(Step)


def test_a_placement_with_support_passes_every_state() -> None:
    assert walk(placement()) == WHOLE


def test_without_pools_there_is_nothing_to_confirm_or_start() -> None:
    steps = walk(placement(pools=(), providers=()))
    assert steps == [step for step in WHOLE if "support" not in step]
    assert denied(placement("accepted_by_committee", pools=()), "confirm_support") == "not_from_here"


@pytest.mark.parametrize("step", sorted(SKIPPABLE))
def test_a_skipped_step_is_not_taken_and_not_waited_for(step: Step) -> None:
    assert walk(placement(), skip=(step,)) == [one for one in WHOLE if one != step]
    before = list(State)[[rule.step for rule in LINE].index(step)]
    assert denied(placement(before), step, policy=policy(skip=(step,))) == "skipped"


def test_a_placement_in_a_state_that_a_new_policy_skips_goes_on() -> None:
    now = placement("accepted_by_corporation")
    assert next_step(now, policy(skip=("accept_home",))) is Step.OFFER


def test_what_changes_with_a_step() -> None:
    after = taken(placement(version=4), "accept").after
    assert (after.state, after.since, after.version) == (State.ACCEPTED_BY_COMMITTEE, DAY + timedelta(days=1), 5)
    assert placement().model_copy(update={"state": after.state, "since": after.since, "version": 5}) == after


@pytest.mark.parametrize("state", sorted(LIVE | SETTLED))
def test_no_step_can_be_jumped_over(state: State) -> None:
    now = placement(state)
    ahead = next_step(now, policy())
    for rule in LINE:
        if rule.step is not ahead:
            assert denied(now, rule.step) == "not_from_here"


def test_what_is_over_stays_over_but_for_opening_it_again() -> None:
    for state in CLOSED:
        assert steps_from(placement(state, came_from="offered"), policy()) == (Step.REOPEN,)
        assert steps_from(placement(state), policy()) == ()
    assert placement("refused").closed


def test_people_come_back() -> None:
    home = placement("support_started")
    assert home.settled
    assert not home.live
    left = taken(home, "end", CHAIR, reason="gave_notice", on=LATER).after
    assert (left.state, left.came_from) == (State.ENDED, State.SUPPORT_STARTED)
    assert walk(placement(id="P2", household=left.household, since=LATER)) == WHOLE


# ---------------------------------------------------------------- days


def test_a_step_is_not_dated_before_the_one_before_it() -> None:
    assert denied(placement(), "accept", on=DAY - timedelta(days=1)) == "before_the_last_step"
    assert taken(placement(), "accept", on=DAY).after.since == DAY


def test_an_offer_expires_after_its_last_day() -> None:
    offer, said = placement("offered"), policy(terms={"offered": 5})
    last = DAY + timedelta(days=5)
    assert denied(offer, "expire", on=last, policy=said, reason="no_answer") == "too_early"
    after = taken(offer, "expire", on=last + timedelta(days=1), policy=said, reason="no_answer")
    assert after.after.state is State.EXPIRED
    assert after.consequence.lose_offer


def test_it_expires_only_where_the_policy_says_so() -> None:
    assert denied(placement(), "expire", on=LATER, reason="term_passed") == "not_from_here"
    said = policy(expires=("proposed",))
    assert taken(placement(), "expire", on=LATER, policy=said, reason="term_passed").after.closed
    assert denied(placement("offered"), "expire", on=LATER, policy=said, reason="no_answer") == "not_from_here"
    endless = policy(terms={"offered": None})
    assert denied(placement("offered"), "expire", on=LATER, policy=endless, reason="no_answer") == "too_early"


# ---------------------------------------------------------------- who


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("rule", LINE, ids=lambda rule: rule.step.value)
def test_only_the_roles_of_the_table_take_a_step(role: Role, rule: StepRule) -> None:
    step, before = rule.step, placement(list(State)[LINE.index(rule)])
    if role in STEPS[step].roles:
        assert taken(before, step, ACTORS[role]).after.state is STEPS[step].to
        assert step in steps_from(before, policy(), role)
    else:
        assert denied(before, step, ACTORS[role]) == "role"
        assert step not in steps_from(before, policy(), role)


def test_nobody_but_people_decides() -> None:
    assert {step for step, rule in STEPS.items() if Role.SYSTEM in rule.roles} == {
        Step.EXPIRE, Step.WITHDRAW, Step.END,
    }  # fmt: skip
    watching = (Role.AUDITOR, Role.ADMINISTRATOR)
    assert not [step for step, rule in STEPS.items() for role in watching if role in rule.roles]


@pytest.mark.parametrize(
    ("role", "step", "state", "own"),
    [
        ("corporation", "accept_home", "support_confirmed", CORPORATION),
        ("care_provider", "confirm_support", "accepted_by_committee", "Z1"),
        ("care_provider", "accept_offer", "offered", "Z9"),
    ],
)
def test_an_organisation_acts_on_its_own_placements_only(role: str, step: str, state: str, own: str) -> None:
    now = placement(state, referrer="Z9")
    assert taken(now, step, Actor("a", Role(role), own)).after.version == 1
    assert denied(now, step, Actor("a", Role(role), "another")) == "not_yours"
    assert denied(now, step, Actor("a", Role(role))) == "not_yours"


def test_a_municipality_refuses_only_at_home() -> None:
    now = placement("accepted_by_corporation")
    assert taken(now, "refuse", Actor("m", Role.MUNICIPALITY, HERE), reason="others_first").after.closed
    elsewhere = Actor("m", Role.MUNICIPALITY, "GM0037")
    assert denied(now, "refuse", elsewhere, reason="others_first") == "not_yours"


def test_a_home_without_corporation_is_nobodys() -> None:
    now = placement("support_confirmed", corporation=None)
    assert denied(now, "accept_home", Actor("a", Role.CORPORATION, CORPORATION)) == "not_yours"
    assert denied(now, "accept_home", Actor("a", Role.CORPORATION)) == "not_yours"


# ---------------------------------------------------------------- what must come first


def test_no_offer_before_every_question_is_answered() -> None:
    now = placement("accepted_by_corporation", to_confirm=("R-101", "R-401"))
    assert denied(now, "offer") == "to_confirm"
    one = answer(now, "R-401", fits=True)
    assert (one.to_confirm, one.version) == (("R-101",), 1)
    assert denied(one, "offer") == "to_confirm"
    assert taken(answer(one, "R-101", fits=True), "offer").after.state is State.OFFERED
    with pytest.raises(KeyError):
        answer(one, "R-401", fits=True)


def test_an_answer_that_does_not_fit_ends_it() -> None:
    now = answer(placement("accepted_by_committee", to_confirm=("R-101",)), "R-101", fits=False)
    assert now.refuted == ("R-101",)
    assert denied(now, "confirm_support") == "rule_refuses"
    assert taken(now, "refuse", MEMBER, reason="rule_refuses").after.closed


def test_questions_do_not_stop_what_comes_before_an_offer() -> None:
    assert taken(placement(to_confirm=("R-101",)), "accept").after.to_confirm == ("R-101",)


@pytest.mark.parametrize("earlier", [{}, {"H9": State.ACCEPTED_BY_HOUSEHOLD}, {"H9": State.WITHDRAWN}])
def test_not_offered_before_the_earlier_household_signed(earlier: dict[str, State]) -> None:
    now = placement("accepted_by_corporation", depends_on=("H9",))
    assert denied(now, "offer", earlier=earlier) == "earlier_first"


def test_offered_when_all_earlier_ones_signed_and_moved_when_they_moved() -> None:
    now = placement("accepted_by_corporation", depends_on=("H8", "H9"))
    signed = {"H8": State.LEASE_SIGNED, "H9": State.MOVED_IN}
    assert denied(now, "offer", earlier={"H8": State.LEASE_SIGNED}) == "earlier_first"
    assert taken(now, "offer", earlier=signed).after.state is State.OFFERED
    lease = placement("lease_signed", depends_on=("H8", "H9"))
    assert denied(lease, "move_in", earlier=signed) == "earlier_first"
    moved = {"H8": State.SUPPORT_STARTED, "H9": State.ENDED}
    assert taken(lease, "move_in", earlier=moved).after.state is State.MOVED_IN


def test_only_the_committee_reads_who_must_move_first() -> None:
    outcome = attempt(placement("accepted_by_corporation", depends_on=("H9",)), "offer", MEMBER)
    assert isinstance(outcome, Denied)
    assert "H9" in outcome.sentence.render("en")
    assert "H9" not in outcome.sentence.render("en", Audience.CORPORATION)


# ---------------------------------------------------------------- reasons


@pytest.mark.parametrize(("step", "by"), [("refuse", MEMBER), ("withdraw", MEMBER), ("withdraw", SYSTEM)])
def test_leaving_the_line_needs_a_reason(step: str, by: Actor) -> None:
    assert denied(placement(), step, by) == "reason_needed"
    assert denied(placement(), step, by, reason="no_such") == "reason_unknown"


def test_a_deviation_needs_a_reason() -> None:
    by_hand = placement(by_hand=True)
    assert denied(by_hand, "accept") == "reason_needed"
    assert denied(by_hand, "accept", reason="postponed") == "reason_not_here"
    assert taken(by_hand, "accept", reason="cannot_wait").after.reason == "cannot_wait"


@pytest.mark.parametrize(
    ("state", "step", "role", "reason", "code"),
    [
        ("proposed", "refuse", "committee_member", "rent_too_high", "reason_not_here"),
        ("offered", "withdraw", "committee_member", "rent_too_high", "reason_not_here"),
        ("offered", "refuse", "municipality", "rent_too_high", "reason_not_yours"),
        ("offered", "refuse", "corporation", "health", "reason_not_yours"),
        ("offered", "refuse", "care_provider", "home_damaged", "reason_not_yours"),
        ("offered", "withdraw", "committee_member", "replaced", "reason_not_yours"),
    ],
)
def test_a_reason_fits_the_step_the_state_and_the_role(
    state: str, step: str, role: str, reason: str, code: str
) -> None:
    assert denied(placement(state), step, ACTORS[Role(role)], reason=reason) == code


def test_a_retired_reason_is_not_given_any_more() -> None:
    said = policy(
        reasons=(
            {
                "code": "rent_too_high",
                "side": "person",
                "steps": ("refuse",),
                "nl": "Te duur",
                "en": "Too dear",
                "valid_until": DAY,
            },
        )
    )
    now = placement("offered")
    given = taken(now, "refuse", reason="rent_too_high", policy=said, on=DAY).reason
    assert given
    assert given.nl == "Te duur"
    assert denied(now, "refuse", reason="rent_too_high", policy=said) == "reason_retired"


def test_the_policy_decides_the_consequence() -> None:
    said = policy(consequences={"rent_too_high": {"park_days": 9}})
    outcome = taken(placement("offered"), "refuse", reason="rent_too_high", policy=said)
    assert outcome.consequence.park_days == 9
    assert not outcome.consequence.block_pair


# ---------------------------------------------------------------- opening again


def test_the_chair_opens_it_again_where_it_was() -> None:
    refused = taken(placement("offered"), "refuse", MEMBER, reason="not_safe").after
    assert (refused.state, refused.came_from) == (State.REFUSED, State.OFFERED)
    assert denied(refused, "reopen", MEMBER, reason="objection_upheld") == "role"
    again = taken(refused, "reopen", CHAIR, reason="objection_upheld", on=LATER).after
    assert (again.state, again.since, again.came_from) == (State.OFFERED, LATER, None)


def test_a_signed_lease_is_withdrawn_never_refused() -> None:
    signed = placement("lease_signed")
    assert denied(signed, "refuse", MEMBER, reason="not_safe") == "not_from_here"
    assert taken(signed, "withdraw", MEMBER, reason="not_safe").after.state is State.WITHDRAWN
