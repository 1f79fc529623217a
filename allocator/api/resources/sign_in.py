"""``/sign-in``: to the identity provider and back."""

import secrets
import time
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ConfigDict, Field

from allocator.actions import sign_in_as
from allocator.api.caller import office_of
from allocator.api.limiting import Limits
from allocator.api.once import Route
from allocator.api.pages import cookies
from allocator.api.pages.frame import go
from allocator.api.pages.visitor import nobody
from allocator.api.provider import Provider
from allocator.api.resources.sessions import Session
from allocator.api.shapes import Shape
from allocator.domain.refusal import NotAllowed, NotFound
from allocator.locale import N_

router = APIRouter(prefix="/sign-in", tags=["access"], route_class=Route)
COOKIE = "allocator-sign-in"
PAGE = "page"
"""Who went to the provider from a page, comes back to one."""
HOLDS = 600
"""Seconds that somebody has at the provider."""


class Back(Shape):
    """With what somebody comes back; names as the provider sends them (RFC 6749, 9207, OpenID Connect)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(default="", max_length=4000, description="Code of the provider.")
    state: str = Field(default="", max_length=200, description="What was sent along.")
    iss: str = Field(default="", max_length=255, description="The provider.")
    session_state: str = Field(default="", max_length=400, description="Not used.")
    error: str = Field(default="", max_length=200, description="Why it was refused there.")
    error_description: str = Field(default="", max_length=2000, description="The same in words.")


def _provider(request: Request) -> Provider:
    found: Provider | None = request.app.state.provider
    if found is None:
        raise NotFound("no_provider", N_("No identity provider is set up here; sign in with a password, or a token."))
    return found


@router.get(
    "",
    summary="Sign in at the identity provider",
    status_code=302,
    response_class=RedirectResponse,
    openapi_extra={"security": []},
)
def begin(request: Request) -> Response:
    """Send somebody to the identity provider, who comes back to the callback."""
    return to_provider(request, page=False)


def to_provider(request: Request, *, page: bool) -> Response:
    """On to the identity provider.

    Args:
        request: what was asked.
        page: whether somebody comes back to the pages, with a session; else a program gets a token.
    """
    provider = _provider(request)
    attempt = provider.begin()
    answer = RedirectResponse(attempt.url, 302)
    said = f"{int(time.time())} {attempt.state} {attempt.nonce} {attempt.verifier}{' ' + PAGE if page else ''}"
    kept = office_of(request).cover(COOKIE, said)
    secure = provider.redirect.startswith("https:")
    answer.set_cookie(COOKIE, kept, max_age=HOLDS, path="/v1/sign-in", secure=secure, httponly=True, samesite="lax")
    return answer


@router.get(
    "/callback",
    summary="Come back from the identity provider",
    response_model=Session,
    openapi_extra={"security": []},
)
def finish(request: Request, response: Response, back: Annotated[Back, Query()]) -> Session | Response:
    """Give a token for the day to who was signed in by the identity provider; who came from a page gets a session."""
    provider, office = _provider(request), office_of(request)
    limits: Limits = request.app.state.limits
    kept = (office.uncover(COOKIE, request.cookies.get(COOKIE, "")) or "").split(" ")
    page = kept[-1] == PAGE
    try:
        if len(kept) != (5 if page else 4) or not back.code or not secrets.compare_digest(kept[1], back.state):
            raise _begin_again()
        if time.time() - int(kept[0]) > HOLDS:
            raise _begin_again()
        subject = provider.finish(back.code, kept[2], kept[3])
        secret, until = sign_in_as(office, provider.issuer, subject, page=page)
    except NotAllowed as refused:
        limits.knock(request)
        if page:
            return go(nobody(request), "/sign-in", nobody(request).says(refused.sentence), "error")
        raise
    answer = go(nobody(request), "/") if page else response
    if page:
        cookies.put(request, answer, cookies.SESSION, secret)
    answer.delete_cookie(COOKIE, path="/v1/sign-in")
    return answer if page else Session(secret=secret, expires_at=until)


def _begin_again() -> NotAllowed:
    return NotAllowed("sign_in_again", N_("This sign-in did not begin here, or took too long; begin again."))
