"""An identity provider for systems: client credentials (RFC 6749), tokens as JWT (RFC 9068), of Authlib's parts.

    python -m tests.api.issuer PORT

It knows ``system`` and ``stranger``, whose tokens are for our audience, ``elsewhere`` for another one, and ``brief``,
whose tokens are over as soon as they are given.
"""

import sys
from dataclasses import dataclass
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from flask import Flask, Response, jsonify
from joserfc.jwk import RSAKey

AUDIENCE = "allocator-api"


@dataclass(frozen=True)
class System(ClientMixin):  # type: ignore[misc] # Authlib has no types
    """A system that the provider knows."""

    name: str
    audience: str = AUDIENCE
    seconds: int = 300

    def get_client_id(self) -> str:
        return self.name

    def get_allowed_scope(self, scope: str | None) -> str:
        return scope or ""

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == f"secret-of-{self.name}"

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return (method, endpoint) == ("client_secret_basic", "token")

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"


SYSTEMS = {
    one.name: one
    for one in (
        System("system"),
        System("stranger"),
        System("elsewhere", "another-api"),
        System("brief", seconds=-3600),
    )
}


class Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)


class Tokens(JWTBearerTokenGenerator):  # type: ignore[misc]
    def __init__(self, issuer: str) -> None:
        super().__init__(issuer, expires_generator=lambda client, _: client.seconds)
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})

    def get_jwks(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=True)]}

    def get_audiences(self, client: System, user: Any, scope: str) -> str:
        return client.audience


def provider(issuer: str) -> Flask:
    """The provider at an address."""
    app, tokens = Flask(__name__), Tokens(issuer)
    server = AuthorizationServer(app, query_client=SYSTEMS.get, save_token=lambda *_: None)
    server.register_grant(Grant)
    server.register_token_generator("default", tokens)

    @app.get("/.well-known/openid-configuration")
    def of_itself() -> Response:
        return jsonify(issuer=issuer, jwks_uri=f"{issuer}/jwks", token_endpoint=f"{issuer}/token")

    @app.get("/jwks")
    def keys() -> Response:
        return jsonify(keys=[tokens.key.as_dict(private=False)])

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    return app


if __name__ == "__main__":
    port = int(sys.argv[1])
    provider(f"http://127.0.0.1:{port}").run("127.0.0.1", port, threaded=True)
