"""A page of a browser, and what it did: which servers it asked, and what was wrong on it."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Route

INSIDE = ("data:", "blob:", "about:")
"""Addresses for which no server is asked."""


@dataclass
class Watched:
    """A page that may ask one server only; whatever else it asks is stopped and written down.

    Attributes:
        page: the page.
        address: of the only server.
        asked: what was asked of that server, in order.
        elsewhere: what was asked of others.
        complaints: errors and warnings in its console: scripts that failed, answers that refused, rules of the content
            security policy that were broken.
        expected: texts of complaints that a test brings about on purpose.
    """

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    _said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.route("**/*", self._through)
        self.page.context.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)

    @property
    def complaints(self) -> list[str]:
        """What was wrong and not expected."""
        return [one for one in self._said if not any(text in one for text in self.expected)]

    def _request(self, request: Request) -> None:
        if not request.url.startswith(INSIDE):
            (self.asked if self._ours(request.url) else self.elsewhere).append(f"{request.method} {request.url}")

    def _through(self, route: Route) -> None:
        if self._ours(route.request.url) or route.request.url.startswith(INSIDE):
            route.continue_()
        else:
            route.abort()

    def _ours(self, address: str) -> bool:
        return address.startswith(f"{self.address}/")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._said.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: Error) -> None:
        self._said.append(f"error: {error}")
