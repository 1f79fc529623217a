"""Reasons worked out by hand: one small round for each thing that must be said."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from allocator import rules
from allocator.domain.codes import StageName, Verdict
from allocator.domain.policy import Stage
from allocator.domain.region import BY_DECISION, BY_ROUND, PairWord, SupportPool
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.explain import Explanations, explain, explain_pair, system
from allocator.intake import read_case
from tests import builders
from tests.builders import FAR, HERE, THERE, a_round, household, policy, unit, word
from tests.explain.plans import best, greedy


def told(round_: Round) -> Explanations:
    """The best plan of a round, explained."""
    solution = best(round_)
    assert solution is not None
    return explain(round_, solution)


def days_ago(days: int) -> date:
    """So many days before the round."""
    return builders.AS_OF - timedelta(days=days)


# ------------------------------------------------------------ which aim decided

LAST = {"registered_on": days_ago(10), "ready_from": days_ago(10), "municipality_of_origin": FAR}
WINS: dict[str, dict[str, Any]] = {
    "urgency": {"urgency": "urgent"},
    "origin": {"municipality_of_origin": HERE},
    "balance": {"adults": 2},
    "waiting": {"ready_from": days_ago(11)},
    "suitability": {},
    "stability": {},
}


@pytest.mark.parametrize("stage", WINS)
def test_first_aim_that_differs_is_named(stage: str) -> None:
    """H1 and H2 are alike but for one thing; the one home goes to H1, whatever the lottery says."""
    people = [household("H1", **LAST | WINS[stage]), household("H2", **LAST)]
    dimension = {"name": "all", "unit": "persons"}
    extra: dict[str, Any] = {}
    if stage == "suitability":
        extra["pairs"] = (word("H1", score=1000), word("H2", score=999))
    if stage == "stability":
        extra["previous"] = ({"household": "H1", "unit": "U1"},)
    why = told(a_round(people, unit(), policy=policy(dimensions=(dimension,)), **extra)).unplaced["H2"]
    assert (why.layer, why.reason_code, why.decided) == (2, f"stage:{stage}", {f"stage:{stage}": 1})
    (home,) = why.homes
    assert (home.unit, home.holder) == ("U1", "H1")
    assert home.aim == {"urgency": "urgent", "balance": "all.count"}.get(stage, stage)


def test_lottery_decides_between_equals() -> None:
    why = told(a_round([household("H1"), household("H2")], unit()))
    (loser,) = why.unplaced.values()
    assert loser.reason_code == "stage:lottery"
    assert loser.homes[0].detail.values["theirs"] < loser.homes[0].detail.values["ours"]  # type: ignore[operator]


@pytest.mark.parametrize(("tolerance", "unplaced", "reason"), [(0, "H1", "waiting"), (30, "H2", "suitability")])
def test_a_tolerance_lets_the_next_aim_decide(tolerance: int, unplaced: str, reason: str) -> None:
    """H2 has waited 20 days longer, H1 has more points: within the tolerance the points decide."""
    stages = tuple(
        Stage(name=name, on=name is not StageName.ORIGIN, tolerance=tolerance * (name is StageName.WAITING))
        for name in StageName
    )
    people = [
        household("H1", ready_from=days_ago(100)),
        household("H2", ready_from=days_ago(120), municipality_of_origin=FAR),
    ]
    why = told(a_round(people, unit(), policy=policy(stages=stages)))
    assert {h: w.reason_code for h, w in why.unplaced.items()} == {unplaced: f"stage:{reason}"}


def test_in_a_shared_home_the_closest_holder_is_named() -> None:
    """H9 loses to H1 by urgency and to H2 by waiting: the exchange with H2 came closest."""
    shared = {"accepted_forms": ("group_home",)}
    people = [
        household("H1", urgency="urgent", **shared),
        household("H2", ready_from=days_ago(90), **shared),
        household("H9", ready_from=days_ago(80), **shared),
    ]
    why = told(a_round(people, unit(form="group_home", places=2, rent=400_00))).unplaced["H9"]
    assert [(home.holder, home.code) for home in why.homes] == [("H2", "stage:waiting")]


def test_a_mover_who_cannot_go_back_is_no_exchange() -> None:
    """H1 leaves U1 for U2, H2 takes U1; H3 fits only U2, but then H1 would have nowhere to stay."""
    people = [
        household("H1", urgency="later", current_unit="U1", required_municipalities=(THERE,)),
        household("H2", urgency="urgent", required_municipalities=(HERE,)),
        household("H3", required_municipalities=(THERE,)),
    ]
    homes = [unit("U1", status="occupied"), unit("U2", municipality=THERE)]
    why = told(a_round(people, homes))
    assert why.unplaced["H3"].reason_code == "return"
    assert why.placed["H2"].depends_on == ("H1",)


def test_an_unproven_plan_claims_nothing_it_does_not_know() -> None:
    people = [household("H1", urgency="later"), household("H2", urgency="urgent")]
    round_ = a_round(people, unit())
    found = explain(round_, greedy(round_, rules.Context(round_)))
    assert found.unplaced["H2"].reason_code == "not_proven"


# ------------------------------------------------------------ no home passes the rules


def test_refusals_are_counted_and_the_nearest_homes_named() -> None:
    homes = [unit("U1", bedrooms=1), unit("U2", bedrooms=1, municipality=THERE), unit("U3", municipality=THERE)]
    family = household(
        adults=2, children=2, child_ages=(13, 15), municipality_of_origin=HERE, required_municipalities=(HERE,)
    )
    why = told(a_round(family, homes)).unplaced["H1"]
    assert (why.layer, why.reason_code, why.homes_possible) == (1, "no_home_fits", 0)
    assert why.rule_counts == {"R-101": 3, "R-501": 2}
    assert [(near.unit, near.rule) for near in why.nearest] == [("U1", "R-101")]
    assert "3" in why.nearest[0].sentence.render("en")


@pytest.mark.parametrize(
    ("people", "homes", "changes", "reason"),
    [
        ({"parked_until": date(2027, 1, 1)}, {}, {}, "parked"),
        ({}, {}, {"paused_municipalities": (HERE,)}, "paused"),
        ({}, {}, {"paused_corporations": ("C1",)}, "paused"),
        ({}, {"status": "reserved"}, {}, "nothing_on_offer"),
    ],
)
def test_the_state_of_the_system_is_a_reason(
    people: dict[str, Any], homes: dict[str, Any], changes: dict[str, Any], reason: str
) -> None:
    found = told(a_round(household(**people), unit(**homes), **changes))
    assert found.unplaced["H1"].reason_code == reason
    assert found.system


def test_a_round_without_homes_or_without_people_is_explained() -> None:
    assert told(a_round(units=[])).unplaced["H1"].reason_code == "nothing_on_offer"
    assert told(a_round(households=[])).units["U1"].reason_code == "nobody_fits"


# ------------------------------------------------------------ questions


def test_the_question_that_opens_most_homes_is_asked_first() -> None:
    homes = [unit(f"U{k}", pets_allowed=None) for k in range(3)] + [unit("U9", rent=900_00)]
    people = [household("H1", urgency="urgent", gross_income=None), household("H2", pets=None, adults=1)]
    found = told(a_round(people, homes))
    assert found.opener is not None
    assert (found.opener.owner, found.opener.item) == ("household", "H1")
    assert found.opener.field == "gross_income"


def test_what_must_be_confirmed_names_the_rule() -> None:
    found = told(a_round(household(gross_income=None)))
    assert "R-401" in [confirm.rule for confirm in found.placed["H1"].to_confirm]


# ------------------------------------------------------------ placed households


def test_a_placement_says_why_and_what_else_was_possible() -> None:
    homes = [unit("U1", bedrooms=1), unit("U2", bedrooms=2), unit("U3", municipality=THERE)]
    why = told(a_round(household(), homes)).placed["H1"]
    assert (why.unit, why.alternatives) == ("U1", 2)
    assert why.score == sum(why.points.values()) == 850
    assert [other.unit for other in why.best_alternatives] == ["U3", "U2"]
    assert why.flagged_waiting  # ready since 1 July, thirteen weeks are over


def test_words_of_people_are_told() -> None:
    pairs = (word(verdict="pin"), word(verdict="waive", rule="R-101"))
    family = household(adults=2, children=1, child_ages=(13,))
    found = told(a_round(family, [unit("U1"), unit("U2", bedrooms=2)], pairs=pairs))
    why = found.placed["H1"]
    assert (why.unit, why.pinned, why.waived) == ("U1", True, ("R-101",))
    assert len([s for s in found.system if s.hidden_from(Audience.HOUSEHOLD)]) == 2


# ------------------------------------------------------------ units


def test_an_empty_home_says_why() -> None:
    pool = SupportPool(id="P", provider="care", kinds=("home",), municipalities=(HERE,), places=0)
    people = [household("H1"), household("H2", needs=(builders.need("H2"),), required_municipalities=(HERE,))]
    homes = [
        unit("U1"),
        unit("U2"),
        unit("U3", municipality=THERE),
        unit("U4", status="withdrawn"),
        unit("U5", status="occupied"),
        unit("U6", min_persons=4),
        unit("U7", municipality=FAR),
    ]
    found = told(a_round(people, homes, support=(pool,), paused_municipalities=(FAR,)))
    reasons = {u: why.reason_code for u, why in found.units.items()}
    taken = found.placed["H1"].unit
    left = {"U1": "U2", "U2": "U1"}[taken]
    assert reasons.pop(taken) == "placed"
    assert reasons.pop(left) == "pool"
    assert reasons == {"U3": "all_elsewhere", "U4": "status", "U5": "occupied", "U6": "nobody_fits", "U7": "paused"}
    assert found.units["U6"].sole_rule == "R-104"


# ------------------------------------------------------------ one pair


def test_one_pair_is_told_as_in_the_whole() -> None:
    people = [household("H1", urgency="urgent"), household("H2", required_municipalities=(HERE,))]
    round_ = a_round(people, [unit("U1"), unit("U2", municipality=THERE, min_persons=4)])
    solution = best(round_)
    assert solution is not None
    whole = explain(round_, solution)
    assert explain_pair(round_, solution, "H2", "U1").home == whole.unplaced["H2"].homes[0]
    refused = explain_pair(round_, solution, "H2", "U2")
    assert "R-501" in refused.refused
    assert refused.home is None
    mine = explain_pair(round_, solution, "H1", "U1")
    assert mine.placed
    with pytest.raises(KeyError):
        explain_pair(round_, solution, "nobody", "U1")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Eligible for one home; there somebody of a more urgent class was placed."),
        ("nl", "Komt in aanmerking voor één woning; daar is iemand met een dringender klasse geplaatst."),
    ],
)
def test_sentences_read_as_people_speak(lang: str, text: str) -> None:
    people = [household("H1", urgency="urgent"), household("H2")]
    assert told(a_round(people, unit())).unplaced["H2"].sentence.render(lang) == text


def test_what_people_said_is_told_apart_from_what_follows_from_what_they_decided() -> None:
    pin, forbid = Verdict.PIN, Verdict.FORBID
    words = (
        PairWord(household="H1", unit="U1", verdict=pin, by=BY_ROUND),
        PairWord(household="H2", unit="U3", verdict=pin, by="chair"),
        PairWord(household="H6", unit="U2", verdict=pin, by="chair", reason="network"),
        PairWord(household="H4", unit="U1", verdict=forbid, by=BY_DECISION),
        PairWord(household="H4", unit="U2", verdict=forbid, by="chair"),
        PairWord(household="H5", unit="U2", verdict=Verdict.WAIVE, rule="R-301", by="chair"),
    )
    tiny = read_case(Path(__file__).parents[2] / "fixtures" / "tiny").round
    said = [one.render("en") for one in system.by_hand(tiny.model_copy(update={"pairs": words}))]
    network = next(label.en for label in tiny.policy.reasons if label.code == "network")
    assert said == [
        "Pairs of a household and a home that were blocked by hand: 1.",
        "Pairs of a household and a home that were refused before: 1.",
        "Placements that were accepted in this round already, and stay: 1.",
        "Pinned by hand: H2 in U3.",
        "Rule R-301 was lifted for H5 in U2.",
        f"Pinned by hand: H6 in U2 (reason: {network}).",
    ]
