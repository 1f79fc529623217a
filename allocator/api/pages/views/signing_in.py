"""``/sign-in`` and ``/sign-out``: with a password, at the identity provider, or the first time with a key."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from allocator.actions import leave, sign_in, sign_in_by_key
from allocator.api.limiting import Limits
from allocator.api.pages import cookies
from allocator.api.pages.forms import MARKED, Sent
from allocator.api.pages.frame import Fault, go, inside, page, tell
from allocator.api.pages.visitor import Anybody, Visitor
from allocator.api.resources.sign_in import to_provider
from allocator.domain.refusal import NotAllowed
from allocator.locale import N_

router = APIRouter()
Next = Annotated[str, Query(alias="next")]
TITLE = N_("Sign in")
FIRST = N_("Sign in for the first time")


@router.get("/sign-in")
def show(visitor: Anybody, then: Next = "/") -> Response:
    """The form to sign in."""
    if visitor.signed_in is not None:
        return go(visitor, inside(then))
    return _form(visitor, then, "", ())


def _form(visitor: Visitor, then: str, name: str, faults: tuple[Fault, ...], *, code: bool = False) -> Response:
    return page(
        visitor,
        "sign_in.html",
        tell(visitor, TITLE),
        status=400 if faults else 200,
        faults=faults,
        name=name,
        then=inside(then),
        code=code or visitor.request.app.state.second_factor,
        provider=visitor.request.app.state.provider is not None,
    )


@router.post("/sign-in")
def enter(visitor: Anybody, form: Sent) -> Response:
    """Sign in with a password, and the code of a second factor where one is asked."""
    asks: bool = visitor.request.app.state.second_factor
    try:
        secret, _ = sign_in(
            visitor.office, form.get("name"), form.get("password"), form.get("code"), second_factor=asks, page=True
        )
    except NotAllowed as refused:
        _limits(visitor.request).knock(visitor.request)
        field = "code" if refused.code == "code_needed" else "name"
        fault = Fault(field, visitor.says(refused.sentence))
        return _form(visitor, form.get("next"), form.get("name"), (fault,), code=field == "code")
    return begun(visitor, secret, inside(form.get("next")))


@router.get("/sign-in/first")
def show_first(visitor: Anybody) -> Response:
    """The form for who has a key, and no password yet."""
    return page(visitor, "sign_in_first.html", tell(visitor, FIRST))


@router.post("/sign-in/first")
def enter_first(visitor: Anybody, form: Sent) -> Response:
    """Come in with a key, to set a password."""
    try:
        secret, _ = sign_in_by_key(visitor.office, form.get("key"))
    except NotAllowed as refused:
        _limits(visitor.request).knock(visitor.request)
        text = N_("This key is not known, or holds no more. Ask your administrator for a new one.")
        says = visitor.says(refused.sentence) if refused.code != "no_token" else tell(visitor, text)
        return page(visitor, "sign_in_first.html", tell(visitor, FIRST), status=400, faults=(Fault("key", says),))
    return begun(visitor, secret, "/account")


@router.get("/sign-in/provider")
def at_provider(visitor: Anybody) -> Response:
    """To the identity provider, and back to the start page."""
    return to_provider(visitor.request, page=True)


@router.post("/sign-out", dependencies=[MARKED])
def sign_out(visitor: Anybody) -> Response:
    """End this session."""
    leave(visitor.office, cookies.kept(visitor.request, cookies.SESSION))
    answer = go(visitor, "/sign-in", tell(visitor, N_("You are signed out.")))
    cookies.take_away(visitor.request, answer, cookies.SESSION)
    return answer


def begun(visitor: Visitor, secret: str, address: str) -> Response:
    """A session has begun: on to a page, with its cookie."""
    answer = go(visitor, address)
    cookies.put(visitor.request, answer, cookies.SESSION, secret)
    cookies.take_away(visitor.request, answer, cookies.VISITOR)
    return answer


def _limits(request: Request) -> Limits:
    found: Limits = request.app.state.limits
    return found
