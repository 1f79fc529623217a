"""What holds for every page: headers, marks of forms, sizes, languages, and what is told when something is wrong."""

import re
from pathlib import Path

import httpx2
import pytest
from fastapi.routing import APIRoute

from allocator.api.app import Setup, create_app
from allocator.api.pages import forms
from allocator.api.pages.views import VIEWS
from allocator.domain.problem import InputProblems
from allocator.workflow import Actor
from tests.actions.offices import (
    ADMINISTRATOR,
    AUDITOR,
    CHAIR,
    MEMBER,
    House,
    corporation,
    municipality,
    provider,
)
from tests.api.pages.readers import reader, weight, words
from tests.api.servers import Server, serving

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
MOST = 60_000
"""Bytes of HTML, CSS and JavaScript of one page, compressed."""
PAGES: dict[str, Actor | None] = {
    "/sign-in": None,
    "/sign-in/first": None,
    "/accessibility": None,
    "/nowhere": None,
    "/account": MEMBER,
    "/week": CHAIR,
    "/rounds": CHAIR,
    "/rounds/2026-w48/proposal": CHAIR,
    "/rounds/2026-w48/unplaced": CHAIR,
    "/rounds/2026-w48/households/H1": CHAIR,
    "/placements": CHAIR,
    "/placements/1": CHAIR,
    "/homes": corporation("C1"),
    "/homes/new": corporation("C1"),
    "/homes/upload": corporation("C1"),
    "/homes/U1": corporation("C1"),
    "/homes/U1/edit": corporation("C1"),
    "/homes/again": corporation("C1"),
    "/wanted": corporation("C1"),
    "/rounds/2026-w48/swap?first=H1&second=H4": CHAIR,
    "/monitor": municipality("GM0014"),
    "/share": municipality("GM0014"),
    "/share/lines": municipality("GM0014"),
    "/share/exchanges": municipality("GM0014"),
    "/capacity": provider("Voorbeeldzorg"),
    "/capacity/S1": provider("Voorbeeldzorg"),
    "/capacity/new": provider("Voorbeeldzorg"),
    "/audit": AUDITOR,
    "/audit/chain": AUDITOR,
    "/users": ADMINISTRATOR,
    "/users/chair": ADMINISTRATOR,
    "/organisations": ADMINISTRATOR,
    "/tokens": ADMINISTRATOR,
    "/keeping": ADMINISTRATOR,
    "/policies": CHAIR,
    "/policies/tiny-1": CHAIR,
    "/policies/new?from=tiny-1": CHAIR,
    "/policies/text?from=tiny-1": CHAIR,
    "/policies/tiny-1/effect": CHAIR,
}


def routes(method: str) -> list[str]:
    """Addresses of pages."""
    all_routes = (route for view in VIEWS for route in view.router.routes)
    return [route.path for route in all_routes if isinstance(route, APIRoute) and method in (route.methods or ())]


def test_no_page_holds_anything_from_elsewhere_or_written_into_it_and_each_is_small(server: Server) -> None:
    readers = {actor: reader(server, actor) for actor in set(PAGES.values())}
    for path, actor in PAGES.items():
        one = readers[actor]
        answer = one.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy, path
        for part in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"):
            assert part in policy, path
        assert answer.headers["cache-control"] == "no-store", path
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:|<script(?! src=)", answer.text), path
        assert re.findall(r'(?:src|href)="(?:https?:)?//', answer.text) == [], path
        assert weight(one, path) < MOST, path


def test_a_form_without_our_mark_is_refused_at_every_address(server: Server) -> None:
    one = reader(server, MEMBER)
    addresses = [re.sub(r"\{[^}]*\}", "1", path) for path in routes("POST")]
    assert len(addresses) >= 6
    other = forms.mark_of("of somebody else")
    for address in addresses:
        for said in ({}, {"mark": ""}, {"mark": other}, {"mark": "äöü"}):
            answer = one.client.post(address, data=said)
            assert answer.status_code == 403, address
    mark = forms.mark_of(one.client.cookies["allocator-session"])
    for address in addresses:
        answer = one.client.post(address, data={"mark": mark}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403, address
    one.get("/account")


def test_pages_are_not_in_the_document_of_the_api(server: Server) -> None:
    paths = server.client().get("/v1/openapi.json").json()["paths"]
    assert not {"/account", "/accessibility", "/language"} & set(paths)


def test_the_language_is_dutch_until_another_one_is_chosen(server: Server) -> None:
    client = server.client()
    page = client.get("/sign-in", headers={"Accept-Language": "en"}).text
    assert '<html lang="nl"' in page
    assert "Inloggen" in page
    answer = client.get("/language?to=en&next=/sign-in%2Ffirst")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/first")
    assert '<html lang="en"' in client.get("/sign-in").text
    assert "This page is not here" in client.get("/nowhere").text
    client.get("/language?to=xx")
    assert '<html lang="en"' in client.get("/sign-in").text


@pytest.mark.parametrize("address", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "x"])
def test_one_is_never_sent_to_another_site(server: Server, address: str) -> None:
    answer = server.client().get("/language", params={"to": "en", "next": address})
    assert answer.headers["location"] == "/"
    one = reader(server)
    page = one.client.get("/sign-in", params={"next": address}).text
    assert 'name="next" value="/"' in page


def test_what_is_not_there_is_told_as_a_page_and_to_programs_as_a_problem(server: Server) -> None:
    one = reader(server, CHAIR)
    page = one.get("/nowhere", 404)
    assert "This page is not here" in words(page)
    assert "chair" in page
    assert server.client().get("/v1/nowhere").headers["content-type"] == "application/problem+json"
    assert one.client.get("/sign-out").status_code == 404


def test_a_fault_of_ours_shows_its_number_and_nothing_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("facts of people")

    with serving(house, secure=False, second_factor=False) as server:
        one = reader(server, CHAIR)
        monkeypatch.setattr("allocator.api.pages.views.account.credentials.show_standing", breaks)
        answer = one.client.get("/account")
        assert answer.status_code == 500
        assert "Something went wrong with us" in answer.text
        assert answer.headers["x-request-id"] in answer.text
        assert "facts of people" not in answer.text
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_a_message_that_was_not_written_here_is_not_shown(server: Server) -> None:
    one = reader(server)
    one.client.cookies["allocator-said"] = "made up elsewhere"
    assert 'role="status"' not in one.get("/sign-in")


# ------------------------------------------------------------------------------------------------ house style


def test_a_house_style_is_a_file_of_tokens_and_nothing_else(house: House, tmp_path: Path) -> None:
    theme = tmp_path / "theme.css"
    theme.write_text("body { color: red }")
    with pytest.raises(InputProblems):
        create_app(house.office, _setup(theme))
    theme.write_text("/* --no: x; */ .x { --allocator-brand: #7a1f5c; color: red; --without-end: navy }")
    with serving(house, secure=False, theme=str(theme)) as server:
        address = re.findall(r'"(/static/theme\.[0-9a-f]+\.css)"', server.client().get("/sign-in").text)
        assert len(address) == 1
        assert server.client().get(address[0]).text == ":root{--allocator-brand:#7a1f5c;}"


@pytest.mark.parametrize("value", ["url(https://elsewhere.example/x)", "image-set('x')", "URL( x )"])
def test_a_house_style_asks_nothing_from_elsewhere(house: House, tmp_path: Path, value: str) -> None:
    theme = tmp_path / "theme.css"
    theme.write_text(f":root {{ --allocator-brand: {value}; }}")
    with pytest.raises(InputProblems):
        create_app(house.office, _setup(theme))


def _setup(theme: Path) -> Setup:
    return Setup(theme=str(theme))


def test_files_that_were_not_made_are_not_there(server: Server) -> None:
    answer: httpx2.Response = server.client().get("/static/manifest.json")
    assert answer.status_code == 404
