"""What holds for every answer (NL API Design Rules): version, safe headers, a number for each request, no caching."""

import re
import secrets
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_VERSION = "1.0.0"
BASE = "/v1"
_NUMBER = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
EVERYWHERE = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer."""
_EVERYWHERE = tuple((name.lower().encode(), value.encode()) for name, value in EVERYWHERE.items())
FOR_PROGRAMS = (f"{BASE}/", "/healthz", "/readyz", "/metrics")
"""What programs ask; at all other addresses people look at pages."""
OPEN_TO_ALL = (f"{BASE}/openapi.json",)
"""Addresses that a page of any origin may read: they say nothing of anybody."""


class Conventions:
    """Puts the headers on every answer, and gives every request a number."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        number = given if _NUMBER.match(given) else secrets.token_hex(8)
        state: dict[str, Any] = scope.setdefault("state", {})
        state["number"] = number

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = list(message.get("headers", ()))
                names = {name.lower() for name, _ in said}
                said += [one for one in _EVERYWHERE if one[0] not in names]
                said += [(b"x-request-id", number.encode())]
                if scope["path"] in OPEN_TO_ALL:
                    said += [(b"access-control-allow-origin", b"*")]
                message["headers"] = said
            await send(message)

        await self.app(scope, receive, with_headers)
