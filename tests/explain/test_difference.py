"""Two proposals compared: what became of each placement, and what is said of why."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import StageName
from allocator.domain.household import Household
from allocator.domain.proposal import Proposal, ProposedPlacement
from allocator.domain.region import Posting, SupportPool
from allocator.domain.round import PreviousPlacement, Round
from allocator.domain.sentence import Audience
from allocator.domain.unit import Unit
from allocator.explain import field_names
from allocator.explain.difference import Difference, Kind, StageChange, difference
from allocator.run import run_match
from tests import builders
from tests.builders import AS_OF, HERE, SOON, URGENT, a_round, household, need, policy, unit, word

TWO = [household("H1", ready_from=AS_OF - timedelta(days=200)), household("H2", ready_from=AS_OF)]
ONE_HOME = [unit("U1")]


def both(old: Round, new: Round) -> Difference:
    return difference(old, run_match(old).proposal, new, run_match(new).proposal)


def became(found: Difference) -> dict[str, str]:
    return {change.household: change.kind.value for change in found.placements}


def codes(found: Difference, household: str) -> list[str]:
    (change,) = (change for change in found.placements if change.household == household)
    return [note.code for note in change.why]


def sentences(found: Difference, household: str, audience: Audience = Audience.COMMITTEE) -> list[str]:
    (change,) = (change for change in found.placements if change.household == household)
    assert all(note.sentence.render("nl", audience) for note in change.why)
    return [note.sentence.render("en", audience) for note in change.why]


# ---------------------------------------------------------------- one story each


def test_the_same_round_twice_is_the_same() -> None:
    found = both(a_round(TWO, ONE_HOME), a_round(TWO, ONE_HOME))
    assert found.same
    assert became(found) == {"H1": "kept"}
    assert [note.code for note in found.inputs] == ["nothing"]
    assert all(stage.better == 0 and stage.before == stage.after for stage in found.stages)


def test_a_more_urgent_newcomer_takes_the_home() -> None:
    new = [*TWO, household("H0", urgency=URGENT)]
    found = both(a_round(TWO, ONE_HOME), a_round(new, ONE_HOME))
    assert became(found) == {"H0": "added", "H1": "removed"}
    assert codes(found, "H0") == ["household_new"]
    assert codes(found, "H1") == ["home_taken", "households", "stage"]
    assert sentences(found, "H1")[0] == "Home U1 goes to H0 now."
    assert sentences(found, "H1")[2] == "The first aim that reached another value: urgent (en), 1; it was 0."
    assert "H0" not in " ".join(sentences(found, "H1", Audience.CORPORATION))
    urgent = next(stage for stage in found.stages if stage.sub_stage == URGENT)
    assert (urgent.before, urgent.after, urgent.better) == (0, 1, 1)
    assert next(stage for stage in found.stages if stage.sub_stage == SOON).better == -1


def test_a_pin_moves_it() -> None:
    old, new = a_round(TWO, ONE_HOME), a_round(TWO, ONE_HOME, pairs=(word("H2", "U1", verdict="pin"),))
    found = both(old, new)
    assert became(found) == {"H1": "removed", "H2": "added"}
    assert codes(found, "H2") == ["pinned"]
    assert codes(found, "H1")[:2] == ["home_pinned", "words"]
    back = both(new, old)
    assert codes(back, "H2")[0] == "unpinned"
    assert "home_taken" in codes(back, "H2")


def test_a_home_that_goes_or_comes() -> None:
    old, new = a_round(TWO, [unit("U1")]), a_round(TWO, [unit("U2"), unit("U3")])
    found = both(old, new)
    assert became(found) == {"H1": "moved", "H2": "added"}
    assert set(codes(found, "H1")) == {"home_gone", "home_new"}
    assert codes(found, "H2") == ["home_new"]


def test_a_home_that_is_free_no_more() -> None:
    old, new = a_round(TWO, [unit("U1")]), a_round(TWO, [unit("U1", status="reserved", bedrooms=2)])
    found = both(old, new)
    assert became(found) == {"H1": "removed"}
    assert sentences(found, "H1") == ["Changed of home U1: bedrooms, status."]


def test_facts_of_a_household_are_hidden_where_they_must_be() -> None:
    safe = [TWO[0].model_copy(update={"excluded_postcodes": ("9711",), "urgency": URGENT}), TWO[1]]
    found = both(a_round(TWO, ONE_HOME), a_round(safe, ONE_HOME))
    assert became(found) == {"H1": "removed", "H2": "added"}
    assert sentences(found, "H1")[0] == "Changed of the household: urgency class, excluded postcodes."
    assert "postcode" not in " ".join(sentences(found, "H1", Audience.CORPORATION))


def test_who_left_and_what_was_blocked() -> None:
    found = both(a_round(TWO, ONE_HOME), a_round([TWO[1]], ONE_HOME))
    assert codes(found, "H1")[0] == "household_gone"
    blocked = a_round(TWO, ONE_HOME, pairs=(word("H1", "U1", verdict="forbid"),))
    found = both(a_round(TWO, ONE_HOME), blocked)
    assert codes(found, "H1")[0] == "blocked"
    assert "blocked" not in " ".join(sentences(found, "H1", Audience.HOUSEHOLD))
    assert codes(both(blocked, a_round(TWO, ONE_HOME)), "H1")[0] == "unblocked"


def test_another_score_or_waiver_by_hand() -> None:
    homes = [unit("U1"), unit("U2")]
    old = a_round(TWO[0], homes, pairs=(word(verdict=None, unit="U1", score=900),))
    new = a_round(TWO[0], homes, pairs=(word(verdict=None, unit="U1", score=1),))
    found = both(old, new)
    assert became(found) == {"H1": "moved"}
    assert codes(found, "H1") == ["word_changed"]


def test_another_policy() -> None:
    alone = policy(version="2", rules=builders.rules(R_102={"spare": 0}))
    homes, families = [unit("U1", bedrooms=3)], [TWO[0]]
    found = both(a_round(families, homes), a_round(families, homes, policy=alone))
    assert became(found) == {"H1": "removed"}
    assert codes(found, "H1")[0] == "policy"
    assert sentences(found, "H1")[0] == "Another policy holds: 2; it was 1."


def pool(name: str, hours: float = 10) -> SupportPool:
    return SupportPool(id=name, provider="Z1", kinds=("home",), municipalities=(HERE,), hours_per_week=hours)


def test_the_same_home_with_other_support() -> None:
    needy = household(needs=(need(),))
    found = both(a_round(needy, support=(pool("S1"),)), a_round(needy, support=(pool("S2"),)))
    (change,) = found.placements
    assert (change.kind, change.other_support) == (Kind.KEPT, True)
    assert codes(found, "H1") == ["support_changed"]
    assert not found.same
    gone = both(a_round(needy, support=(pool("S1"),)), a_round(needy, support=(pool("S1", 1),)))
    assert codes(gone, "H1") == ["support_changed"]


def test_what_changed_for_everybody() -> None:
    posting: dict[str, Any] = {
        "period": "2026", "municipality": HERE, "group": "all", "kind": "quota", "amount": 3, "unit": "households",
        "on": AS_OF,
    }  # fmt: skip
    new = a_round(
        TWO,
        ONE_HOME,
        as_of=AS_OF + timedelta(days=7),
        ledger=(Posting.model_validate(posting),),
        paused_municipalities=(builders.FAR,),
        apart=({"household": "H1", "other": "H2"},),
        previous=(PreviousPlacement(household="H1", unit="U1"),),
        lottery_seed="another",
        support=(pool("S1"),),
    )
    found = both(a_round(TWO, ONE_HOME), new)
    assert {"another_day", "ledger", "system", "shared", "previous", "pools", "draw"} <= {n.code for n in found.inputs}
    assert found.same


def test_an_unproven_search_is_said() -> None:
    old = a_round(TWO, ONE_HOME)
    first = run_match(old).proposal
    second = first.model_copy(update={"reproducible": False, "placements": ()})
    found = difference(old, first, old, second)
    assert became(found) == {"H1": "removed"}
    assert codes(found, "H1") == ["not_proven", "nothing"]


# ---------------------------------------------------------------- whatever the proposals are


def proposal_of(homes: dict[str, str], value: int) -> Proposal:
    placements = tuple(
        ProposedPlacement(household=h, unit=u, municipality=HERE, pools=(), to_confirm=(), depends_on=(), reasons=())
        for h, u in sorted(homes.items())
    )
    stage = {"stage": "waiting", "sub_stage": "waiting", "sense": "max", "value": value}
    return Proposal.model_validate(
        {
            "round_id": "test",
            "placements": placements,
            "unplaced": (),
            "empty_units": (),
            "stages": (stage,),
            "balance": (),
            "headline": {"nl": "", "en": ""},
            "round_sha256": "",
            "policy_sha256": "",
            "versions": {},
            "reproducible": True,
        }
    )


HOMES = st.dictionaries(st.sampled_from(["H1", "H2", "H3"]), st.sampled_from(["U1", "U2"]))
PEOPLE = st.lists(st.sampled_from(["H1", "H2", "H3"]), unique=True)


@given(HOMES, HOMES, PEOPLE, PEOPLE, st.integers(0, 3), st.integers(0, 3))
def test_everybody_is_accounted_for_once_and_back_again_is_the_opposite(
    first: dict[str, str], second: dict[str, str], before: list[str], after: list[str], one: int, two: int
) -> None:
    homes = [unit("U1"), unit("U2")]
    old = a_round([household(h) for h in {*before, *first}], homes)
    new = a_round([household(h) for h in {*after, *second}], homes)
    a, b = proposal_of(first, one), proposal_of(second, two)
    found, back = difference(old, a, new, b), difference(new, b, old, a)
    assert [c.household for c in found.placements] == sorted({*first, *second})
    assert {c.household: c.after for c in found.placements if c.after} == second
    assert {c.household: c.before for c in found.placements if c.before} == first
    opposite = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    assert became(back) == {c.household: opposite.get(c.kind, c.kind).value for c in found.placements}
    assert sum(len(found.of_kind(kind)) for kind in Kind) == len(found.placements)
    assert all(change.why for change in found.placements if change.kind is not Kind.KEPT)
    (stage,) = found.stages
    assert stage.better == (two > one) - (two < one)


@pytest.mark.parametrize(
    ("sense", "before", "after", "better"),
    [("max", 1, 2, 1), ("min", 1, 2, -1), ("max", 2, 2, 0), ("min", None, 2, 0), ("max", 2, None, 0)],
)
def test_better_and_worse(sense: str, before: int | None, after: int | None, better: int) -> None:
    assert StageChange(StageName.WAITING, "waiting", sense, before, after).better == better


def test_every_field_has_a_name() -> None:
    assert set(field_names.HOUSEHOLD) == set(Household.model_fields) - {"id"}
    assert set(field_names.UNIT) == set(Unit.model_fields) - {"id"}
