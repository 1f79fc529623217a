"""A corporation's month on pages: its homes, one more, a whole list, off the list, and what waits for it."""

import re

import pytest

from allocator.actions import placements, region
from allocator.domain.codes import OffList, UnitStatus
from allocator.domain.workflow import State, Step
from allocator.store import trail
from tests.actions.offices import CHAIR, House, corporation
from tests.api.pages.readers import Reader, forms, reader, words
from tests.api.servers import Server

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
OURS = corporation("C1")
HOME = {"id": "N-1", "municipality": "GM0014", "form": "regular", "bedrooms": "2", "rent_eur": "713.02"}


def uploads(mine: Reader, text: str, do: str, **said: str) -> tuple[int, str]:
    mark = forms(mine.get("/homes/upload"))[-1][1]["mark"]
    files = {"file": ("woningen.csv", text.encode(), "text/csv")}
    answer = mine.client.post("/homes/upload", data={"mark": mark, "do": do} | said, files=files)
    return answer.status_code, answer.text


def test_a_corporation_sees_its_own_homes_and_where_each_stands(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    assert mine.client.get("/").headers["location"] == "/homes"
    page = mine.get("/homes")
    assert 'href="/homes/U1"' in page
    assert not re.search(r"\bU3\b", page)  # as a word: a form's mark holds any letters
    assert "proposed" in words(page)
    for path in ("/homes/U3", "/homes/U3/fit", "/homes/new?copy=U3"):
        assert "This page is not here" in mine.get(path, 404)


def test_a_home_is_added_in_a_form_that_tells_what_is_wrong(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    wrong = mine.fill(mine.get("/homes/new"), "/homes", **HOME | {"bedrooms": "many", "rent_eur": "-1"})
    assert wrong.status_code == 400
    for field in ("bedrooms", "rent_eur"):
        assert f'id="{field}-wrong"' in wrong.text
        assert f'href="#{field}"' in wrong.text
    assert 'value="N-1"' in wrong.text  # what was right stays
    taken = mine.fill(mine.get("/homes/new"), "/homes", **HOME | {"id": "U1"})
    assert 'id="id-wrong"' in taken.text
    theirs = mine.fill(mine.get("/homes/new"), "/homes", **HOME | {"id": "U3"})
    assert theirs.status_code == 400
    assert "Home N-1 is on the list." in mine.does("/homes/new", "/homes", **HOME)
    kept = region.show_unit(house.office, OURS, "N-1").unit
    assert (kept.corporation, kept.rent, kept.bedrooms) == ("C1", 71_302, 2)


def test_what_is_typed_is_checked_on_the_way(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    mark = forms(mine.get("/homes/new"))[-1][1]["mark"]
    answer = mine.client.post("/homes/check", data=HOME | {"mark": mark, "floor": "high"})
    assert set(answer.json()) == {"floor"}
    assert mine.client.post("/homes/check", data=HOME | {"mark": mark}).json() == {}
    assert "N-1" not in {unit.id for unit in region.list_units(house.office, OURS)}


def test_a_home_is_copied_but_for_its_key(server: Server) -> None:
    fields = dict(
        next(f for address, f in forms(reader(server, OURS).get("/homes/new?copy=U2")) if address == "/homes")
    )
    assert (fields["id"], fields["bedrooms"], fields["rent_eur"]) == ("", "2", "650.00")


def test_a_file_is_checked_line_by_line_and_taken_in_whole(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    head = "id,municipality,bedrooms,corporation\n"
    status, page = uploads(mine, head + "N-1,GM0014,2,C1\nN-2,GM9999,x,C1\n", "take")
    assert status == 400
    said = words(page)
    assert "to correct in woningen.csv" in said
    assert re.search(r"3 – bedrooms x This is not a whole number", said)
    assert "N-1" not in {unit.id for unit in region.list_units(house.office, OURS)}
    good = head + "N-1,GM0014,2,C1\nN-2,GM0014,1,C1\n"
    status, page = uploads(mine, good, "check")
    assert (status, "2 homes would change:" in page) == (200, True)
    status, page = uploads(mine, good, "take")
    assert "2 homes changed:" in page
    assert {"N-1", "N-2"} <= {unit.id for unit in region.list_units(house.office, OURS)}
    assert "nothing that is not known already" in uploads(mine, good, "take")[1]
    assert "N-2: off the list" in uploads(mine, head + "N-1,GM0014,2,C1\n", "take", complete="yes")[1]


def test_something_that_is_no_file_is_told(server: Server) -> None:
    mine = reader(server, OURS)
    mark = forms(mine.get("/homes/upload"))[-1][1]["mark"]
    answer = mine.client.post(
        "/homes/upload", data={"mark": mark, "do": "take"}, files={"file": ("x.pdf", b"%", "a/b")}
    )
    assert 'id="file-wrong"' in answer.text


def test_a_home_goes_off_the_list_with_a_reason(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    answer = mine.fill(mine.get("/homes/U1"), "/homes/U1/withdraw")
    assert 'id="reason-wrong"' in answer.text
    assert "Home U1 is off the list." in mine.does("/homes/U1", "/homes/U1/withdraw", reason=OffList.SOLD.value)
    assert region.show_unit(house.office, CHAIR, "U1").unit.status is UnitStatus.WITHDRAWN
    with house.store.reading() as work:
        assert [one.event.why for one in trail.events(work, what="region.withdraw_unit")] == ["sold"]


def test_what_waits_for_a_corporation_is_answered_and_of_whom_stays_unknown(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    number = next(one.id for one in placements.list_placements(house.office, CHAIR) if one.unit == "U1")
    assert "Waits for you: 0" in words(mine.get("/placements"))
    house.decide(number, Step.ACCEPT)
    page = mine.get("/placements")
    assert "Waits for you: 1" in words(page)
    assert "H1" not in words(page)
    page = mine.does(f"/placements/{number}", f"/placements/{number}/decide", step="accept_home")
    assert "accepted by the corporation" in page
    assert "H1" not in words(page)
    assert placements.show_placement(house.office, CHAIR, number).seen.state is State.ACCEPTED_BY_CORPORATION
    other = next(one.id for one in placements.list_placements(house.office, CHAIR) if one.unit == "U3")
    mine.get(f"/placements/{other}", 404)


def test_how_many_fit_is_told_in_fives(server: Server) -> None:
    said = words(reader(server, OURS).get("/homes/U1/fit"))
    assert "It fits fewer than five waiting households" in said
    assert "No single change would let more households in." in said or "The one change that opens it most" in said
    assert "in fives" in said


# ------------------------------------------------------------------------------------------------ change, copy, wanted


def test_a_home_is_changed_and_what_the_form_does_not_ask_stays(server: Server, house: House) -> None:
    before = region.show_unit(house.office, OURS, "U2")
    kept = before.unit.model_copy(update={"turnaround_days": 12, "not_for": ("DAK",), "contract": None})
    kept = region.keep_unit(house.office, OURS, kept, before.version).unit
    mine = reader(server, OURS)
    page = mine.get("/homes/U2/edit")
    wrong = mine.fill(page, "/homes/U2/edit", form="regular", municipality="GM0014", bedrooms="many")
    assert 'id="bedrooms-wrong"' in wrong.text
    said = {"form": "regular", "municipality": "GM0014", "rent_eur": "701,25", "bedrooms": "3", "for_whom": "any"}
    said |= {"accessibility": "none", "lift": "false", "pets_allowed": "true", "id": "U9", "corporation": "C2"}
    assert "Home U2 is changed." in mine.does("/homes/U2/edit", "/homes/U2/edit", **said)
    now = region.show_unit(house.office, OURS, "U2").unit
    assert now == kept.model_copy(update={"rent": 70_125, "bedrooms": 3})
    assert 'value="701.25"' in mine.get("/homes/U2/edit")
    assert 'value="701,25"' in reader(server, OURS, "nl").get("/homes/U2/edit")
    late = mine.fill(page, "/homes/U2/edit", **said)
    assert late.status_code == 400
    assert "U2 was changed in the meantime" in words(late.text)
    assert "This page is not here" in mine.get("/homes/U3/edit", 404)


def test_another_housing_form_brings_what_belongs_to_it(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    said = {"form": "room", "municipality": "GM0014", "bedrooms": "1"}
    mine.does("/homes/U2/edit", "/homes/U2/edit", **said)
    now = region.show_unit(house.office, OURS, "U2").unit
    assert (now.self_contained, now.counts_for_rent_benefit) == (False, False)


def test_before_a_home_is_offered_one_reads_whom_it_would_fit(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    answer = mine.fill(mine.get("/homes/new"), "/homes", **HOME, do="fit")
    assert answer.status_code == 200
    assert "It fits fewer than five waiting households" in words(answer.text)
    assert 'value="N-1"' in answer.text
    mine.get("/homes/N-1", 404)


def test_homes_of_an_earlier_month_are_offered_again(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    assert "U1" in mine.get("/homes/again")  # no month is over yet: the one that there is
    house.clock.pass_days(20)
    mine = reader(server, OURS)
    version = region.show_unit(house.office, OURS, "U2").version
    region.withdraw_unit(house.office, OURS, "U2", version, OffList.LET_OTHERWISE)
    page = mine.get("/homes/again")
    assert "November 2026" in page
    assert re.findall(r'name="home" value="(\w+)"', page) == ["U2"]
    assert not re.search(r"\bU3\b", page)  # as a word: a form's mark holds any letters
    none = mine.fill(page, "/homes/again")
    assert "Tick the homes that you offer again." in words(none.text)
    wrong = mine.fill(page, "/homes/again", home="U2", since="soon")
    assert 'id="since-wrong"' in wrong.text
    page = mine.does("/homes/again", "/homes/again", home="U2", since="2026-12-20")
    assert "1 home is on the list again." in words(page)
    now = region.show_unit(house.office, OURS, "U2").unit
    assert (now.status, str(now.available_from)) == (UnitStatus.FREE, "2026-12-20")
    late = mine.fill(mine.get("/homes/again"), "/homes/again", home="U2", since="2026-12-20")
    assert late.status_code == 400  # it is on the list already


def test_what_is_wanted_says_nothing_of_people_to_a_corporation(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    said = words(mine.get("/wanted"))
    assert "What one change would bring in round 2026-w48." in said
    assert "Supply and demand" in said
    assert not re.search(r"\bH\d\b", said)
    assert "One more home" in said
    assert "More hours of support" not in said
    assert "More hours of support" in words(reader(server, CHAIR).get("/wanted"))
    assert "fewer than 5" in said or "Nothing of this sort would help" in said
    narrowed = words(mine.get("/wanted?place=GM0014"))
    assert "Oldambt" not in narrowed.partition("Of them without a home")[2]
