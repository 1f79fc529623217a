"""Whoever follows links comes to every page of his role, and never to one that is not for him or is not there."""

import re
from html import unescape

import pytest

from allocator.domain.workflow import Role
from tests.actions.offices import House
from tests.api.pages.filled import filled
from tests.api.pages.readers import Reader, reader
from tests.api.pages.visits import NO_PAGES, VISITS
from tests.api.servers import ROLES, Server

pytestmark = [pytest.mark.parametrize("url", ["sqlite"], indirect=True), pytest.mark.many_times]
ALIKE = 2
"""Rows of a list that are followed: they lead to pages that are alike; with something asked one is enough."""
ELSEWHERE = ("/sign-out", "/v1/", "/static/")
BY_FORM = {"/rounds/{key}/swap", "/runs/{number}", "/rounds/{key}/households/{household}/instead"}
"""Pages that a form leads to, or something that was asked by one."""
OFTEN = (Role.AUDITOR, Role.MUNICIPALITY)
"""Roles that look at much of what others work on, and may do little with it; the long run follows the others too."""


def kind_of(address: str) -> str:
    """The page at an address, with what is asked of it; the address itself where there is no such page."""
    path, _, asked = address.partition("?")
    names = ",".join(sorted(part.partition("=")[0] for part in asked.split("&") if part))
    routes = sorted({visit.route for visit in VISITS}, key=lambda route: ("{" in route, route))
    for route in routes:
        if re.fullmatch(re.sub(r"\{(\w+):int\}", r"\\d+", re.sub(r"\{\w+\}", "[^/]+", route)), path):
            return f"{route}?{names}"
    return f"{path}?{names}"


def links(page: str) -> list[str]:
    """Where the links of a page lead, here."""
    found = [unescape(one).partition("#")[0] for one in re.findall(r'<a\s[^>]*?href="([^"]*)"', page)]
    return [one for one in found if one.startswith("/") and not one.startswith(ELSEWHERE)]


def follow(mine: Reader) -> tuple[set[str], list[str]]:
    """Routes that somebody comes to, and links that lead nowhere."""
    todo, seen, count, wrong = [("/", "")], set[str](), dict[str, int](), []
    while todo:
        address, at = todo.pop(0)
        kind = kind_of(address)
        if address in seen or count.get(kind, 0) >= (ALIKE if kind.endswith("?") else 1):
            continue
        seen.add(address)
        count[kind] = count.get(kind, 0) + 1
        answer = mine.client.get(address, follow_redirects=True)
        if answer.status_code != 200:
            wrong.append(f"{address} on {at}: {answer.status_code}")
            continue
        todo += [(one, address) for one in links(answer.text) if not any(part in one for part in NO_PAGES)]
    return {kind.partition("?")[0] for kind in count}, wrong


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=[] if role in OFTEN else [pytest.mark.soak]) for role in ROLES]
)
def test_links_lead_to_every_page_and_nowhere_else(server: Server, house: House, role: Role) -> None:
    sample = filled(house)
    reached, wrong = follow(reader(server, sample.actor(role)))
    assert wrong == []
    assert {visit.route for visit in VISITS if role in visit.roles} - reached - BY_FORM == set()
