"""Signing in at a real identity provider, in a process of its own; tokens of systems, forged in every way."""

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from allocator.actions import credentials
from allocator.api.provider import Provider
from tests.actions.offices import ADMINISTRATOR, MEMBER, House
from tests.api.processes import PLAIN, free_port, until_it_answers
from tests.api.servers import Server, bad, good, serving

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
CLIENT, SECRET, SUBJECT = "allocator", "secret-of-the-allocator", "jan@example.org"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that lets everybody in under the name that is typed."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    environment = os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until_it_answers(process, f"{address}/.well-known/openid-configuration")
            yield address
        finally:
            process.terminate()


@pytest.fixture
def server(house: House, issuer: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    provider = Provider(issuer, CLIENT, SECRET, "http://127.0.0.1/v1/sign-in/callback")
    with serving(house, provider=provider) as found:
        found.token_of(MEMBER)
        yield found


def at_the_provider(client: httpx2.Client) -> dict[str, str]:
    """Go there, sign in, and come back; gives what one comes back with."""
    sent = client.get("/v1/sign-in")
    assert sent.status_code == 302
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    assert asked["nonce"]
    cookie = sent.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    back = httpx2.post(sent.headers["location"], data={"sub": SUBJECT}, verify=PLAIN)
    assert back.status_code == 302, back.text
    return {name: values[0] for name, values in parse_qs(urlsplit(back.headers["location"]).query).items()}


def test_a_person_signs_in_and_gets_a_token_for_the_day(server: Server, house: House, issuer: str) -> None:
    client = server.client()
    told = bad(client.get("/v1/sign-in/callback", params=at_the_provider(client)), 401, "not_linked")
    assert SUBJECT in told["detail"]
    credentials.link_identity(house.office, ADMINISTRATOR, "member", issuer, SUBJECT)
    came = good(client.get("/v1/sign-in/callback", params=at_the_provider(client)))
    mine = server.client(Authorization=f"Bearer {came['secret']}")
    assert good(mine.get("/v1/households"))["items"]
    credentials.reset(house.office, ADMINISTRATOR, "member")
    bad(client.get("/v1/sign-in/callback", params=at_the_provider(client)), 401, "not_linked")


def test_who_came_from_a_page_comes_back_to_one_with_a_session(server: Server, house: House, issuer: str) -> None:
    client = server.client()

    def comes_back() -> httpx2.Response:
        sent = client.get("/sign-in/provider")
        back = httpx2.post(sent.headers["location"], data={"sub": SUBJECT}, verify=PLAIN)
        said = {name: values[0] for name, values in parse_qs(urlsplit(back.headers["location"]).query).items()}
        return client.get("/v1/sign-in/callback", params=said)

    stranger = comes_back()
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/sign-in")
    credentials.link_identity(house.office, ADMINISTRATOR, "member", issuer, SUBJECT)
    came = comes_back()
    assert (came.status_code, came.headers["location"]) == (303, "/")
    (session,) = [one for one in came.headers.get_list("set-cookie") if "allocator-session" in one]
    assert "Secure" in session
    assert "HttpOnly" in session


def test_what_did_not_begin_here_is_refused(server: Server, house: House, issuer: str) -> None:
    credentials.link_identity(house.office, ADMINISTRATOR, "member", issuer, SUBJECT)
    client = server.client()
    back = at_the_provider(client)
    bad(server.client().get("/v1/sign-in/callback", params=back), 401, "sign_in_again")  # without the cookie
    bad(client.get("/v1/sign-in/callback", params=back | {"state": "other"}), 401, "sign_in_again")
    bad(client.get("/v1/sign-in/callback", params={"error": "access_denied", "state": back["state"]}), 401)
    bad(client.get("/v1/sign-in/callback", params=back | {"code": "guess"}), 401, "not_believed")
    good(client.get("/v1/sign-in/callback", params=back))
    bad(client.get("/v1/sign-in/callback", params=back), 401)  # a code is used once
    stolen = at_the_provider(server.client())  # a code of another attempt, with the state of one's own
    mine = at_the_provider(client)
    bad(client.get("/v1/sign-in/callback", params=mine | {"code": stolen["code"]}), 401, "not_believed")


def test_without_a_provider_there_is_no_such_way(house: House) -> None:
    with serving(house) as server:
        bad(server.client().get("/v1/sign-in"), 404, "no_provider")


def test_a_provider_that_does_not_answer(house: House) -> None:
    with serving(
        house, provider=Provider(f"http://127.0.0.1:{free_port()}", CLIENT, SECRET, "http://x", "api")
    ) as server:
        bad(server.client().get("/v1/sign-in"), 503, "provider")
        bad(server.client(Authorization="Bearer a.b.c").get("/v1/units"), 503, "provider")


# --------------------------------------------------------------------- systems


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class Signer:
    """A provider of which only its documents are asked, and which signs what it is told."""

    def __init__(self, folder: Path) -> None:
        self.key, self.old = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("new", "old"))
        handler = functools.partial(Silent, directory=str(folder))
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self.http.server_port}"
        known = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys.json"}
        (folder / ".well-known").mkdir()
        (folder / ".well-known" / "openid-configuration").write_text(json.dumps(known))
        self.public = self.key.as_dict(private=False)
        (folder / "keys.json").write_text(json.dumps({"keys": [self.public]}))
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def token(self, *, key: Any = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
        now = int(time.time())
        said = {"iss": self.issuer, "aud": "api", "sub": "system", "exp": now + 60, "iat": now} | claims
        return jwt.encode({"alg": "RS256", "kid": "new"} | (header or {}), said, key or self.key, algorithms=None)


@pytest.fixture
def signer(tmp_path: Path) -> Iterator[Signer]:
    found = Signer(tmp_path)
    yield found
    found.http.shutdown()
    found.http.server_close()


def test_a_system_comes_in_with_a_token_of_the_provider(house: House, signer: Signer) -> None:
    with serving(house, provider=Provider(signer.issuer, CLIENT, SECRET, "http://x", "api")) as server:
        server.token_of(MEMBER)

        def ask(token: str) -> httpx2.Response:
            return server.client(Authorization=f"Bearer {token}").get("/v1/units")

        bad(ask(signer.token()), 401, "not_linked")
        credentials.link_identity(house.office, ADMINISTRATOR, "member", signer.issuer, "system")
        assert good(ask(signer.token()))["items"]
        assert good(ask(signer.token(aud=["other", "api"])))["items"]
        now = int(time.time())
        head, body, _ = signer.token().split(".")
        secret = OctKey.import_key(json.dumps(signer.public))
        forged = {
            "for somebody else": signer.token(aud="other"),
            "of a person who signed in": signer.token(aud=CLIENT),
            "of somebody else": signer.token(iss="http://evil"),
            "too late": signer.token(exp=now - 3600),
            "of nobody": signer.token(sub=None),
            "without a signature": f"{head}.{body}.",
            "signed with another key": signer.token(key=signer.old),
            "signed with a key that is not known": signer.token(key=signer.old, header={"kid": "old"}),
            "signed with our public key as a secret": signer.token(key=secret, header={"alg": "HS256"}),
            "nonsense": "a.b.c",
        }
        for how, token in forged.items():
            assert bad(ask(token), 401)["code"] == "not_believed", how
        bad(ask(signer.token(sub="stranger")), 401, "not_linked")


@pytest.mark.parametrize("audience", ["", CLIENT])
def test_what_a_person_signed_in_with_is_no_token(house: House, signer: Signer, audience: str) -> None:
    """An ID token goes through browsers and stays there: it tells who somebody is, and opens nothing by itself."""
    with serving(house, provider=Provider(signer.issuer, CLIENT, SECRET, "http://x", audience)) as server:
        server.token_of(MEMBER)
        credentials.link_identity(house.office, ADMINISTRATOR, "member", signer.issuer, "system")
        for aud in (CLIENT, ""):
            bad(server.client(Authorization=f"Bearer {signer.token(aud=aud)}").get("/v1/units"), 401, "not_believed")
