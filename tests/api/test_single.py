"""One thing by its key: as in its list, with the version that whoever changes it must have seen."""

import httpx2
import pytest

from allocator.domain.workflow import Role
from allocator.workflow import Actor
from tests.actions.offices import ADMINISTRATOR, CHAIR
from tests.api.servers import Server, bad, good

COMPLEX = {"id": "X77", "municipality": "GM9001", "homes": 3}


@pytest.fixture
def chair(server: Server) -> httpx2.Client:
    return server.as_(CHAIR)


@pytest.mark.parametrize(
    ("path", "key", "actor"),
    [
        ("complexes", "id", CHAIR),
        ("support-pools", "id", CHAIR),
        ("municipalities", "code", CHAIR),
        ("organisations", "id", ADMINISTRATOR),
        ("users", "id", ADMINISTRATOR),
        ("tokens", "number", ADMINISTRATOR),
        ("imports", "number", CHAIR),
        ("rounds", "id", CHAIR),
    ],
)
def test_it_is_as_its_list_says(server: Server, path: str, key: str, actor: Actor) -> None:
    client = server.as_(actor)
    if path == "complexes":
        good(client.put("/v1/complexes/X77", json=COMPLEX | {"municipality": _municipality(client)}))
    if path == "organisations":
        server.token_of(Actor("own", Role.CARE_PROVIDER, "P1"))
    listed = good(client.get(f"/v1/{path}?limit=200"))["items"]
    assert listed
    for one in listed[:3]:
        found = good(client.get(f"/v1/{path}/{one[key]}"))
        assert {name: found[name] for name in one} == one
    missing = {"number": "987654321", "code": "GM9999"}.get(key, "nobody")
    bad(client.get(f"/v1/{path}/{missing}"), 404)


def _municipality(client: httpx2.Client) -> str:
    return str(good(client.get("/v1/municipalities"))["items"][0]["code"])


def test_who_changes_a_complex_says_which_version_was_seen(chair: httpx2.Client) -> None:
    new = COMPLEX | {"municipality": _municipality(chair)}
    bad(chair.put("/v1/complexes/X77", json=new, headers={"If-Match": '"5"'}), 412, "changed")
    made = chair.put("/v1/complexes/X77", json=new)
    good(made)
    bad(chair.put("/v1/complexes/X77", json=new | {"homes": 4}), 412, "changed")
    seen = chair.get("/v1/complexes/X77").headers["etag"]
    assert seen == made.headers["etag"]
    changed = chair.put("/v1/complexes/X77", json=new | {"homes": 4}, headers={"If-Match": seen})
    good(changed)
    assert changed.headers["etag"] != seen
    bad(chair.put("/v1/complexes/X77", json=new | {"homes": 5}, headers={"If-Match": seen}), 412, "changed")
    assert good(chair.get("/v1/complexes/X77"))["homes"] == 4


def test_who_changes_a_pool_says_which_version_was_seen(chair: httpx2.Client) -> None:
    key = good(chair.get("/v1/support-pools"))["items"][0]["id"]
    shown = chair.get(f"/v1/support-pools/{key}")
    pool, seen = good(shown), shown.headers["etag"]
    bad(chair.put(f"/v1/support-pools/{key}", json=pool), 409, "key_taken")
    changed = chair.put(f"/v1/support-pools/{key}", json=pool, headers={"If-Match": seen})
    good(changed)
    assert changed.headers["etag"] == chair.get(f"/v1/support-pools/{key}").headers["etag"] != seen
    bad(chair.put(f"/v1/support-pools/{key}", json=pool, headers={"If-Match": seen}), 412, "changed")


def test_a_pool_of_another_provider_is_not_there(server: Server, chair: httpx2.Client) -> None:
    pool = good(chair.get("/v1/support-pools"))["items"][0]
    own = server.as_(Actor("own", Role.CARE_PROVIDER, pool["provider"]))
    other = server.as_(Actor("other", Role.CARE_PROVIDER, "P-other"))
    assert good(own.get(f"/v1/support-pools/{pool['id']}"))["id"] == pool["id"]
    there, not_there = (other.get(f"/v1/support-pools/{key}") for key in (pool["id"], "none"))
    assert bad(there, 404)["detail"].replace(pool["id"], "none") == bad(not_there, 404)["detail"]


def test_a_municipality_pauses_itself_and_comes_back(server: Server, chair: httpx2.Client) -> None:
    code = _municipality(chair)
    itself = server.as_(Actor("town", Role.MUNICIPALITY, code))
    assert good(itself.post(f"/v1/municipalities/{code}/_pause"))["paused"] is True
    assert good(chair.get(f"/v1/municipalities/{code}"))["paused"] is True
    assert good(chair.post(f"/v1/municipalities/{code}/_resume"))["paused"] is False
    other = server.as_(Actor("elsewhere", Role.MUNICIPALITY, "GM9998"))
    bad(other.post(f"/v1/municipalities/{code}/_pause"), 403)


def test_runs_of_a_round(chair: httpx2.Client) -> None:
    (round_,) = good(chair.get("/v1/rounds"))["items"]
    runs = good(chair.get(f"/v1/rounds/{round_['id']}/runs"))["items"]
    assert [one["status"] for one in runs] == ["done"]
    assert good(chair.get(f"/v1/runs/{runs[0]['id']}")) == runs[0]
