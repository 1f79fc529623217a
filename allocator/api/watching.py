"""What the server did: one line of JSON for each request, and counts for Prometheus; nothing of anybody."""

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("allocator.api")
NO_ROUTE = "(none)"
"""For addresses that are none of ours: what was written there is not repeated."""


class Counts:
    """Counts of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("allocator_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram("allocator_request_seconds", "Seconds to answer.", labels[:2], registry=self.registry)


class Watched:
    """Writes down each request: its route and not its address, which holds keys and pseudonyms."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            route = _route(scope)
            method, seconds = _method(scope), time.perf_counter() - began
            counts: Counts = scope["app"].state.counts
            counts.requests.labels(method, route, str(status)).inc()
            counts.seconds.labels(method, route).observe(seconds)
            state = scope.get("state", {})
            facts = {"method": method, "route": route, "status": status, "ms": round(1000 * seconds)}
            LOG.info("request", extra={"facts": facts | {"number": state.get("number"), "role": state.get("role")}})


def _route(scope: Scope) -> str:
    """The address with names in the place of keys; a router within another one knows only its own part of it."""
    own = getattr(scope.get("route"), "path", None)
    if own is None:
        return NO_ROUTE
    before = scope["path"].split("/")[: -own.count("/")]
    return "/".join(before) + str(own)


def _method(scope: Scope) -> str:
    """Of a method that does not exist nothing is repeated."""
    known = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
    return scope["method"] if scope["method"] in known else "OTHER"


def fault(number: str, error: BaseException) -> None:
    """Write down a fault of ours: where it was, and not what it says, which may hold facts of people."""
    places = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)[-12:]]
    LOG.error("fault", extra={"facts": {"number": number, "kind": type(error).__name__, "places": places}})


class Lines(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; texts of libraries only when they warn."""
        found: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if record.name == LOG.name else f"{record.name}",
        }
        return json.dumps(found | getattr(record, "facts", {}), ensure_ascii=False)


def log_to_stderr() -> None:
    """Let this process write its lines to the error stream."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    LOG.handlers, LOG.propagate = [handler], False
    LOG.setLevel(logging.INFO)
