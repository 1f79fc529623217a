"""Documents sealed person by person: whole with every key; without one, nothing of that household is left."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.codes import Verdict
from allocator.domain.household import Apart
from allocator.domain.region import PairWord
from allocator.domain.round import PreviousPlacement, Round
from allocator.domain.unit import Occupant
from allocator.privacy import (
    PROPOSAL,
    ROUND,
    Shredded,
    Unreadable,
    decrypt,
    new_key,
    open_bundle,
    open_document,
    seal_document,
)
from allocator.privacy.documents import DOCUMENT
from tests import builders

ABOUT = "round/R1"
HOUSEHOLDS = ("H1", "H2", "H3")
SECRET = {"H1": "9711AA", "H2": "9712BB", "H3": "9713CC"}


def a_round() -> Round:
    households = [builders.household(h, excluded_postcodes=(SECRET[h],)) for h in HOUSEHOLDS]
    return builders.a_round(
        households,
        [builders.unit("U1"), builders.unit("U2")],
        apart=(
            Apart(household="H1", other="H2", until=date(2031, 5, 6)),
            Apart(household="H3", other="O1"),
        ),
        occupants=(Occupant(id="O1", home="U2", persons=1),),
        pairs=(PairWord(household="H1", unit="U1", verdict=Verdict.FORBID, reason="agreed", by="the-chair"),),
        previous=(PreviousPlacement(household="H2", unit="U1"),),
    )


ROUND_DATA: dict[str, Any] = a_round().model_dump(mode="json")


def keys(*without: str) -> dict[str, bytes]:
    return {h: ALL[h] for h in ALL if h not in without}


ALL = {owner: new_key() for owner in (*HOUSEHOLDS, DOCUMENT)}
SEALED = seal_document(ROUND_DATA, ROUND, ALL, ABOUT)


def test_with_every_key_the_round_is_the_same_byte_for_byte() -> None:
    back = Round.model_validate(open_document(SEALED, ALL, ABOUT))
    assert back == a_round()
    assert back.sha256 == a_round().sha256


def test_it_can_be_kept_as_json() -> None:
    assert open_document(json.loads(json.dumps(SEALED)), ALL, ABOUT) == ROUND_DATA


def test_nothing_about_anybody_can_be_read_in_it() -> None:
    text = json.dumps(SEALED)
    for fact in (*SECRET.values(), "2031-05-06", "the-chair", '"O1"', "gross_income", "apart_until"):
        assert fact not in text
    assert SEALED["open"]["households"] == [{"id": h} for h in HOUSEHOLDS]
    assert [list(row) for row in SEALED["open"]["apart"]] == [["~row"], []]
    assert SEALED["open"]["previous"] == [{"household": "H2", "unit": "U1"}]
    assert len(SEALED["open"]["units"]) == 2


@pytest.mark.parametrize("gone", HOUSEHOLDS)
def test_without_a_key_nothing_of_that_household_is_left(gone: str) -> None:
    with pytest.raises(Shredded) as raised:
        open_document(SEALED, keys(gone), ABOUT)
    assert raised.value.missing == (gone,)
    assert "vernietigd" in raised.value.sentence.render("nl")
    left = json.dumps(raised.value.left)
    assert SECRET[gone] not in left
    assert all(SECRET[other] in left for other in HOUSEHOLDS if other != gone)
    assert ("2031-05-06" in left) == (gone == "H3")
    assert ("the-chair" in left) == (gone != "H1")
    assert len(raised.value.left["households"]) == 3


def test_a_row_about_two_does_not_tell_who_the_other_was() -> None:
    for one, other in (("H1", "H2"), ("H2", "H1")):
        bundle = decrypt(ALL[one], SEALED["sealed"][one], f"{ABOUT}/{one}")
        assert '"~share"' in bundle
        assert other not in bundle
        with pytest.raises(Shredded) as raised:
            open_document(SEALED, keys(other), ABOUT)
        assert raised.value.left["apart"][0] == {}


def test_a_changed_row_about_two_is_refused() -> None:
    changed = json.loads(json.dumps(SEALED))
    token = changed["open"]["apart"][0]["~row"]
    changed["open"]["apart"][0]["~row"] = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    with pytest.raises(Unreadable):
        open_document(changed, ALL, ABOUT)


def test_what_is_kept_about_one_household() -> None:
    bundle = open_bundle(SEALED, "H3", ALL["H3"], ABOUT)
    assert bundle["households"]["2"]["excluded_postcodes"] == [SECRET["H3"]]
    assert bundle["apart"]["1"]["other"] == "O1"
    assert sorted(open_bundle(SEALED, "H1", ALL["H1"], ABOUT)) == ["households", "pairs"]
    assert open_bundle(SEALED, "H9", ALL["H3"], ABOUT) == {}


def test_of_another_document_nothing_can_be_read() -> None:
    with pytest.raises(Unreadable):
        open_document(SEALED, ALL, "round/R2")


def test_a_household_without_a_key_cannot_be_sealed() -> None:
    with pytest.raises(KeyError):
        seal_document(ROUND_DATA, ROUND, keys("H2"), ABOUT)


def test_a_proposal_keeps_homes_by_pseudonym_and_numbers() -> None:
    proposal = {
        "placements": [
            {"household": "H1", "unit": "U1", "municipality": "GM0014", "pools": ["S1"], "reasons": ["why"]}
        ],
        "unplaced": [{"household": "H2", "reason_code": "parked", "sentence": {"nl": "x"}}],
        "empty_units": [{"unit": "U2", "reason_code": "refused", "details": ["H7 was near"]}],
        "stages": [{"stage": "urgency", "value": 3}],
        "round_sha256": "0" * 64,
    }
    sealed = seal_document(proposal, PROPOSAL, ALL, "proposal/1")
    assert sealed["open"]["placements"] == [{"household": "H1", "unit": "U1", "municipality": "GM0014"}]
    assert sealed["open"]["unplaced"] == [{"household": "H2"}]
    assert sealed["open"]["empty_units"] == [{"unit": "U2", "reason_code": "refused"}]
    assert sealed["open"]["stages"] == proposal["stages"]
    assert open_document(sealed, ALL, "proposal/1") == proposal


def test_every_list_about_people_is_sealed() -> None:
    """A new list of the round must be looked at: is it about people?"""
    open_lists = {
        "units", "municipalities", "complexes", "corporations", "keys", "support", "ledger", "previous",
        "paused_municipalities", "paused_corporations",
    }  # fmt: skip
    lists = {name for name, value in ROUND_DATA.items() if isinstance(value, list)}
    assert lists == open_lists | {part.name for part in ROUND}


@given(st.lists(st.sampled_from(HOUSEHOLDS), unique=True))
@settings(deadline=None)
def test_what_is_left_never_depends_on_who_went_first(gone: list[str]) -> None:
    if not gone:
        assert open_document(SEALED, keys(), ABOUT) == ROUND_DATA
        return
    with pytest.raises(Shredded) as raised:
        open_document(SEALED, keys(*gone), ABOUT)
    assert set(raised.value.missing) == set(gone)
    assert not any(SECRET[h] in json.dumps(raised.value.left) for h in gone)
