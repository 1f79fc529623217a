"""A POST that is repeated with its key is done once and gets its first answer: also after a crash."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import httpx2
import pytest

from allocator.actions.parts.once import KEPT
from allocator.api.once import REPLAYED
from allocator.store import soundness, trail
from tests.actions.offices import CHAIR, MEMBER, House, corporation
from tests.api.processes import PLAIN, Process, processes
from tests.api.servers import Server, bad, good
from tests.api.test_resources import NEW, placement_of


def key(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name}


def same(one: httpx2.Response, other: httpx2.Response) -> None:
    """The same answer, but for the number of the request and the sign that it is repeated."""
    ours = ("x-request-id", "date", REPLAYED.lower())
    assert (one.status_code, one.content) == (other.status_code, other.content)
    assert {n: v for n, v in one.headers.items() if n not in ours} == {
        n: v for n, v in other.headers.items() if n not in ours
    }
    assert other.headers[REPLAYED] == "true"


def test_a_unit_is_offered_once(server: Server, house: House) -> None:
    client = server.as_(corporation("C1"))
    plain = client.post("/v1/units", json=NEW | {"id": "N-0"})
    first = client.post("/v1/units", json=NEW, headers=key("a"))
    assert REPLAYED not in first.headers
    assert good(first, 201) == good(plain, 201) | {"id": "N-1"}
    assert first.headers["location"] == "/v1/units/N-1"
    assert first.headers["etag"] == plain.headers["etag"]
    same(first, client.post("/v1/units", json=NEW, headers=key("a")))
    bad(client.post("/v1/units", json=NEW), 409, "key_taken")
    with house.store.reading() as work:
        assert [one.event.whom for one in trail.events(work, what="region.add_unit")].count("N-1") == 1


def test_the_first_answer_stays_whatever_happened_since(server: Server) -> None:
    client = server.as_(corporation("C1"))
    first = client.post("/v1/units", json=NEW, headers=key("a"))
    good(client.delete("/v1/units/N-1", headers={"If-Match": first.headers["etag"]}), 204)
    same(first, client.post("/v1/units", json=NEW, headers=key("a")))
    assert "N-1" not in {one["id"] for one in good(client.get("/v1/units"))["items"]}


def test_a_key_is_of_one_request_of_one_user(server: Server) -> None:
    client = server.as_(corporation("C1"))
    good(client.post("/v1/units", json=NEW, headers=key("a")), 201)
    for other in (NEW | {"id": "N-2"}, NEW | {"rent": 1}):
        bad(client.post("/v1/units", json=other, headers=key("a")), 409, "key_reused")
    bad(client.post("/v1/tokens", json={}, headers=key("a")), 409, "key_reused")
    good(server.as_(MEMBER).post("/v1/units", json=NEW | {"id": "N-2"}, headers=key("a")), 201)
    for wrong in ("", "with space", "x" * 256):
        bad(client.post("/v1/units", json=NEW, headers=key(wrong)), 400, "idempotency_key")


def test_a_refusal_that_says_how_things_stand_is_the_answer(server: Server) -> None:
    client = server.as_(MEMBER)
    number = placement_of(client, "U1")["id"]
    address, step = f"/v1/placements/{number}/decisions", {"step": "accept"}
    late = client.post(address, json=step, headers=key("a") | {"If-Match": '"77"'})
    bad(late, 412, "changed")
    same(late, client.post(address, json=step, headers=key("a") | {"If-Match": '"77"'}))
    seen = {"If-Match": client.get(f"/v1/placements/{number}").headers["etag"]}
    taken = client.post(address, json=step, headers=key("b") | seen)
    assert good(taken, 201)["state"] == "accepted_by_committee"
    same(taken, client.post(address, json=step, headers=key("b") | seen))
    bad(client.post(address, json=step, headers=seen), 412, "changed")


def test_what_was_wrong_with_a_request_can_be_mended_with_the_same_key(server: Server) -> None:
    client = server.as_(MEMBER)
    bad(client.post("/v1/units", json=NEW | {"rent": "much"}, headers=key("a")), 400)
    bad(server.client().post("/v1/units", json=NEW, headers=key("a")), 401)
    good(client.post("/v1/units", json=NEW, headers=key("a")), 201)


def test_nothing_of_it_is_readable_and_it_goes(server: Server, house: House) -> None:
    client = server.as_(CHAIR)
    first = client.post("/v1/tokens", json={}, headers=key("a"))
    assert good(first, 201)["secret"]
    same(first, client.post("/v1/tokens", json={}, headers=key("a")))
    with house.store.reading() as work:
        (kept,) = work.session.connection().exec_driver_sql("SELECT sealed FROM answers").scalars()
        assert first.json()["secret"] not in kept
        assert trail.verify(work) is None
    house.clock.now += KEPT
    good(client.post("/v1/tokens", json={}, headers=key("b")), 201)
    again = client.post("/v1/tokens", json={}, headers=key("a"))
    assert good(again, 201)["secret"] != first.json()["secret"]


# --------------------------------------------------------------------- processes


@pytest.mark.slow
def test_two_servers_that_are_asked_at_once_do_it_once(server: Server, house: House) -> None:
    house.clock.now = datetime.now(UTC)  # by which the processes go
    token = server.token_of(MEMBER)
    with processes(house.url, 2) as both, ThreadPoolExecutor(8) as crowd:
        for turn in range(4):
            unit = NEW | {"id": f"N-{turn}"}

            def ask(number: int, unit: dict[str, object] = unit, turn: int = turn) -> httpx2.Response:
                headers = {"Authorization": f"Bearer {token}"} | key(f"turn-{turn}")
                return httpx2.post(
                    f"{both[number % 2].address}/v1/units", json=unit, headers=headers, timeout=60, verify=PLAIN
                )

            answers = list(crowd.map(ask, range(8)))
            assert [one.status_code for one in answers] == [201] * 8
            assert len({one.content for one in answers}) == 1
            assert sum(REPLAYED not in one.headers for one in answers) == 1


def killed_often(server: Server, house: House, times: int) -> None:
    """A client that asks until it is answered, of a server that is killed again and again."""
    house.clock.now = datetime.now(UTC)  # by which the process goes
    token, chance, stop = server.token_of(MEMBER), random.Random(3), threading.Event()
    asked = 0
    with processes(house.url, 1) as (process,):
        killer = threading.Thread(target=_kill, args=(process, chance, times, stop))
        killer.start()
        while not stop.is_set():
            unit = NEW | {"id": f"K-{asked}"}
            headers = {"Authorization": f"Bearer {token}"} | key(f"k-{asked}")
            assert _until_answered(process, unit, headers).status_code == 201
            asked += 1
        killer.join()
    with house.store.reading() as work:
        made = [one.event.whom for one in trail.events(work, most=10**6, what="region.add_unit")]
        assert sorted(filter(None, made)) == sorted(f"K-{number}" for number in range(asked))
        assert trail.verify(work) is None
        assert soundness.broken(work) == []


def _kill(process: Process, chance: random.Random, times: int, stop: threading.Event) -> None:
    for _ in range(times):
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        process.start()
    stop.set()


def _until_answered(process: Process, unit: dict[str, object], headers: dict[str, str]) -> httpx2.Response:
    while True:
        with suppress(httpx2.TransportError):
            return httpx2.post(f"{process.address}/v1/units", json=unit, headers=headers, timeout=60, verify=PLAIN)
        time.sleep(0.02)


@pytest.mark.slow
def test_a_server_that_is_killed_has_done_all_once(server: Server, house: House) -> None:
    killed_often(server, house, 2)


@pytest.mark.soak
def test_a_server_that_is_killed_often_has_done_all_once(server: Server, house: House) -> None:
    killed_often(server, house, 60)
