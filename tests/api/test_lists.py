"""Lists: sorted, in pages, and whole as files."""

import io
from itertools import pairwise
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import BaseModel
from starlette.datastructures import URL

from allocator.api.ordering import cursor_of
from allocator.api.paging import _Listing
from allocator.api.resources.units import Unit
from allocator.api.tables import CSV, XLSX
from allocator.intake.columns import SPECS
from allocator.intake.rows import read_rows
from allocator.intake.tables import read_csv
from tests.actions.offices import MEMBER, corporation
from tests.api.servers import Server, bad, good
from tests.api.test_resources import NEW


def ids(answer: httpx2.Response) -> list[str]:
    return [one["id"] for one in good(answer)["items"]]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_units_are_sorted_and_pages_keep_the_order(server: Server) -> None:
    client = server.as_(MEMBER)
    for number, rent in enumerate((50_000, None, 70_000, 50_000)):
        good(client.post("/v1/units", json=NEW | {"id": f"N-{number}", "rent": rent}), 201)
    units = good(client.get("/v1/units"))["items"]
    known = sorted((one for one in units if one["rent"]), key=lambda one: (-one["rent"], one["id"]))
    wanted = [one["id"] for one in [*known, *(one for one in units if not one["rent"])]]
    found, answer = [], client.get("/v1/units?sort=-rent&limit=2")
    while True:
        found += ids(answer)
        if "next" not in answer.links:
            break
        answer = client.get(answer.links["next"]["url"])
    assert found == wanted
    page = good(client.get("/v1/units?sort=-rent&limit=2"))
    bad(client.get(f"/v1/units?sort=rent,bedrooms&cursor={page['next']}"), 400, "cursor")
    wrong = bad(client.get("/v1/units?sort=colour"), 400, "sort")
    assert "areaM2" in wrong["detail"]
    bad(client.get("/v1/units?sort=;"), 400, "invalid")


class Thing(BaseModel):
    id: str
    size: int | None
    name: str | None
    good: bool


class Asked:
    """A request, or an answer, of which only the address and the headers matter."""

    def __init__(self) -> None:
        self.url = URL("http://here/things")
        self.headers: dict[str, str] = {}


@given(
    st.lists(
        st.builds(
            Thing,
            id=st.text(max_size=3),
            size=st.none() | st.integers(-2, 2),
            name=st.none() | st.text(max_size=2),
            good=st.booleans(),
        ),
        unique_by=lambda one: one.id,
    ),
    st.lists(st.sampled_from(["size", "-size", "name", "-name", "good", "-good"]), max_size=3),
    st.integers(1, 5),
)
def test_pages_together_are_the_list_in_its_order(things: list[Thing], sort: list[str], limit: int) -> None:
    def page(limit: int, cursor: str | None) -> Any:
        asked: Any = Asked()
        return _Listing(asked, asked, limit, cursor, ",".join(sort) or None).page(Thing, things, lambda one: one.id)

    whole = page(1000, None).items
    assert sorted(one.id for one in whole) == sorted(one.id for one in things)
    for first, second in pairwise(whole):
        for part in sort:
            left, right = (getattr(one, part.removeprefix("-")) for one in (first, second))
            if left != right:
                assert right is None or (left is not None and ((left > right) == part.startswith("-")))
                break
        else:
            assert first.id < second.id
    found, cursor = [], None
    while True:
        now = page(limit, cursor)
        found += now.items
        cursor = now.next
        if cursor is None:
            break
    assert found == whole


def test_decisions_come_in_pages_in_the_order_in_which_they_were_taken(server: Server) -> None:
    client = server.as_(MEMBER)
    every = good(client.get("/v1/placements"))["items"]
    for one in every[:2]:
        there = f"/v1/placements/{one['id']}"
        for step in ("accept", "withdraw"):
            reason = next((r["code"] for r in good(client.get(f"{there}/reasons?step={step}"))), None)
            seen = {"If-Match": client.get(there).headers["etag"]}
            good(client.post(f"{there}/decisions", json={"step": step, "reason": reason}, headers=seen), 201)
    whole = good(client.get("/v1/decisions"))["items"]
    assert [(one["placement"], one["step"]) for one in whole] == [
        (one["id"], step) for one in every[:2] for step in ("accept", "withdraw")
    ]
    assert good(client.get("/v1/decisions?sort=-placement"))["items"] == whole[2:] + whole[:2]
    assert good(client.get("/v1/decisions?round=2026-w48&limit=200"))["items"] == whole
    own = f"/v1/decisions?placement={every[1]['id']}"
    assert good(client.get(own))["items"] == whole[2:]
    for address, wanted in (("/v1/decisions?", whole), (f"{own}&", whole[2:])):
        found, answer = [], client.get(f"{address}limit=1")
        while "next" in answer.links:
            found += good(answer)["items"]
            answer = client.get(answer.links["next"]["url"])
        assert found + good(answer)["items"] == wanted
    others = (cursor_of([key]) for key in ("x", "20261399000000000000 1 1", f"20261123000000000000 {10**12} 1"))
    for cursor in (*others, cursor_of([1, "x"]), "x"):
        bad(client.get(f"/v1/decisions?cursor={cursor}"), 400, "cursor")
    proposed = good(client.get("/v1/placements?state=proposed"))["items"]
    assert proposed == [one for one in every if one["id"] not in {every[0]["id"], every[1]["id"]}]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_units_as_csv_come_in_again_as_they_were(server: Server) -> None:
    client = server.as_(MEMBER)
    good(client.post("/v1/units", json=NEW | {"id": "-N1"}), 201)  # no formula
    answer = client.get("/v1/units?limit=1&municipality=GM0014", headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="units.csv"'
    spec = SPECS["units"]
    table, problems = read_csv(answer.content, "units.csv", lambda heading: heading in spec.by_name)
    assert problems == []
    assert table is not None
    rows = read_rows(table, spec, {}, None)
    assert rows.problems == []
    shown = good(client.get("/v1/units?municipality=GM0014"))["items"]
    again = [Unit.of(one).model_dump(mode="json", by_alias=True) for one in rows.models]
    assert again == shown
    assert "'-N1" in answer.text
    assert "-N1" in [one["id"] for one in again]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_households_as_a_workbook_have_their_needs(server: Server) -> None:
    client = server.as_(MEMBER)
    answer = client.get("/v1/households", headers={"Accept": f"{XLSX}, application/json;q=0.5"})
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["households", "needs"]
    assert book["households"]["A1"].value == "id"
    files = good(client.get("/v1/households"))["items"]
    assert len(list(book["households"])) == len(files) + 1
    assert len(list(book["needs"])) == sum(len(one["needs"]) for one in files) + 1
    text = client.get("/v1/households", headers={"Accept": CSV}).text
    assert text.splitlines()[0].startswith("id,")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_other_lists_as_csv_and_what_is_not_given(server: Server) -> None:
    client = server.as_(corporation("C1"))
    rows = client.get("/v1/placements", headers={"Accept": CSV}).text.splitlines()
    assert rows[0] == "id,round,household,unit,municipality,corporation,byHand,state,since"
    assert all(",," in row for row in rows[1:])  # whose it is, a corporation does not see
    bad(client.get("/v1/placements", headers={"Accept": "image/png"}), 406, "not_acceptable")
    assert good(client.get("/v1/placements", headers={"Accept": "text/html, */*;q=0.1"}))["items"]
