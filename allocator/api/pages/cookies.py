"""Cookies: the session, the mark of who has none yet, the language, and one message for the next page."""

import secrets

from fastapi import Request, Response

from allocator.locale import LANGUAGES

SESSION = "allocator-session"
VISITOR = "allocator-visitor"
LANGUAGE = "allocator-language"
SAID = "allocator-said"
YEAR = 365 * 24 * 3600


def _name(request: Request, name: str) -> str:
    """On a server that others reach, browsers take it only over TLS, for this host alone."""
    return f"__Host-{name}" if request.app.state.secure else name


def put(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Let the browser keep something; without seconds until it is closed."""
    secure: bool = request.app.state.secure
    response.set_cookie(
        _name(request, name), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )


def take_away(request: Request, response: Response, name: str) -> None:
    """Let the browser keep it no more."""
    secure: bool = request.app.state.secure
    response.delete_cookie(_name(request, name), path="/", secure=secure, httponly=True, samesite="lax")


def kept(request: Request, name: str) -> str:
    """What the browser kept; empty: nothing."""
    return request.cookies.get(_name(request, name), "")


def kept_secret(request: Request) -> str:
    """What marks of forms are made of: the session, or who has none yet."""
    fresh: str = getattr(request.state, "visitor", "")
    return kept(request, SESSION) or kept(request, VISITOR) or fresh


def must_have_secret(request: Request) -> str:
    """The same; whoever has none gets one, which goes along with the answer."""
    found = kept_secret(request)
    if not found:
        found = request.state.visitor = secrets.token_urlsafe(24)
    return found


def language(request: Request) -> str:
    """The language of the screens: the one that was chosen, else the first one that there is."""
    chosen = kept(request, LANGUAGE)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]
