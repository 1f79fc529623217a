"""``/keeping``: how long facts are kept, what is past its date, and destroying it; the key over all keys."""

from fastapi import APIRouter, Response

from allocator.actions import privacy
from allocator.api.pages.forms import MARKED, Sent
from allocator.api.pages.frame import Fault, go, page, tell
from allocator.api.pages.views.capacity import policy_of
from allocator.api.pages.visitor import Known, Visitor
from allocator.locale import N_

router = APIRouter(prefix="/keeping")
TITLE = N_("Keeping and destroying")


@router.get("")
def show(visitor: Known) -> Response:
    """What destroying would destroy now; nothing is destroyed."""
    return _keeping(visitor, ())


def _keeping(visitor: Visitor, faults: tuple[Fault, ...]) -> Response:
    due = privacy.foresee_purge(visitor.office, visitor.actor)
    return page(
        visitor,
        "keeping.html",
        tell(visitor, TITLE),
        status=400 if faults else 200,
        faults=faults,
        due=due,
        households=sorted(due.households.items(), key=lambda pair: (pair[1], pair[0])),
        retention=policy_of(visitor).retention,
    )


@router.post("/purge")
def purge(visitor: Known, form: Sent) -> Response:
    """Destroy what is past its date; it never comes back."""
    if form.get("sure") != "yes":
        text = N_("Tick that you want to destroy this. It never comes back.")
        return _keeping(visitor, (Fault("sure", tell(visitor, text)),))
    found = privacy.purge(visitor.office, visitor.actor)
    text = N_("Destroyed: the facts of {n:household|households}, and {contacts:contact|contacts}.")
    return go(visitor, "/keeping", tell(visitor, text, n=len(found.households), contacts=found.contacts))


@router.post("/rewrap", dependencies=[MARKED])
def rewrap(visitor: Known) -> Response:
    """Wrap all keys by the current one of the server."""
    count = privacy.rewrap_keys(visitor.office, visitor.actor)
    text = N_("Wrapped again: {n:key|keys}.") if count else N_("All keys were wrapped by the current key already.")
    return go(visitor, "/keeping", tell(visitor, text, n=count), "ok" if count else "info")
