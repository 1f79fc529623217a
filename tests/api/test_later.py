"""``Prefer: respond-async``: at once that it is being worked out, then how it stands, then the same answer as ever."""

from collections.abc import Iterator
from time import monotonic, sleep
from typing import Any

import httpx2
import pytest

from allocator.api import aside
from allocator.api.later import ASYNC
from tests.actions.offices import AUDITOR, CHAIR, MEMBER, House, corporation, municipality
from tests.api.servers import Server, bad, good, serving

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # nothing here depends on the database
ROUND = "/v1/rounds/2026-w48"
PATHS = (f"{ROUND}/price-of-balance?points=3", f"{ROUND}/wanted?verified=1", "/v1/policies/tiny-1/effect?rounds=1")
LATER = {"Prefer": f"wait=5, {ASYNC}", "Accept-Language": "en"}


@pytest.fixture
def slow(house: House) -> Iterator[Server]:
    """A server that does not wait for an answer at all."""
    with serving(house, patience=0.0) as server:
        yield server


def settled(client: httpx2.Client, where: str) -> Any:
    """How an answer stands when it is no longer being worked out."""
    began = monotonic()
    while (state := good(client.get(where)))["status"] == "working":
        assert monotonic() < began + 60
        sleep(0.05)
    return state


@pytest.mark.parametrize("path", PATHS)
def test_the_answer_is_that_of_who_waits(slow: Server, path: str) -> None:
    client = slow.as_(CHAIR)
    waited = client.get(path, headers={"Accept-Language": "en"})
    told = client.get(path, headers=LATER)
    assert told.status_code == 202
    assert (told.headers["Preference-Applied"], told.headers["Retry-After"]) == (ASYNC, "2")
    state = settled(client, told.headers["Location"])
    assert (state["status"], state["address"]) == ("done", path)
    assert told.json() == state | {"status": "working"}
    found = client.get(state["address"], headers=LATER)
    assert (good(found), found.headers["Preference-Applied"]) == (good(waited), ASYNC)
    assert "Preference-Applied" not in waited.headers
    bad(client.get(told.headers["Location"]), 404, "no_answer")  # it was given: who asks again, asks anew


def test_only_who_asked_sees_it(slow: Server) -> None:
    """And each gets what is fit for the own role."""
    told = {who: slow.as_(who).get(PATHS[0], headers=LATER) for who in (CHAIR, AUDITOR, municipality("GM0014"))}
    assert {one.status_code for one in told.values()} == {202}
    where = {one.headers["Location"] for one in told.values()}
    for who in (MEMBER, corporation("C1"), municipality("GM0037")):
        assert all(bad(slow.as_(who).get(one), 404, "no_answer") for one in where)
    for who, one in told.items():
        client = slow.as_(who)
        settled(client, one.headers["Location"])
        waited = client.get(PATHS[0], headers={"Accept-Language": "en"})
        assert good(client.get(PATHS[0], headers=LATER)) == good(waited)
    assert bad(slow.client().get("/v1/answers/1"), 401)


def test_who_may_not_is_refused_as_ever(slow: Server) -> None:
    client = slow.as_(corporation("C1"))
    told = client.get(PATHS[0], headers=LATER)
    if told.status_code == 202:
        assert settled(client, told.headers["Location"])["status"] == "failed"
    bad(client.get(PATHS[0], headers=LATER), 403, "role")
    bad(client.get(f"{ROUND}/wanted?verified=0", headers=LATER), 400)


def test_what_comes_at_once_is_given_at_once(house: House) -> None:
    with serving(house, patience=30.0) as server:
        found = server.as_(CHAIR).get(PATHS[2], headers=LATER)
        assert (found.status_code, found.headers["Preference-Applied"]) == (200, ASYNC)
        bad(server.as_(corporation("C1")).get(PATHS[2], headers=LATER), 403, "role")


def test_when_too_many_wait_who_asks_waits(slow: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "WAITING", -aside.AT_ONCE)
    found = slow.as_(CHAIR).get(PATHS[2], headers=LATER)
    assert found.status_code == 200
    assert "Preference-Applied" not in found.headers
