"""``/account``: one's own password, second factor and sessions."""

from fastapi import APIRouter, Response

from allocator.actions import credentials
from allocator.api.pages import cookies
from allocator.api.pages.forms import MARKED, Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.refusal import Refusal
from allocator.locale import N_

router = APIRouter(prefix="/account")
TITLE = N_("My account")


@router.get("")
def show(visitor: Known) -> Response:
    """What one signs in with."""
    return _account(visitor, ())


def _account(visitor: Visitor, faults: tuple[Fault, ...]) -> Response:
    standing = credentials.show_standing(visitor.office, visitor.actor)
    return page(
        visitor,
        "account.html",
        tell(visitor, TITLE),
        status=400 if faults else 200,
        faults=faults,
        standing=standing,
        asks=visitor.request.app.state.second_factor,
    )


@router.post("/password")
def set_password(visitor: Known, form: Sent) -> Response:
    """Set one's own password."""
    if form.get("password") != form.get("again"):
        return _account(visitor, (Fault("again", tell(visitor, N_("The two passwords are not the same."))),))
    try:
        credentials.set_password(visitor.office, visitor.actor, form.get("password"), form.get("before"))
    except Refusal as refused:
        field = "before" if refused.code == "sign_in" else "password"
        return _account(visitor, (Fault(field, visitor.says(refused.sentence)),))
    return go(visitor, "/account", tell(visitor, N_("Your password is set.")))


@router.post("/factor", dependencies=[MARKED])
def begin_factor(visitor: Known) -> Response:
    """Show the secret of a second factor, once."""
    try:
        found = credentials.new_factor(visitor.office, visitor.actor)
    except Refusal as refused:
        return _account(visitor, (Fault("", visitor.says(refused.sentence)),))
    return _factor(visitor, found.secret, found.uri, ())


def _factor(visitor: Visitor, secret: str, uri: str, faults: tuple[Fault, ...]) -> Response:
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    crumbs = (Crumb(tell(visitor, TITLE), "/account"),)
    return page(
        visitor,
        "factor.html",
        tell(visitor, N_("Set a second factor")),
        status=400 if faults else 200,
        crumbs=crumbs,
        faults=faults,
        secret=groups,
        uri=uri,
    )


@router.post("/factor/confirm")
def confirm_factor(visitor: Known, form: Sent) -> Response:
    """Show that one has the second factor."""
    try:
        credentials.confirm_factor(visitor.office, visitor.actor, form.get("code"))
    except Refusal as refused:
        fault = Fault("code", visitor.says(refused.sentence))
        if refused.code != "code":
            return _account(visitor, (Fault("", fault.says),))
        return _factor(visitor, "", "", (fault,))
    return go(visitor, "/account", tell(visitor, N_("From now on you sign in with a code too.")))


@router.post("/sign-out-everywhere", dependencies=[MARKED])
def leave_everywhere(visitor: Known) -> Response:
    """End one's own sessions on every machine, this one too."""
    credentials.leave_everywhere(visitor.office, visitor.actor)
    answer = go(visitor, "/sign-in", tell(visitor, N_("You are signed out on every machine.")))
    cookies.take_away(visitor.request, answer, cookies.SESSION)
    return answer
