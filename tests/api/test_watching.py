"""What the server writes down and counts, and how often one may call."""

import json
import logging
import threading
from collections.abc import Iterator

import pytest

from allocator.api.limiting import KNOCKS
from allocator.api.watching import LOG, Lines
from tests.actions.offices import ADMINISTRATOR, CHAIR, MEMBER, House, corporation
from tests.api.servers import Server, bad, good, serving

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


class Kept(logging.Handler):
    """Keeps the lines as they would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(Lines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the server writes during the test."""
    kept = Kept()
    level, LOG.level = LOG.level, logging.INFO
    LOG.addHandler(kept)
    yield kept.lines
    LOG.removeHandler(kept)
    LOG.setLevel(level)


def test_each_request_is_written_down_without_whom_it_is_about(server: Server, lines: list[str]) -> None:
    client = server.as_(MEMBER, **{"X-Request-ID": "request-0007"})
    good(client.get("/v1/households/H1"))
    bad(client.get("/v1/nothing/here"), 404)
    bad(client.get("/v1/households/NOBODY"), 404)
    wait = threading.Event()
    while sum('"number"' in line for line in lines) < 3:  # a line comes after its answer
        wait.wait(0.01)
    found = {(one["route"], one["status"]): one for one in map(json.loads, lines) if "route" in one}
    first, none = found["/v1/households/{household}", 200], found["(none)", 404]
    missing = found["/v1/households/{household}", 404]
    assert first["method"] == "GET"
    assert (first["number"], first["role"], first["event"]) == ("request-0007", "committee_member", "request")
    assert none["role"] is None
    assert missing["role"] == "committee_member"
    assert not [line for line in lines if "H1" in line or "NOBODY" in line or "here" in line]


def test_a_fault_of_ours_says_where_and_not_what(
    server: Server, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from allocator.actions import region

    def broken(*_: object) -> None:
        raise RuntimeError("income of H1 is 12345")

    monkeypatch.setattr(region, "list_units", broken)
    told = bad(server.as_(MEMBER).get("/v1/units"), 500, "unexpected")
    assert "12345" not in json.dumps(told)
    (fault,) = [json.loads(line) for line in lines if '"fault"' in line]
    assert fault["kind"] == "RuntimeError"
    assert f"urn:request:{fault['number']}" == told["instance"]
    assert any("broken" in place for place in fault["places"])
    assert not [line for line in lines if "12345" in line]


def test_counts_are_for_administrators_and_auditors(server: Server) -> None:
    bad(server.client().get("/metrics"), 401)
    bad(server.as_(CHAIR).get("/metrics"), 403, "role")
    client = server.as_(ADMINISTRATOR)
    good(client.get("/v1/municipalities"))
    counted = 'allocator_requests_total{method="GET",route="/v1/municipalities",status="200"} 1.0'
    answer = client.get("/metrics")
    for _ in range(200):  # it is counted after its answer
        if counted in answer.text:
            break
        threading.Event().wait(0.05)
        answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert counted in answer.text
    assert 'allocator_runs{status="done"} 1.0' in answer.text
    assert "allocator_oldest_run_seconds 0.0" in answer.text


def test_who_calls_too_often_is_told_when_to_try_again(house: House) -> None:
    with serving(house, rate="3/minute") as server:
        client, other = server.as_(MEMBER), server.as_(corporation("C1"))
        for _ in range(3):
            good(client.get("/v1/units"))
        told = client.get("/v1/units")
        bad(told, 429, "too_many")
        assert 0 < int(told.headers["retry-after"]) <= 60
        assert f"{told.headers['retry-after']} seconds" in told.json()["detail"]
        good(other.get("/v1/units"))
        bad(server.as_(MEMBER).get("/v1/units"), 429)  # another token of the same user
        good(server.client().get("/healthz"))


def test_who_guesses_tokens_is_kept_out(house: House) -> None:
    with serving(house, knocks=KNOCKS) as server:
        client = server.client(Authorization="Bearer guess")
        codes = [client.get("/v1/units").status_code for _ in range(31)]
        assert codes == [401] * 30 + [429]
        good(server.as_(MEMBER).get("/v1/units"))  # who has one is let in from the same address
