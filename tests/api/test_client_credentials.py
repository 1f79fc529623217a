"""Systems get a token at a real provider, in a process of its own, and come in with it: or do not."""

import os
import subprocess
import sys
from collections.abc import Iterator

import httpx2
import pytest

from allocator.actions import credentials
from allocator.api.provider import Provider
from tests.actions.offices import ADMINISTRATOR, House, corporation
from tests.api.issuer import AUDIENCE
from tests.api.processes import PLAIN, free_port, until_it_answers
from tests.api.servers import Server, bad, good, serving

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-W", "ignore", "-m", "tests.api.issuer", str(port)]
    environment = os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until_it_answers(process, f"{address}/.well-known/openid-configuration")
            yield address
        finally:
            process.terminate()


@pytest.fixture
def server(house: House, issuer: str) -> Iterator[Server]:
    with serving(house, provider=Provider(issuer, "allocator", "s", "http://127.0.0.1/x", AUDIENCE)) as found:
        found.token_of(corporation("C1"))
        credentials.link_identity(house.office, ADMINISTRATOR, "of-C1", issuer, "system")
        yield found


def asked(issuer: str, name: str, secret: str = "", scope: str = "") -> httpx2.Response:
    """The answer of the token endpoint to client credentials."""
    form = {"grant_type": "client_credentials", "scope": scope}
    return httpx2.post(f"{issuer}/token", data=form, auth=(name, secret or f"secret-of-{name}"), verify=PLAIN)


def as_system(server: Server, issuer: str, name: str, **said: str) -> httpx2.Client:
    token = good(asked(issuer, name, **said))["access_token"]
    return server.client(Authorization=f"Bearer {token}")


def test_a_system_comes_in_as_the_user_to_whom_it_is_linked(server: Server, issuer: str) -> None:
    """With the rights of that user, and no more, whatever scope its token names."""
    client = as_system(server, issuer, "system", scope="admin committee_chair")
    own = {one["corporation"] for one in good(client.get("/v1/units"))["items"]}
    assert own == {"C1"}
    bad(client.get("/v1/users"), 403, "role")
    unit = {"id": "N-1", "municipality": "GM0014", "bedrooms": 2, "corporation": "C1"}
    good(client.post("/v1/units", json=unit, headers={"Idempotency-Key": "a"}), 201)


def test_other_systems_stay_out(server: Server, issuer: str, house: House) -> None:
    bad(as_system(server, issuer, "stranger").get("/v1/units"), 401, "not_linked")
    bad(as_system(server, issuer, "elsewhere").get("/v1/units"), 401, "not_believed")  # its token is for another API
    bad(as_system(server, issuer, "brief").get("/v1/units"), 401, "not_believed")  # its token is over
    assert asked(issuer, "nobody").status_code == 401
    assert asked(issuer, "system", "guess").status_code == 401
    client = as_system(server, issuer, "system")
    good(client.get("/v1/units"))
    credentials.reset(house.office, ADMINISTRATOR, "of-C1")  # the link is gone
    bad(client.get("/v1/units"), 401, "not_linked")
