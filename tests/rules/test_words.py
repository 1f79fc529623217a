from typing import Any

import numpy as np
import pytest
from hypothesis import given

from allocator.domain.base import Sensitivity
from allocator.domain.round import Round
from allocator.domain.sentence import HIDDEN, Audience
from allocator.rules import Context, judge_pair, questions, sentence
from tests.builders import HERE, a_round, household, need, policy, rules, unit, word
from tests.rules.rounds import rounds

Changes = dict[str, Any]


def says(code: str, h: Changes, u: Changes, **changes: Any) -> str:
    context = Context(a_round(household(**h), unit(**u), **changes))
    return sentence(context, code, "H1", "U1").render("en")


@pytest.mark.parametrize(
    ("code", "h", "u", "text"),
    [
        ("R-101", {"adults": 3}, {}, "The household needs at least 2 bedrooms; this home has 1."),
        (
            "R-401",
            {"gross_income": 60_000_00},
            {},
            "The income is €60,000.00 a year; the limit for a social rented home is €51,537.00.",
        ),
        (
            "R-301",
            {"accessibility": "walker"},
            {},
            "The household needs: fit for a walker; this home is: no adaptation.",
        ),
        (
            "R-501",
            {"required_municipalities": (HERE, "GM1895")},
            {},
            "This home stands in Groningen; the household must live in Groningen, Oldambt.",
        ),
        ("R-701", {}, {"reserved_for": ("GGZ", "SKA")}, "This home is reserved for: GGZ (en), SKA (en)."),
        ("R-802", {}, {}, "A supported place is for households with at least: intensive support."),
        ("R-901", {}, {"status": "under_repair"}, "This home cannot be let now: under repair."),
        ("R-905", {"refused_offers": 3}, {}, "Takes no part now (parked until: no date; offers refused: 3)."),
        (
            "R-601",
            {"ready_from": "2027-03-01"},
            {},
            "The household is ready from 1 March 2027; the home is free on 23 November 2026.",
        ),
    ],
)
def test_a_sentence_shows_what_was_read(code: str, h: Changes, u: Changes, text: str) -> None:
    assert says(code, h, u) == text


def test_what_is_not_known_is_named() -> None:
    text = says("R-302", {"accessibility": "walker"}, {"floor": None, "lift": None})
    assert text == "No stairs without a lift: this depends on what is not known yet (floor, lift)."


def test_a_refusal_because_of_an_unknown_does_not_claim_more() -> None:
    text = says("R-503", {"excluded_postcodes": ("9712",)}, {"postcode": None})
    assert text == "Outside the safety zone: refused as long as this is not known (postcode)."


def test_special_and_safety_facts_stay_with_the_committee() -> None:
    context = Context(a_round(household(excluded_postcodes=("9711",), house_tags=("loud",))))
    for code in ("R-206", "R-207", "R-301", "R-503", "R-504", "R-701", "R-904"):
        said = sentence(context, code, "H1", "U1")
        for audience in set(Audience) - {Audience.COMMITTEE}:
            assert said.render("en", audience) == HIDDEN


def test_an_unknown_rule() -> None:
    with pytest.raises(KeyError, match="no rule 'R-000'"):
        sentence(Context(a_round()), "R-000", "H1", "U1")


def asked(h: Changes, u: Changes, **changes: Any) -> set[tuple[str, str]]:
    context = Context(a_round(household(**h), unit(**u), **changes))
    return {(field, owner) for field, owner, _ in questions(context, "H1", "U1")}


@pytest.mark.parametrize(
    ("h", "u", "expected"),
    [
        ({}, {}, set()),
        ({"pets": None}, {"pets_allowed": True}, set()),
        ({"pets": None}, {"pets_allowed": None}, {("pets", "household"), ("pets_allowed", "corporation")}),
        ({"expecting": None, "sex": None}, {"for_whom": "women"}, {("sex", "household")}),  # nothing about a child
        ({"expecting": None, "sex": None}, {"for_whom": "family"}, {("expecting", "household")}),
        ({"accessibility": "walker"}, {"accessibility": "walker", "lift": None}, set()),  # on the ground floor
        ({"age_oldest": None}, {}, {("age_oldest", "household")}),
        ({"age_oldest": None, "gross_income": None}, {}, {("gross_income", "household"), ("age_oldest", "household")}),
        ({"excluded_postcodes": ("9712",)}, {"postcode": None}, {("postcode", "corporation")}),
        ({"children": 2, "adults": 2}, {"bedrooms": 2}, {("child_ages", "household")}),
        ({}, {"counts_for_rent_benefit": None, "rent": 800_00}, {("counts_for_rent_benefit", "corporation")}),
    ],
)
def test_only_what_matters_is_asked(h: Changes, u: Changes, expected: set[tuple[str, str]]) -> None:
    assert asked(h, u) == expected


def test_a_waived_rule_asks_nothing() -> None:
    waived = (word(verdict="waive", rule="R-205"),)
    assert asked({"pets": None}, {"pets_allowed": False}, pairs=waived) == set()


def test_a_question_is_as_sensitive_as_the_field() -> None:
    context = Context(a_round(household(accessibility=None), unit()))
    ((field, owner, said),) = questions(context, "H1", "U1")
    assert (field, owner, said.sensitivity) == ("accessibility", "household", Sensitivity.SPECIAL)
    assert said.render("en").endswith("?")


@given(rounds())
def test_something_is_asked_exactly_where_a_rule_waits_for_it(round_: Round) -> None:
    context = Context(round_)
    for h in round_.households[:2]:
        for u in round_.units[:2]:
            verdict = judge_pair(context, h.id, u.id)
            found = questions(context, h.id, u.id)
            if verdict.ask:
                assert found
            elif not any(code in verdict.refused for code in ("R-503",)):
                assert not found


@given(rounds())
def test_what_a_rule_hangs_on_is_the_same_for_all_pairs_at_once(round_: Round) -> None:
    context = Context(round_)
    h, u = context.grid()
    shape = (len(round_.households), len(round_.units))
    for active in context.active:
        unknown = active.rule.judge(h, u, active.numbers).is_unknown
        hangs = np.zeros(shape, dtype=bool)
        for mask in context.hangs_on(active).values():
            hangs |= mask
        assert (hangs == np.broadcast_to(False if unknown is None else unknown, shape)).all()


def test_support_is_named_by_its_label() -> None:
    h = {"needs": (need(level="on_site_24h"),)}
    assert says("R-801", h, {}) == "The household needs support on site, day and night; this home has: no support."


def test_numbers_of_the_policy_are_shown() -> None:
    used = policy(rules=rules(R_605={"horizon_days": 5}))
    text = says("R-605", {}, {"available_from": "2026-12-24"}, policy=used)
    assert text == "The home is free on 24 December 2026, more than 5 days from now."
