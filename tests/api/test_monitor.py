"""Figures, results and papers over the API."""

import csv
import io
from datetime import date

import pytest

from allocator.actions import monitor
from allocator.domain.provenance import Named, Provenance, versions
from allocator.monitor import release
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, House, corporation, municipality
from tests.api.servers import Server, bad, good
from tests.monitor.samples import by_chance

HERE = "/v1/monitor-releases"
EVERYBODY = municipality("GM0014")

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # the rest does not depend on the database


@pytest.fixture
def published(house: House) -> str:
    made = Provenance(
        kind="monitor",
        as_of=date(2026, 3, 29),
        rounds=("a" * 64,),
        policies=(Named(name="p", version="p-1", sha256="b" * 64),),
        settings={"earlier": ""},
        versions=versions(),
    )
    draft = monitor.Draft(release(by_chance("2026-Q1", 5, people=90)), made)
    return monitor.publish_figures(house.office, CHAIR, draft).sha256


def test_figures_are_for_everybody(server: Server, published: str) -> None:
    client = server.as_(EVERYBODY)
    (listed,) = good(client.get(HERE))["items"]
    assert (listed["id"], listed["lastDay"], listed["publishedBy"]) == (published, "2026-03-29", "chair")
    shown = good(client.get(f"{HERE}/latest"))
    assert shown == good(client.get(f"{HERE}/{published}"))
    assert (shown["firstDay"], shown["policy"]) == ("2025-12-29", "p-1")
    assert 0 < shown["leftOut"] < shown["figures"]
    found = good(client.get(f"{HERE}/latest/figures?period=2026-Q1&municipality=all&measure=in_shelter"))["items"]
    assert {(one["by"], one["category"]) for one in found} >= {("total", "all"), ("care", "only_home")}
    assert all(one["households"] is None or one["households"] >= 5 for one in found)
    bad(client.get(f"{HERE}/{'0' * 64}"), 404, "no_result")
    bad(client.get(f"{HERE}/nonsense"), 400)


def test_files_of_a_release(server: Server, published: str) -> None:
    client = server.as_(EVERYBODY)
    answer = client.get(f"{HERE}/latest/files/figures.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == good(client.get(f"{HERE}/latest"))["figures"]
    for name, kind in (("datapackage.json", "application/json"), ("monitor.pdf", "application/pdf")):
        answer = client.get(f"{HERE}/{published}/files/{name}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert f'filename="{name}"' in answer.headers["content-disposition"]
    bad(client.get(f"{HERE}/latest/files/other.csv"), 404, "no_file")


def test_before_a_quarter_is_over_nothing_is_published(server: Server) -> None:
    bad(server.as_(CHAIR).post(HERE, json={"first": "2026-10-05"}), 409, "no_quarter")
    bad(server.as_(EVERYBODY).post(HERE, json={}), 403, "role")
    bad(server.as_(EVERYBODY).get(f"{HERE}/latest"), 404, "no_release")


@pytest.mark.parametrize("first", ["0001-01-01", "0173-06-01", "9999-12-31", None])
@pytest.mark.parametrize("last", ["0001-01-01", "0173-06-01", "9999-12-31", None])
def test_any_day_may_be_asked(server: Server, first: str | None, last: str | None) -> None:
    bad(server.as_(CHAIR).post(HERE, json={"first": first, "last": last}), 409, "no_quarter")


def test_a_result_shows_what_it_was_made_of(server: Server, published: str) -> None:
    client = server.as_(EVERYBODY)
    (listed,) = good(client.get("/v1/results?kind=monitor"))["items"]
    assert (listed["id"], listed["public"]) == (published, True)
    shown = good(client.get(f"/v1/results/{published}"))
    assert shown["provenance"]["rounds"] == ["a" * 64]
    assert shown["document"]["first"] == "2025-12-29"
    assert good(client.get("/v1/results?kind=balance"))["items"] == []


def test_papers_come_as_files(server: Server) -> None:
    here = "/v1/rounds/2026-w48"
    client = server.as_(MEMBER)
    pdf = client.get(f"{here}/proposals/1/pack")
    assert (pdf.headers["content-type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    page = client.get(f"{here}/proposals/1/pack?format=html&reserves=1", headers={"Accept-Language": "nl"})
    assert "Besluit van de commissie" in page.text
    assert client.get(f"{here}/minutes?format=xlsx").content[:2] == b"PK"
    assert server.as_(AUDITOR).get(f"{here}/minutes").status_code == 200
    for path in ("proposals/1/pack", "minutes"):
        bad(server.as_(corporation("C1")).get(f"{here}/{path}"), 403, "role")
        bad(client.get(f"{here}/{path}?format=docx"), 400)
