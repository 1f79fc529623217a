"""Pages go over the line compressed; the API does not, and what is sent bit by bit neither."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from allocator.api.conventions import FOR_PROGRAMS

LEAST = 600
"""Bytes from which on compressing is worth it."""


class Packed:
    """Compresses pages. What differs for every request in them (the mark of a form) is masked anew each time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.packed = app, GZipMiddleware(app, minimum_size=LEAST, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        plain = scope["type"] != "http" or scope["path"].startswith(FOR_PROGRAMS)
        plain = plain or scope["path"].endswith("/events")
        await (self.app if plain else self.packed)(scope, receive, send)
