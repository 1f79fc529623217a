"""The pack before the meeting and the minutes after it: all cases, no names, every deviation with its reason."""

import io
import re

import pytest
from openpyxl import load_workbook

from allocator.actions import papers, placements
from allocator.domain.refusal import NotAllowed, NotFound
from allocator.domain.workflow import Step
from allocator.store import Store
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, House, municipality
from tests.reports.test_document import streams
from tests.reports.test_html import Page

ROUND = "2026-w48"
pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # the queries are those of other actions


@pytest.fixture
def house(store: Store) -> House:
    found = House(store)
    found.begin("tiny")
    return found


def text_of(data: bytes) -> str:
    return " ".join(Page(data.decode()).text.split())


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type ?/Page\b(?!s)", streams(pdf)))


def test_the_pack_has_a_page_for_each_case(house: House) -> None:
    proposed = placements.list_placements(house.office, CHAIR)
    pdf = papers.write_pack(house.office, MEMBER, ROUND)
    assert pages(pdf) == len(proposed) + 2  # what there is, the cases, who got no home
    text = text_of(papers.write_pack(house.office, AUDITOR, ROUND, form="html", lang="en"))
    for number, one in enumerate(sorted(proposed, key=lambda p: p.municipality), start=1):
        assert f"Case {number} of {len(proposed)}" in text
        assert f"{one.household}: " in text
    assert text.count("Decision of the committee: □ accepted □ not accepted □ another home") == len(proposed)
    assert "Reserves" not in text
    assert "How this was made" in text
    assert papers.write_pack(house.office, MEMBER, ROUND) == pdf


def test_the_pack_names_reserves_when_they_are_asked_for(house: House) -> None:
    text = text_of(papers.write_pack(house.office, MEMBER, ROUND, form="html", lang="en", with_reserves=2))
    proposed = placements.list_placements(house.office, CHAIR)
    assert text.count("Reserves") == len(proposed)


def test_minutes_tell_what_was_decided_and_where_that_differs(house: House) -> None:
    empty = text_of(papers.write_minutes(house.office, CHAIR, ROUND, form="html", lang="en"))
    assert "Nothing was decided in this round yet." in empty
    first, second, *rest = placements.list_placements(house.office, CHAIR)
    house.decide(first.id, Step.ACCEPT)
    seen = placements.show_placement(house.office, CHAIR, second.id).seen
    reason = next(one.reason for one in placements.foresee(house.office, CHAIR, second.id, Step.REFUSE))
    note = "de sleutel past niet"
    placements.decide(house.office, CHAIR, second.id, Step.REFUSE, version=seen.version, reason=reason.code, note=note)
    text = text_of(papers.write_minutes(house.office, AUDITOR, ROUND, form="html", lang="en"))
    assert "Decisions 2" in text
    assert "As proposed 1" in text
    assert "Otherwise than proposed 1 (50 %)" in text
    assert text.count(reason.en) >= 2  # among the decisions, and among what differs
    assert "no home although one was proposed" in text
    assert note in text
    assert f"Not decided {len(rest)}" in text
    assert pages(papers.write_minutes(house.office, CHAIR, ROUND)) >= 1
    book = load_workbook(io.BytesIO(papers.write_minutes(house.office, CHAIR, ROUND, form="xlsx", lang="en")))
    assert {"Decisions", "Otherwise than proposed, and why"[:31], "How this was made"} <= set(book.sheetnames)
    assert [row[1].value for row in book["Decisions"].iter_rows(min_row=2)] == [first.household, second.household]


def test_papers_are_for_the_committee(house: House) -> None:
    for write in (papers.write_pack, papers.write_minutes):
        with pytest.raises(NotAllowed):
            write(house.office, municipality("GM0014"), ROUND)
        with pytest.raises(NotFound, match="pdf, xlsx, html"):
            write(house.office, CHAIR, ROUND, form="docx")
