"""Decisions by command: consequences before they are confirmed, several at once, who may, who was first."""

from typing import Any

import pytest

from tests.commandline.weeks import ON_ONE, ROUND, Week


def state_of(week: Week, number: int) -> str:
    return str(week.data("chair", "placement", "show", number)["seen"]["state"])


@pytest.fixture
def number(tiny: Week) -> int:
    return tiny.numbers()["H1"]


def test_what_a_reason_does_is_shown_before_it_is_confirmed(tiny: Week, number: int) -> None:
    words = ("decide", "refuse", number, "--reason", "no_longer_interested")
    stopped = tiny.run("member", *words, said="n\n")
    assert stopped.code == 130
    assert "The household takes no part for 56 days, until 18 January 2027." in " ".join(stopped.out.split())
    assert state_of(tiny, number) == "proposed"
    nobody = tiny.run("member", *words, said="")
    assert (nobody.code, "add --yes" in nobody.err) == (2, True)
    assert state_of(tiny, number) == "proposed"
    done = tiny.run("member", *words, said="y\n")
    assert done.code == 0
    assert done.out.index("56 days") < done.out.index("refused")
    assert state_of(tiny, number) == "refused"


@ON_ONE
@pytest.mark.parametrize(("lang", "yes"), [("nl", "ja"), ("nl", "J"), ("en", "yes"), ("en", "j")])
def test_yes_is_understood_in_both_languages(tiny: Week, number: int, lang: str, yes: str) -> None:
    ran = tiny.run("member", "decide", "refuse", number, "--reason", "facts_wrong", said=f"{yes}\n", lang=lang)
    assert ran.code == 0
    assert state_of(tiny, number) == "refused"


def test_without_a_reason_one_chooses_from_what_may_be_given(tiny: Week, number: int) -> None:
    ran = tiny.run("member", "decide", "refuse", number, said="facts_wrong\ny\n")
    assert ran.code == 0
    assert "facts_wrong" in ran.out
    assert "home_not_liked" not in ran.out  # nothing was offered yet
    assert state_of(tiny, number) == "refused"
    shown = tiny.good("member", "placement", "show", number).out
    assert "Facts in the round were wrong" in " ".join(shown.split())


def test_a_program_says_all_beforehand(tiny: Week, number: int) -> None:
    ran = tiny.run("member", "decide", "refuse", number, "--json")
    assert ran.code == 2
    assert "facts_wrong" in ran.data["sentence"]
    ran = tiny.run("member", "decide", "refuse", number, "--reason", "facts_wrong", "--json")
    assert (ran.code, "--yes" in ran.data["sentence"]) == (2, True)
    done = tiny.data("member", "decide", "refuse", number, "--reason", "facts_wrong", "--yes")
    assert done["decisions"][0]["placement"]["state"] == "refused"


def test_a_reason_that_does_not_belong_here(tiny: Week, number: int) -> None:
    for reason in ("nonsense", "network_nearby", "moved_on"):
        ran = tiny.run("member", "decide", "refuse", number, "--reason", reason, "--yes")
        assert ran.code == 3, reason
    assert state_of(tiny, number) == "proposed"


def test_a_note_with_a_name_is_refused(tiny: Week, number: int) -> None:
    note = "burgerservicenummer 111222333"
    words = ("decide", "refuse", number, "--reason", "facts_wrong", "--yes")
    assert tiny.run("member", *words, "--note", note).code == 3
    assert state_of(tiny, number) == "proposed"


def test_several_at_once_each_on_its_own(tiny: Week) -> None:
    numbers = tiny.numbers()
    first, second, third = (numbers[key] for key in ("H1", "H2", "H4"))
    tiny.good("member", "decide", "accept", first)
    ran = tiny.run("member", "decide", "accept", first, second, third, second, width=140)
    assert ran.code == 3
    assert f"Placement {first} was not changed" in ran.out
    assert {state_of(tiny, one) for one in (second, third)} == {"accepted_by_committee"}
    assert tiny.run("member", "decide", "accept", first).code == 3
    assert tiny.run("member", "decide", "accept", 9_999).code == 3


def test_who_was_first_is_told(tiny: Week, number: int) -> None:
    tiny.good("chair", "decide", "accept", number)
    words = ("decide", "refuse", number, "--reason", "facts_wrong", "--yes", "--version")
    ran = tiny.run("member", *words, 0)
    assert ran.code == 3
    assert "Somebody was first" in ran.err
    assert "by a committee chair" in " ".join(ran.err.split())
    tiny.good("member", *words, 1)
    assert tiny.run("member", "decide", "accept", number, number + 1, "--version", 0).code == 2


def test_a_day_that_has_not_come(tiny: Week, number: int) -> None:
    ran = tiny.run("member", "decide", "accept", number, "--on", "2026-11-24")
    assert (ran.code, "not happened yet" in ran.err) == (3, True)
    assert tiny.run("member", "decide", "accept", number, "--on", "yesterday").code == 2
    tiny.good("member", "decide", "accept", number, "--on", "23-11-2026")


def test_a_corporation_decides_on_its_own_and_of_nobody(tiny: Week, number: int) -> None:
    tiny.good("member", "decide", "accept", *tiny.numbers().values())
    seen = tiny.good("landlord", "placement", "list")
    own = tiny.data("landlord", "placement", "list")["placements"]
    assert {row["placement"]["corporation"] for row in own} == {"C1"}
    assert "H1" not in seen.out
    assert "not for your role to know" in tiny.good("landlord", "placement", "show", number).out
    done = tiny.good("landlord", "decide", "accept_home", number)
    assert "allocator decide offer" in done.out
    other = next(
        row["placement"]["id"]
        for row in tiny.data("member", "placement", "list")["placements"]
        if row["placement"]["corporation"] != "C1"
    )
    assert tiny.run("landlord", "decide", "accept_home", other).code == 3
    assert tiny.run("landlord", "decide", "accept", number).code in (3, 5)
    assert tiny.run("auditor", "decide", "accept", number).code == 5


def test_the_list_says_what_comes_next_and_for_whom(tiny: Week, number: int) -> None:
    tiny.good("member", "decide", "accept", number)
    rows = {row["placement"]["id"]: row for row in tiny.data("member", "placement", "list")["placements"]}
    assert rows[number]["next"] == "accept_home"
    assert "corporation" in rows[number]["roles"]
    mine = {row["placement"]["id"] for row in tiny.data("member", "placement", "list", "--mine")["placements"]}
    assert number not in mine
    assert len(mine) == len(rows) - 1
    assert tiny.data("member", "placement", "list", "--round", "nothing")["placements"] == []


def test_what_stands_still_is_told(tiny: Week, number: int) -> None:
    assert "Nothing stands still" in tiny.good("member", "placement", "stalls").out
    tiny.clock.pass_days(9)
    assert "Past their term: 4" in tiny.good("member", "placement", "list").out
    stalls = tiny.data("landlord", "placement", "stalls")["stalls"]
    assert {(one["age"], one["term"], one["seen"]["household"]) for one in stalls} == {(9, 7, None)}
    assert f" {number} " in tiny.good("member", "placement", "stalls").out


@pytest.fixture
def asked(week: Week) -> tuple[Week, dict[str, Any]]:
    """A placement with an open question."""
    week.opened("region")
    for row in week.data("member", "placement", "list")["placements"]:
        found = week.data("member", "placement", "show", row["placement"]["id"])
        if found["to_confirm"]:
            return week, found
    raise AssertionError("the region asks nothing")


def test_a_question_is_answered_before_an_offer(asked: tuple[Week, dict[str, Any]]) -> None:
    week, found = asked
    number, rule = found["seen"]["id"], found["to_confirm"][0]
    shown = week.good("member", "placement", "show", number).out
    assert f"allocator placement answer {number} {rule}" in " ".join(shown.split())
    assert week.run("member", "placement", "answer", number, "R-999", "--fits").code == 3
    assert week.run("member", "placement", "answer", number, rule).code == 2
    ran = week.good("member", "placement", "answer", number, rule, "--refuses")
    assert f"allocator decide refuse {number}" in ran.out
    assert week.run("member", "decide", "accept", number).code == 3


def test_reasons_are_those_that_the_role_may_know(tiny: Week) -> None:
    whole = {one["code"] for one in tiny.data("member", "placement", "reasons")["reasons"]}
    some = {one["code"] for one in tiny.data("landlord", "placement", "reasons")["reasons"]}
    assert some < whole


def test_what_is_over_can_be_opened_again_by_the_chair(tiny: Week, number: int) -> None:
    tiny.good("member", "decide", "refuse", number, "--reason", "facts_wrong", "--yes")
    assert number not in [r["placement"]["id"] for r in tiny.data("member", "placement", "list")["placements"]]
    assert tiny.run("member", "decide", "reopen", number, "--reason", "recorded_by_mistake", "--yes").code == 5
    tiny.good("chair", "decide", "reopen", number, "--reason", "recorded_by_mistake", "--yes")
    assert state_of(tiny, number) == "proposed"


def test_an_objection_from_receipt_to_outcome(tiny: Week, number: int) -> None:
    assert tiny.run("member", "objection", "file", number).code == 3  # no decision yet
    tiny.good("member", "decide", "refuse", number, "--reason", "facts_wrong", "--yes")
    filed = tiny.data("member", "objection", "file", number)
    assert filed["household"] == "H1"
    assert "waits for a decision" in tiny.good("auditor", "objection", "list", "--pending").out
    assert tiny.data("member", "objection", "extend", filed["id"])["extended"] is True
    assert tiny.run("member", "objection", "extend", filed["id"]).code == 3
    assert tiny.run("member", "objection", "decide", filed["id"], "upheld").code == 5
    assert "allocator decide reopen" in tiny.good("chair", "objection", "decide", filed["id"], "upheld").out
    assert tiny.data("auditor", "objection", "list", "--pending")["objections"] == []
    assert "upheld" in tiny.good("auditor", "objection", "list").out


def test_a_pin_that_differs_from_the_proposal_needs_a_reason(tiny: Week) -> None:
    homes = {row["placement"]["household"]: row["placement"]["unit"] for row in tiny.data(
        "member", "placement", "list"
    )["placements"]}  # fmt: skip
    household, unit = next((h, u) for h in ("H2", "H1", "H6") for u in ("U1", "U2") if h in homes and homes[h] != u)
    tiny.good("member", "household", "pin", household, unit, "--reason", "network")
    tiny.good("member", "round", "run")
    number = tiny.numbers()[household]
    ran = tiny.run("member", "decide", "accept", number, "--json")
    assert (ran.code, "network_nearby" in ran.data["sentence"]) == (2, True)
    tiny.good("member", "decide", "accept", number, "--reason", "network_nearby", "--yes")
    decisions = tiny.data("member", "placement", "show", number)["decisions"]
    assert decisions[-1]["deviation"] == "other_home"
    shown = tiny.good("member", "round", "show").out
    print(shown)
    assert "of which otherwise than proposed: 1" in shown
    assert "another home than was proposed: 1" in shown
    assert tiny.data("member", "round", "show")["deviations"]["by_reason"] == {"network_nearby": 1}


def test_upkeep_lets_expire_what_passed_its_term(tiny: Week, number: int) -> None:
    for step in ("accept", "accept_home", "offer"):
        tiny.good("chair", "decide", step, number)
    tiny.clock.pass_days(8)
    assert tiny.data("member", "upkeep")["expired"] == 1
    assert state_of(tiny, number) == "expired"
    assert tiny.data("member", "round", "show", ROUND)["states"]["expired"] == 1
