"""A municipality's quarter on pages: where it stands beside the others, the ledger, an exchange; and papers."""

import csv
import io
import re
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from allocator.actions import ledger, monitor, results
from allocator.domain.provenance import Provenance, versions
from allocator.domain.workflow import Step
from allocator.monitor import release
from allocator.reports.document import Heading
from tests.actions.offices import CHAIR, House, corporation, municipality
from tests.api.pages.readers import Reader, reader, words
from tests.api.servers import Server
from tests.monitor.samples import by_chance

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
GRONINGEN, OLDAMBT = municipality("GM0014"), municipality("GM1895")


@pytest.fixture
def fair(server: Server, house: House) -> Server:
    """The small case with quotas, and one placement under way."""
    ledger.revise_quota(house.office, CHAIR, "2026-H2", "all", 40, "covenant")
    house.decide(1, Step.ACCEPT)
    return server


def test_a_municipality_sees_where_it_stands_beside_the_others(fair: Server, house: House) -> None:
    mine = reader(fair, GRONINGEN)
    assert mine.client.get("/").headers["location"] == "/share"
    page = mine.get("/share")
    said = words(page)
    for account, one in ledger.show_balances(house.office, CHAIR, "2026-H2").items():
        if account.group == "all":
            assert f"{one.task} {one.brought} {one.realised} {one.committed}" in said
    for part in ("quota of this period", "of the period is over", "Month by month", "Oldambt"):
        assert part in said
    for part in ("By group and level of support", "Forecast to the end", "Part of the region", "1 more proposed"):
        assert part in said


DRAWINGS = {"groups": "all groups together", "beside": "Oldambt", "map": "Oldambt", "months": "forecast"}


def test_each_drawing_says_what_a_table_of_the_page_says(fair: Server) -> None:
    mine = reader(fair, GRONINGEN)
    page = mine.get("/share")
    for name, part in DRAWINGS.items():
        assert f'src="/share/{name}.svg?ledger=2026-H2%3Aall%3Ahouseholds"' in page
        drawing = mine.client.get(f"/share/{name}.svg?ledger=2026-H2:all:households")
        assert drawing.headers["content-type"] == "image/svg+xml"
        assert part in drawing.text
        assert part in words(page)


def test_the_committee_sees_the_region_as_a_whole(fair: Server, house: House) -> None:
    said = words(reader(fair, CHAIR).get("/share"))
    assert "The whole region" in said
    standings = [one for a, one in ledger.show_balances(house.office, CHAIR).items() if a.group == "all"]
    assert f"Together 100 % {sum(one.task for one in standings)}" in said


def test_where_it_ends_is_said_as_soon_as_that_means_something(fair: Server, house: House) -> None:
    """23 November: 4 months and 23 of 30 days of a half-year are over."""
    mine = reader(fair, GRONINGEN)
    one = next(s for a, s in ledger.show_balances(house.office, CHAIR).items() if a.municipality == "GM0014")
    end = one.so_far * 6 / (4 + Fraction(23, 30))
    said = words(mine.get("/share")).partition("forecast to the end of the period")[2]
    assert said.startswith(f" {round(float(one.task + one.brought - end), 1)} too few, if it goes on like this ")
    assert said.partition("like this ")[2].startswith(f"{round(float(end), 1)} ")
    house.clock.now = datetime(2026, 7, 3, 9, tzinfo=UTC)
    assert "too early to say" in words(mine.get("/share"))


def test_balance_and_ledger_are_kept_as_files(fair: Server, house: House) -> None:
    mine = reader(fair, GRONINGEN)
    table = list(csv.DictReader(io.StringIO(mine.client.get("/share/balance.csv").content.decode("utf-8-sig"))))
    known = {a.municipality: one for a, one in ledger.show_balances(house.office, CHAIR).items() if a.group == "all"}
    assert {row["municipality"]: float(row["balance"]) for row in table} == {
        code: float(one.balance) for code, one in known.items()
    }
    lines = list(csv.DictReader(io.StringIO(mine.client.get("/share/lines.csv").content.decode("utf-8-sig"))))
    assert lines
    assert {row["municipality"] for row in lines} == {"GM0014"}
    answer = mine.client.get("/share/lines.xlsx")
    assert "ledger.xlsx" in answer.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet.max_row == len(lines) + 1
    assert sheet["A1"].value == "Period"
    dutch = reader(fair, GRONINGEN, "nl").client.get("/share/balance.csv").content.decode("utf-8-sig")
    assert ";" in dutch.splitlines()[0]
    mine.get("/share/balance.exe", 400)


def test_the_ledger_is_read_line_by_line_and_only_the_own_one(fair: Server) -> None:
    said = words(reader(fair, GRONINGEN).get("/share/lines"))
    assert "Committed" in said
    assert "covenant" in said
    assert "Oldambt" not in said


def test_an_exchange_counts_when_both_agree(fair: Server, house: House) -> None:
    mine, other = reader(fair, GRONINGEN), reader(fair, OLDAMBT)
    wrong = mine.fill(mine.get("/share/exchanges"), "/share/exchanges", other="GM1895", way="give", amount="some")
    assert 'id="amount-wrong"' in wrong.text
    said = {"other": "GM1895", "way": "give", "amount": "3", "ledger": "2026-H2:all:households"}
    assert "Proposed." in mine.does("/share/exchanges", "/share/exchanges", **said)
    (asked,) = ledger.list_transfers(house.office, GRONINGEN)
    assert (asked.giver, asked.taker, asked.amount) == ("GM0014", "GM1895", 3)
    page = other.get("/share/exchanges")
    assert "Oldambt takes over 3 from Groningen" in words(page)
    assert "Agreed: it counts from today." in other.does(
        "/share/exchanges", f"/share/exchanges/{asked.id}", what="agree"
    )
    assert "Taken over or given" in words(mine.get("/share/lines"))
    mine.does("/share/exchanges", "/share/exchanges", **said)
    second = ledger.list_transfers(house.office, GRONINGEN)[-1]
    assert "Taken back." in mine.does("/share/exchanges", f"/share/exchanges/{second.id}", what="take_back")


def test_a_corporation_sees_no_fair_share(fair: Server) -> None:
    mine = reader(fair, corporation("C1"))
    for path in (
        "/share",
        "/share/lines",
        "/share/exchanges",
        "/share/map.svg",
        "/share/lines.csv",
        "/share/balance.xlsx",
    ):
        assert "This page is not for you" in mine.get(path, 403)


def test_pack_and_minutes_are_papers(server: Server, house: House) -> None:
    mine: Reader = reader(server, CHAIR)
    for path, begins in (
        ("/rounds/2026-w48/pack", b"%PDF"),
        ("/rounds/2026-w48/pack?form=xlsx", b"PK"),
        ("/rounds/2026-w48/minutes", b"%PDF"),
        ("/rounds/2026-w48/minutes?form=xlsx", b"PK"),
    ):
        answer = mine.client.get(path)
        assert answer.status_code == 200, path
        assert answer.content.startswith(begins)
        assert "attachment" in answer.headers["content-disposition"]
    mine.get("/rounds/2026-w48/pack?form=exe", 400)


def test_before_anything_is_booked_that_is_said(server: Server) -> None:
    mine = reader(server, GRONINGEN)
    for path in ("/share", "/share/lines", "/share/exchanges"):
        assert "Nothing is booked in the ledger yet." in words(mine.get(path))
    mine.get("/share/map.svg", 404)


# ------------------------------------------------------------------------------------------------ the monitor


@pytest.fixture
def published(house: House) -> str:
    """A release of made-up figures."""
    made = Provenance(kind="monitor", as_of=date(2026, 3, 29), settings={"earlier": ""}, versions=versions())
    draft = monitor.Draft(release(by_chance("2026-Q1", 5, people=90)), made)
    return monitor.publish_figures(house.office, CHAIR, draft).sha256


def test_the_monitor_shows_what_was_published_and_nothing_small(published: str, server: Server, house: House) -> None:
    mine = reader(server, GRONINGEN)
    page = mine.get("/monitor")
    found = monitor.show_release(house.office, CHAIR).release
    assert any(one.value is None for one in found.figures)
    for block in results.read_result(house.office, CHAIR, published, "en").blocks:
        if isinstance(block, Heading):
            assert block.text in words(page)
    pictures = re.findall(r'src="(/monitor/[0-9a-f]{64}/[0-9]+[.]svg)"', page)
    assert len(pictures) > 5
    drawing = mine.client.get(pictures[0])
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert drawing.text.startswith("<svg")
    mine.get(f"/monitor/{published}/999.svg", 404)
    mine.get(f"/monitor/{'0' * 64}/1.svg", 404)
    answer = mine.client.get(f"/monitor/{published}/files/figures.csv")
    assert answer.content == monitor.write_release(house.office, CHAIR, "figures.csv")
    assert "Count and publish" not in page


def test_without_figures_that_is_said_and_the_committee_is_told_why(server: Server) -> None:
    assert "No figures were published yet" in words(reader(server, GRONINGEN).get("/monitor"))
    mine = reader(server, CHAIR)
    answer = mine.fill(mine.get("/monitor"), "/monitor")
    assert answer.status_code == 400
    assert "There is no whole quarter yet" in words(answer.text)
