"""``/share/exchanges``: parts of a task that one municipality takes over from another, when both agree."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from allocator.actions import ledger
from allocator.api.pages.forms import Sent
from allocator.api.pages.frame import Crumb, Fault, go, page, tell
from allocator.api.pages.views.ledgers import TITLE, books_of, nothing_booked
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.refusal import NotFound, Refusal
from allocator.domain.workflow import Role
from allocator.ledger import TransferState
from allocator.locale import N_

router = APIRouter(prefix="/share/exchanges")
Number = Annotated[int, Path(alias="number", ge=1, le=2**53)]
STATES = {
    TransferState.PENDING: (N_("waits for an answer"), "warn"),
    TransferState.AGREED: (N_("agreed"), "good"),
    TransferState.DECLINED: (N_("declined"), "bad"),
    TransferState.TAKEN_BACK: (N_("taken back"), ""),
}


@router.get("")
def show(visitor: Known) -> Response:
    """Exchanges of one's own municipality, and the form to propose one."""
    try:
        return _exchanges(visitor, ())
    except NotFound as why:
        return nothing_booked(visitor, why)


def _exchanges(visitor: Visitor, faults: tuple[Fault, ...], amount: str = "") -> Response:
    books, own = books_of(visitor, ""), visitor.actor.organisation or ""
    found = ledger.list_transfers(visitor.office, visitor.actor)
    return page(
        visitor,
        "exchanges.html",
        tell(visitor, N_("Exchanges")),
        status=400 if faults else 200,
        crumbs=(Crumb(tell(visitor, TITLE), "/share"),),
        faults=faults,
        own=own,
        names=books.names,
        rows=[(one, visitor.tongue(STATES[one.state][0]), STATES[one.state][1]) for one in reversed(found)],
        others=sorted(((c, n) for c, n in books.names.items() if c != own), key=lambda pair: pair[1]),
        ledgers=books.options,
        amount=amount,
        may_ask=visitor.actor.role is Role.MUNICIPALITY,
    )


@router.post("")
def ask(visitor: Known, form: Sent) -> Response:
    """Propose an exchange; it counts when the other municipality agrees."""
    amount, other, own = form.get("amount"), form.get("other"), visitor.actor.organisation or ""
    if not amount.isdecimal() or not 0 < int(amount) <= 10**6:
        return _exchanges(visitor, (Fault("amount", tell(visitor, N_("Write a whole number of 1 or more."))),), amount)
    giver, taker = (own, other) if form.get("way") == "give" else (other, own)
    which = books_of(visitor, form.get("ledger")).which
    try:
        ledger.ask_transfer(
            visitor.office,
            visitor.actor,
            which,
            giver=giver,
            taker=taker,
            amount=int(amount),
            note=form.get("note"),
        )
    except Refusal as refused:
        return _exchanges(visitor, (Fault("", visitor.says(refused.sentence)),), amount)
    return go(visitor, "/share/exchanges", tell(visitor, N_("Proposed. It counts when the other municipality agrees.")))


@router.post("/{number}")
def answer(visitor: Known, number: Number, form: Sent) -> Response:
    """Agree to what was proposed, decline it, or take one's own proposal back."""
    said = {
        "agree": N_("Agreed: it counts from today."),
        "decline": N_("Declined: nothing changes."),
        "take_back": N_("Taken back."),
    }
    what = form.get("what") if form.get("what") in said else "take_back"
    if what == "take_back":
        ledger.take_back_transfer(visitor.office, visitor.actor, number)
    else:
        ledger.answer_transfer(visitor.office, visitor.actor, number, agreed=what == "agree")
    return go(visitor, "/share/exchanges", tell(visitor, said[what]))
