"""An auditor's pages: what was done, searched and downloaded; who read a file; whether the trail is whole."""

import csv
import io
import re

import pytest

from allocator.actions import access, trail
from allocator.actions.parts.document import actions
from allocator.api.pages.deeds import DONE, READ, THINGS
from allocator.api.pages.views.audit import EACH
from allocator.domain.workflow import Step
from allocator.store import trail as kept
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, House, corporation
from tests.actions.test_tampering import tamper
from tests.api.pages.readers import reader, words
from tests.api.servers import Server

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def numbers(page: str) -> list[int]:
    """Numbers of the events on a page, in order."""
    return [int(one) for one in re.findall(r'<span class="sub">No\. (\d+)</span></th>', page)]


def test_what_was_done_is_told_newest_first_in_words(server: Server, house: House) -> None:
    house.decide(1, Step.ACCEPT)
    mine = reader(server, AUDITOR)
    assert mine.client.get("/").headers["location"] == "/audit"
    page = mine.get("/audit")
    said = words(page)
    for part in ("Decided on a placement", "placement 1", "chair", "committee chair", "Opened a round"):
        assert part in said
    assert numbers(page) == sorted(numbers(page), reverse=True)


def test_it_is_searched_by_whom_what_when_and_on_what(server: Server, house: House) -> None:
    house.decide(1, Step.ACCEPT)
    mine = reader(server, AUDITOR)
    with house.store.reading() as work:
        everything = kept.events(work, most=10_000)
    for asked, fits in (
        ("what=rounds.open_round", lambda e: e.what == "rounds.open_round"),
        ("who=chair", lambda e: e.who == "chair"),
        ("kind=placement&whom=1", lambda e: (e.kind, e.whom) == ("placement", "1")),
        ("household=H1", lambda e: e.household == "H1"),
        ("first=2026-11-23&last=2026-11-23", lambda e: bool(e)),
        ("first=2026-11-24", lambda e: not e),
        ("last=2026-11-22", lambda e: not e),
    ):
        wanted = [one.number for one in everything if fits(one.event)]
        page = mine.get(f"/audit?{asked}")
        assert numbers(page) == wanted[:EACH], asked
        assert "Only what matches is shown." in page
    wrong = mine.get("/audit?first=soon", 400)
    assert 'href="#first"' in wrong
    assert 'id="first-wrong"' in wrong
    mine.get("/audit/events.csv?first=soon", 400)


def test_it_goes_page_by_page(server: Server, house: House) -> None:
    for number in range(EACH + 5):
        access.keep_organisation(house.office, ADMINISTRATOR, f"C{number + 10}", "corporation", "One")
    mine = reader(server, AUDITOR)
    first = mine.get("/audit?kind=organisation")
    older = re.findall(r'rel="next" href="([^"]+)"', first)[0].replace("&amp;", "&")
    second = mine.get(older)
    assert len(numbers(first)) == EACH
    assert 5 <= len(numbers(second)) < EACH
    assert max(numbers(second)) < min(numbers(first))
    assert "To the newest" in second


def test_what_matches_is_downloaded(server: Server, house: House) -> None:
    mine = reader(server, AUDITOR)
    answer = mine.client.get("/audit/events.csv?what=rounds.open_round")
    assert "attachment" in answer.headers["content-disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.text))
    (link,) = trail.show_audit(house.office, AUDITOR, what="rounds.open_round")
    assert (row["number"], row["whom"], row["sha256"]) == (str(link.number), "2026-w48", link.sha256)
    assert mine.client.get("/audit/events.xlsx").content.startswith(b"PK")
    mine.get("/audit/events.exe", 400)


def test_who_read_a_file_is_told(server: Server, house: House) -> None:
    reader(server, CHAIR).get("/placements/1")
    mine = reader(server, AUDITOR)
    said = words(mine.get("/audit/readings?household=H1"))
    assert "H1: read" in said
    assert "A placement" in said
    assert "Nobody read the file of household NOBODY." in words(mine.get("/audit/readings?household=NOBODY"))


def test_the_chain_is_checked_in_plain_words(server: Server, house: House) -> None:
    mine = reader(server, AUDITOR)
    page = mine.get("/audit/chain")
    found = mine.fill(page, "/audit/chain")
    assert "Yes: all" in words(found.text)
    (end,) = re.findall(r"\d+:[0-9a-f]{64}", words(found.text))
    assert "goes through the end" in words(mine.fill(page, "/audit/chain", end=end).text)
    wrong = mine.fill(page, "/audit/chain", end="some")
    assert wrong.status_code == 400
    assert 'href="#end"' in wrong.text
    cut = mine.fill(page, "/audit/chain", end="99999:" + "0" * 64)
    assert "No: it is broken at line 99999" in words(cut.text)


def test_a_line_that_was_changed_is_found(house: House, server: Server) -> None:
    mine = reader(server, ADMINISTRATOR)
    page = mine.get("/audit/chain")
    with house.store.reading() as work:
        before = kept.events(work, before=3, most=1)[0].event.whom
    tamper(house, "UPDATE audit_events SET whom = 'somebody' WHERE number = 2")
    said = words(mine.fill(page, "/audit/chain").text)
    assert "No: it is broken at line 2" in said
    assert "Link 2 was changed after it was written." in said
    tamper(house, f"UPDATE audit_events SET whom = '{before}' WHERE number = 2")


def test_every_verb_has_words_and_everything_that_was_done_here(house: House) -> None:
    written = {name for name, one in actions().items() if one.writes and not name.startswith("test_")}
    assert written - set(DONE) == set()
    assert set(READ) - set(actions()) == set()
    with house.store.reading() as work:
        found = [one.event for one in kept.events(work, most=10_000)]
    assert {one.what for one in found} - set(DONE) == set()
    assert {one.kind for one in found} - set(THINGS) == set()


def test_others_do_not_look(server: Server) -> None:
    paths = ("/audit", "/audit/events.csv", "/audit/readings?household=H1", "/audit/chain")
    mine, admin = reader(server, corporation("C1")), reader(server, ADMINISTRATOR)
    for path in paths:
        assert "This page is not for you" in mine.get(path, 403)
    for path in paths[:3]:
        admin.get(path, 403)
