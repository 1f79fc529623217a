"""A care provider's week on pages: what it can still give, what is asked of it, and how much there is now."""

import re

import pytest

from allocator.actions import capacity, placements, region
from allocator.domain.workflow import State, Step
from allocator.intake import ReadCase
from allocator.store import Store, trail
from tests.actions.offices import AUDITOR, CHAIR, House, case, corporation, provider
from tests.api.pages.readers import forms, reader, words
from tests.api.servers import Server

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
OURS, OTHERS = provider("Voorbeeldzorg"), provider("Anderzorg")
PLAIN = {"kinds": ["home"], "municipalities": ["GM0014"], "counts": "hours", "amount": "12.5", "used": "2"}


@pytest.fixture
def house(store: Store) -> House:
    """The small case, with enough support for who needs it."""
    found, came = House(store), case("tiny")
    enough = tuple(pool.model_copy(update={"hours_per_week": 16.0}) for pool in came.round.support)
    found.take_in(ReadCase(came.round.model_copy(update={"support": enough}), (), {}))
    found.open()
    found.run()
    return found


def asked(house: House) -> int:
    """The placement that takes support."""
    return capacity.show_capacity(house.office, CHAIR, "S1")[1][0].placement


def test_what_is_used_committed_and_expected_is_told_apart(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    assert mine.client.get("/").headers["location"] == "/capacity"
    one, uses = capacity.show_capacity(house.office, CHAIR, "S1")
    assert (one.total, one.used, one.committed, one.expected, one.left) == (1600, 600, 0, 600, 400)
    house.decide(uses[0].placement, Step.ACCEPT)
    after, _ = capacity.show_capacity(house.office, CHAIR, "S1")
    assert after.committed == uses[0].takes[0][1]
    assert (after.left, after.committed + after.expected) == (one.left, one.expected)
    said = words(mine.get("/capacity"))
    for part in ("What you can still give", "Support at home", "16 hours a week", "Oldambt", "Committed"):
        assert part in said
    said = words(mine.get("/capacity/S1"))
    assert uses[0].household in said
    assert "accepted by the committee" in said


def test_whose_support_is_shown_by_name_is_written_down_as_read(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    mine.get("/capacity")
    with house.store.reading() as work:
        assert [one for one in trail.unsealed(work) if one.what.startswith("capacity.")] == []
    mine.get("/capacity/S1")
    with house.store.reading() as work:
        assert {one.what for one in trail.unsealed(work)} >= {"capacity.show_capacity"}


def test_support_that_is_asked_is_confirmed_where_it_is_shown(server: Server, house: House) -> None:
    mine, number = reader(server, OURS), asked(house)
    assert "Waits for your support: 0" in words(mine.get("/capacity"))
    house.decide(number, Step.ACCEPT)
    page = mine.get("/capacity")
    assert "Waits for your support: 1" in words(page)
    page = mine.does("/capacity", f"/placements/{number}/decide", step="confirm_support")
    assert "support confirmed" in page
    assert "Waits for your support: 0" in words(page)
    assert placements.show_placement(house.office, CHAIR, number).seen.state is State.SUPPORT_CONFIRMED


def test_support_is_refused_with_a_coded_reason(server: Server, house: House) -> None:
    mine, number = reader(server, OURS), asked(house)
    house.decide(number, Step.ACCEPT)
    assert f'href="/placements/{number}"' in mine.get("/capacity")
    page = mine.get(f"/placements/{number}")
    code = re.findall(r'id="reason-refuse-([a-z_]+)"', page)[0]
    fields = next(f for at, f in forms(page) if at.endswith("/decide") and f.get("step") == "refuse")
    assert mine.client.post(f"/placements/{number}/decide", data=fields | {"reason": code}).status_code == 303
    assert placements.show_placement(house.office, CHAIR, number).seen.state is State.REFUSED


def test_how_much_there_is_is_changed_as_it_was_looked_at(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    old = mine.get("/capacity/S1/change")
    said = PLAIN | {"municipalities": ["GM0014", "GM1895"], "max_households": "3"}
    assert "Support S1 was changed." in mine.does("/capacity/S1/change", "/capacity/S1", **said)
    (pool,) = region.list_pools(house.office, OURS)
    assert (pool.hours_per_week, pool.used, pool.max_households) == (12.5, 2, 3)
    late = mine.fill(old, "/capacity/S1", **said)
    assert late.status_code == 412
    assert "Somebody else decided first" in late.text


def test_what_is_wrong_leads_to_its_field(server: Server, house: House) -> None:
    mine = reader(server, OURS)
    wrong = mine.fill(
        mine.get("/capacity/new"), "/capacity", id="S2", counts="hours", amount="many", kinds=["home"], used="0"
    )
    assert wrong.status_code == 400
    for field in ("amount", "municipalities"):
        assert f'href="#{field}"' in wrong.text
        assert f'id="{field}-wrong"' in wrong.text
    assert 'value="home" checked' in wrong.text  # what was ticked stays
    taken = mine.fill(mine.get("/capacity/new"), "/capacity", id="S1", **PLAIN)
    assert 'id="id-wrong"' in taken.text
    page = mine.does("/capacity/new", "/capacity", id="S2", **PLAIN | {"counts": "places", "amount": "4"})
    assert "Support S2 is on the list." in page
    assert {one.pool.id: one.total for one in capacity.list_capacity(house.office, OURS)} == {"S1": 1600, "S2": 400}


def test_support_of_another_provider_is_not_there(server: Server, house: House) -> None:
    other = reader(server, OTHERS)
    assert "There is no support on your list yet." in words(other.get("/capacity"))
    for path in ("/capacity/S1", "/capacity/S1/change", f"/placements/{asked(house)}"):
        assert "This page is not here" in other.get(path, 404)
    answer = other.fill(other.get("/capacity/new"), "/capacity", id="S1", **PLAIN)
    assert answer.status_code == 400
    form = dict(forms(other.get("/capacity/new"))[-1][1])
    assert other.client.post("/capacity/S1", data=form | PLAIN | {"version": "1"}).status_code == 404
    assert region.list_pools(house.office, CHAIR)[0].provider == "Voorbeeldzorg"


def test_others_look_and_do_not_change(server: Server) -> None:
    assert "What can still be given" in words(reader(server, AUDITOR).get("/capacity"))
    mine = reader(server, corporation("C1"))
    for path in ("/capacity", "/capacity/S1", "/capacity/S1/change"):
        assert "This page is not for you" in mine.get(path, 403)


def test_a_dutch_form_says_and_reads_decimals_as_people_write_them(server: Server, house: House) -> None:
    mine = reader(server, OURS, "nl")
    mine.client.post("/capacity", data=dict(forms(mine.get("/capacity/new")))["/capacity"] | PLAIN | {"id": "S9"})
    page = mine.get("/capacity/S9/change")
    assert 'value="12,5"' in page
    said = dict(forms(page))["/capacity/S9"] | {"max_level": "light", "counts": "hours"}
    answer = mine.client.post("/capacity/S9", data=said | {"kinds": ["home"], "municipalities": ["GM0014"]})
    assert answer.status_code == 303, words(answer.text)
    assert capacity.show_capacity(house.office, CHAIR, "S9")[0].pool.hours_per_week == 12.5
