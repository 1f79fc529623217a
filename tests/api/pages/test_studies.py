"""Studies on pages: asked for in a form, followed, read with charts and their tables, and by whom they concern."""

from typing import Any

import pytest

from allocator.actions import policies, studies
from allocator.actions.researcher import Researcher
from allocator.domain.study import StudyAsked, What
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, MEMBER, House, corporation, municipality, provider
from tests.api.pages.readers import reader, words
from tests.api.servers import Server
from tests.simulate.worlds import FOLDER, rules, small_text

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
ROUND = "2026-w48"


@pytest.fixture
def known(house: House, server: Server) -> Server:
    """The small case, with the policy of the scenario."""
    policies.add_policy(house.office, MEMBER, (FOLDER / "policy.toml").read_text(encoding="utf-8"))
    return server


def asked(**more: Any) -> dict[str, Any]:
    """What is filled in for a small simulation."""
    small = {"drawn": "simulation", "way": ["urgency", "vacancy"], "weeks": "2", "replications": "2"}
    return small | {"version": rules().version, "seed": "1"} | more


def test_a_simulation_is_asked_followed_and_read(known: Server, house: House) -> None:
    mine = reader(known, CHAIR)
    page = mine.get("/studies/new")
    wrong = mine.fill(page, "/studies/simulations", **asked(weeks="many", way=[]))
    assert (wrong.status_code, 'id="weeks-wrong"' in wrong.text, 'id="way-wrong"' in wrong.text) == (400, True, True)
    file = {"scenario": ("scenario.toml", b"start = 3", "text/plain")}
    fields = dict(next(fields for address, fields in _forms(page) if address == "/studies/simulations")) | asked()
    assert 'id="scenario-wrong"' in mine.client.post("/studies/simulations", data=fields, files=file).text
    file = {"scenario": ("scenario.toml", small_text().encode(), "text/plain")}
    answer = mine.client.post("/studies/simulations", data=fields, files=file)
    assert answer.status_code == 303, words(answer.text)
    address = answer.headers["location"]
    assert "Waits for a worker" in words(mine.get(address))
    assert "waits for a worker" in words(mine.get("/studies"))
    Researcher(house.office).once()
    result = mine.client.get(address).headers["location"]
    page = mine.get(result)
    said = words(page)
    for part in (
        "Side by side",
        "Urgency, then waiting",
        "Vacancy by vacancy",
        "How this was made",
        "Key of this result",
    ):
        assert part in said
    charts = [part.split('"')[0] for part in page.split('src="')[1:] if part.split('"')[0].endswith(".svg")]
    assert len(charts) >= 3
    assert page.count("<table") > len(charts)  # every chart has its table
    for chart in charts:
        assert mine.client.get(chart).headers["content-type"] == "image/svg+xml"
    mine.get(f"{result}/0.svg", 404)
    for form, begins in {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"PK", "html": b"<!doctype"}.items():
        assert mine.client.get(f"{result}/files/{form}").content.startswith(begins)
    assert "Simulation" in words(reader(known, municipality("GM0014")).get("/studies"))
    reader(known, corporation("C1")).get(result, 404)


def _forms(page: str) -> list[tuple[str, dict[str, str]]]:
    from tests.api.pages.readers import forms

    return forms(page)


def test_the_price_of_balance_is_a_page_for_committee_and_municipality(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    said = mine.does("/studies/new", "/studies", kind="balance", round=ROUND)
    assert "Price of balance" in said
    Researcher(house.office).once()
    page = reader(server, municipality("GM0014")).get("/studies")
    (key,) = {part.split('"')[0] for part in page.split("/studies/results/")[1:]}
    curve = reader(server, municipality("GM0014")).get(f"/studies/results/{key}")
    assert "What balance costs" in words(curve)
    assert "left out" in words(curve)  # in a case this small every count is
    reader(server, corporation("C1")).get(f"/studies/results/{key}", 404)
    reader(server, provider("Zorg")).get(f"/studies/results/{key}", 404)


def test_a_study_is_stopped(server: Server, house: House) -> None:
    number = studies.ask_study(house.office, MEMBER, StudyAsked(kind=What.WANTED, about=ROUND)).id
    mine = reader(server, CHAIR)
    assert "The study is stopped." in mine.does(f"/studies/{number}", f"/studies/{number}/cancel")
    assert "stopped on request" in words(mine.get(f"/studies/{number}"))


def test_what_each_role_finds(server: Server) -> None:
    assert "About rounds that were" not in words(reader(server, ADMINISTRATOR).get("/studies/new"))
    assert "About weeks that may come" in words(reader(server, ADMINISTRATOR).get("/studies/new"))
    for who in (AUDITOR, municipality("GM0014"), corporation("C1")):
        one = reader(server, who)
        assert "Nothing is kept yet that you may read." in words(one.get("/studies"))
        one.get("/studies/new", 403)
        one.get("/studies/99", 403 if who is not AUDITOR else 404)
