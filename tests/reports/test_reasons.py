"""Every reason has a heading, and outside the committee a heading that tells nothing of a person."""

import pytest

from allocator.domain.base import Sensitivity
from allocator.domain.proposal import EmptyUnit
from allocator.explain.causes import Cause
from allocator.explain.words import SENSITIVITY
from allocator.reports import reasons
from allocator.reports.committee import empty_groups
from allocator.reports.words import Tongue
from tests.reports import samples as s

EN = Tongue("en")
CAUSES = [cause for cause in Cause if cause is not Cause.NONE]
OTHERS = ["no_home_fits", "nothing_on_offer", "parked", "paused", "status", "occupied", "nobody_fits", "all_elsewhere"]


@pytest.mark.parametrize("code", [*(cause.code for cause in CAUSES), *OTHERS])
def test_every_reason_has_a_heading(code: str) -> None:
    assert reasons.title(code, [s.text("One"), s.text("Two")], EN) == reasons.TITLES[code]


def test_a_new_reason_is_headed_by_the_sentence_its_rows_share() -> None:
    assert reasons.title("new", [s.text("Same"), s.text("Same")], EN) == "Same"
    assert reasons.title("new", [s.text("One"), s.text("Two")], EN) == "new"


@pytest.mark.parametrize("cause", CAUSES)
def test_support_health_and_safety_stay_within_the_committee(cause: Cause) -> None:
    hidden = SENSITIVITY[cause].rank > Sensitivity.PERSONAL.rank
    expected = reasons.KNOWN_TO_COMMITTEE if hidden else reasons.OTHERS_FIRST
    assert reasons.public_title(cause.code, EN) == expected


@pytest.mark.parametrize("code", ["parked", "never heard of"])
def test_what_is_not_surely_harmless_is_known_to_the_committee_only(code: str) -> None:
    assert reasons.public_title(code, EN) == reasons.KNOWN_TO_COMMITTEE


def test_homes_that_stay_empty_have_headings_of_their_own() -> None:
    assert reasons.home_title("placed", [], EN) == reasons.IN_PART
    assert {reasons.home_title(cause.code, [], EN) for cause in CAUSES} == {reasons.MAY_LIVE_HERE}
    assert reasons.home_title("nobody_fits", [], EN) == reasons.TITLES["nobody_fits"]


def test_empty_homes_under_one_heading_stand_together() -> None:
    round_ = s.region([], [s.home(n) for n in range(4)])
    codes = ["pool", "nobody_fits", "cap", "complex"]
    empty = [EmptyUnit(unit=f"un-000{n}", reason_code=code, sentence=s.text(code)) for n, code in enumerate(codes)]
    first, second = empty_groups(round_, s.proposal(round_, [], [], empty), EN)
    assert (first.title, first.count, [row.home.id for row in first.rows]) == (
        reasons.MAY_LIVE_HERE,
        "3 homes",
        ["un-0000", "un-0002", "un-0003"],
    )
    assert (second.title, second.rows[0].why) == (reasons.TITLES["nobody_fits"], "nobody_fits")
