"""An identity provider (OpenID Connect): where people sign in, and whose tokens systems bring along."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import httpx2
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from allocator.domain.refusal import NotAllowed, Unavailable
from allocator.locale import N_

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures with a key of the provider; never ``none``, never a shared secret."""
FRESH = 3600.0
"""Seconds for which what the provider says of itself is believed."""
AGAIN = 60.0
"""Seconds before its keys are asked again for one that is not known."""
LEEWAY = 30
"""Seconds that clocks may differ."""


@dataclass(frozen=True)
class Attempt:
    """What must be kept while somebody is at the provider: it proves that the answer belongs to the question."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass
class Provider:
    """One provider, as the settings name it.

    Attributes:
        issuer: its address, exactly as its tokens say it.
        client_id: who we are there.
        client_secret: shown there when a code is exchanged.
        redirect: where people come back: our address of ``/v1/sign-in/callback``.
        audience: for whom tokens of systems must be; empty, or ours as client: systems have no tokens of it.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect: str
    audience: str = ""
    timeout: float = 10.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _said: dict[str, Any] = field(default_factory=dict, repr=False)
    _keys: KeySet | None = field(default=None, repr=False)
    _asked: float = field(default=-FRESH, repr=False)
    _asked_keys: float = field(default=-FRESH, repr=False)

    # ------------------------------------------------------------ people

    def begin(self) -> Attempt:
        """Where somebody is sent to sign in (authorization code with PKCE, RFC 7636).

        Raises:
            Unavailable: when the provider does not answer.
        """
        nonce, verifier = generate_token(32), generate_token(64)
        with self._client() as client:
            url, state = client.create_authorization_url(
                self._of_itself("authorization_endpoint"), nonce=nonce, code_verifier=verifier
            )
        return Attempt(str(url), str(state), nonce, verifier)

    def finish(self, code: str, nonce: str, verifier: str) -> str:
        """Whom the provider says that somebody is (``sub``), by the code with which he or she came back.

        Raises:
            NotAllowed: when the code or what it gives does not hold.
            Unavailable: when the provider does not answer.
        """
        try:
            with self._client() as client:
                given = client.fetch_token(self._of_itself("token_endpoint"), code=code, code_verifier=verifier)
        except OAuthError as error:
            raise _not_believed() from error
        except httpx2.HTTPError as error:
            raise _silent(self.issuer) from error
        claims = self._claims(str(given.get("id_token", "")), self.client_id)
        if claims.get("nonce") != nonce:
            raise _not_believed()
        return str(claims["sub"])

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            self.client_id,
            self.client_secret,
            scope="openid",
            redirect_uri=self.redirect,
            code_challenge_method="S256",
            timeout=self.timeout,
        )

    # ------------------------------------------------------------ systems

    def holder(self, token: str) -> str:
        """Whose token this is (``sub``): a system got it with its client credentials.

        Raises:
            NotAllowed: when it does not hold.
            Unavailable: when the provider does not answer.
        """
        if self.audience in ("", self.client_id):  # else what a person signed in with would be a token
            raise _not_believed()
        return str(self._claims(token, self.audience)["sub"])

    def _claims(self, token: str, audience: str) -> Mapping[str, Any]:
        """What a token says, once all of it is proven."""
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
        )
        for again in (False, True):
            try:
                found = jwt.decode(token, self._key_set(again=again), algorithms=ALGORITHMS)
                registry.validate(found.claims)
            except (JoseError, ValueError) as error:
                if again or not self._may_be_newer():
                    raise _not_believed() from error
                continue
            return found.claims
        raise _not_believed()

    # ------------------------------------------------------------ what it says of itself

    def _of_itself(self, name: str) -> str:
        with self._lock:
            if time.monotonic() - self._asked > FRESH:
                said = self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                if said.get("issuer") != self.issuer:
                    raise _silent(self.issuer)
                self._said, self._asked = said, time.monotonic()
            if name not in self._said:
                raise _silent(self.issuer)
            return str(self._said[name])

    def _may_be_newer(self) -> bool:
        return time.monotonic() - self._asked_keys > AGAIN

    def _key_set(self, *, again: bool) -> KeySet:
        address = self._of_itself("jwks_uri")
        with self._lock:
            age = time.monotonic() - self._asked_keys
            if self._keys is None or age > FRESH or (again and age > AGAIN):
                self._keys = KeySet.import_key_set(cast("KeySetSerialization", self._get(address)))
                self._asked_keys = time.monotonic()
            return self._keys

    def _get(self, address: str) -> dict[str, Any]:
        try:
            answer = httpx2.get(address, timeout=self.timeout)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise _silent(self.issuer) from error
        return found


def _not_believed() -> NotAllowed:
    return NotAllowed("not_believed", N_("What the identity provider says cannot be believed; sign in again."))


def _silent(issuer: str) -> Unavailable:
    return Unavailable(
        "provider", N_("The identity provider {issuer} does not answer; try again later."), issuer=issuer
    )
