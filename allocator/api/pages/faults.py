"""What cannot be done, as a page: what is the matter, what to do now, and the number for who asks further."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request, Response

from allocator.api.conventions import FOR_PROGRAMS
from allocator.api.pages.frame import go, inside, page, tell
from allocator.api.pages.visitor import Visitor, anybody, nobody
from allocator.domain.refusal import Refusal
from allocator.locale import N_

if TYPE_CHECKING:
    from allocator.api.problems import ProblemDetails

TITLES = {
    400: N_("We could not read this"),
    403: N_("This page is not for you"),
    404: N_("This page is not here"),
    409: N_("This cannot be done now"),
    412: N_("Somebody else decided first"),
    413: N_("This file is too large"),
    429: N_("One moment, please"),
    503: N_("This is not possible for a moment"),
}
OWN = ("Content-Security-Policy", "WWW-Authenticate")
"""Headers of answers to programs that a page has of its own, or does not need."""
UNEXPECTED = N_("Something went wrong with us")


def install(app: FastAPI) -> None:
    """Let what is wrong with a page be told as a page."""
    app.state.show_fault = _show


def _show(request: Request, found: "ProblemDetails", headers: Mapping[str, str]) -> Response | None:
    """A page for a problem; None: programs asked, and get it in their way."""
    if request.url.path.startswith(FOR_PROGRAMS) or not hasattr(request.app.state, "office"):
        return None
    visitor = _whoever(request, found.status)
    if found.status == 401:
        return _sign_in_first(visitor, found)
    status = 404 if found.status == 405 else found.status
    answer = page(
        visitor,
        "fault.html",
        tell(visitor, TITLES.get(status, UNEXPECTED)),
        status=status,
        kind=status,
        number=found.instance.rpartition(":")[2],
        detail=_detail(found, status),
        back=_back(request),
    )
    for name, value in headers.items():
        if name not in OWN:
            answer.headers[name] = value
    return answer


def _whoever(request: Request, status: int) -> Visitor:
    """Who looks, for the frame; after a fault of ours nothing is asked of the database."""
    if status >= 500:
        return nobody(request)
    try:
        return anybody(request)
    except Refusal:
        return nobody(request)


def _detail(found: "ProblemDetails", status: int) -> str:
    """What is the matter; of addresses and what we could not read the page says it itself."""
    return "" if status in (400, 404) and found.code.startswith(("http_", "invalid")) else found.detail


def _sign_in_first(visitor: Visitor, found: "ProblemDetails") -> Response:
    request = visitor.request
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    further = f"?next={quote(wanted, safe='')}" if request.method == "GET" and wanted != "/" else ""
    said = "" if found.code == "no_session" else found.detail
    return go(visitor, f"/sign-in{further}", said, "info")


def _back(request: Request) -> str:
    """The page from which somebody came, when it is one of ours."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.url.netloc or not came.path:
        return "/"
    return inside(came.path + (f"?{came.query}" if came.query else ""))
