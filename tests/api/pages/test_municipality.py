"""A municipality's quarter on pages: where it stands beside the others, the ledger, an exchange; and papers."""

import pytest

from allocator.actions import ledger
from allocator.domain.workflow import Step
from tests.actions.offices import CHAIR, House, corporation, municipality
from tests.api.pages.readers import Reader, reader, words
from tests.api.servers import Server

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
            assert f"{one.task} {one.brought} {one.realised} {one.committed} {one.balance}" in said
    for part in ("quota of this period", "of the period is over", "Month by month", "Oldambt"):
        assert part in said
    drawing = mine.client.get("/share/chart.svg?ledger=2026-H2:all:households")
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert "Oldambt" in drawing.text


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
    for path in ("/share", "/share/lines", "/share/exchanges", "/share/chart.svg"):
        assert "This page is not for you" in mine.get(path, 403)


def test_pack_and_minutes_are_papers(server: Server, house: House) -> None:
    mine: Reader = reader(server, CHAIR)
    for path, begins in (
        ("/rounds/2026-w48/pack", b"%PDF"),
        ("/rounds/2026-w48/minutes", b"%PDF"),
        ("/rounds/2026-w48/minutes?form=xlsx", b"PK"),
    ):
        answer = mine.client.get(path)
        assert answer.status_code == 200, path
        assert answer.content.startswith(begins)
        assert "attachment" in answer.headers["content-disposition"]
    mine.get("/rounds/2026-w48/pack?form=exe", 400)
