"""``/transfers``: one municipality takes over part of another's task, when both agree."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, status
from pydantic import Field

from allocator import ledger as domain
from allocator.actions import ledger
from allocator.actions.ledger import Ledger
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page, the_one
from allocator.api.shapes import Camel, Shape
from allocator.domain.base import Code, MunicipalityCode
from allocator.domain.codes import CountUnit
from allocator.domain.region import Period

router = APIRouter(prefix="/transfers", tags=["ledger"], route_class=Route)
Number = Annotated[int, Path(alias="transfer", ge=1, le=2**53, description="Number of the transfer.", examples=[2])]


class Transfer(Camel, domain.Transfer):
    """One municipality takes over part of another's task (Huisvestingswet 2014, art. 29)."""


class NewTransfer(Shape):
    """A transfer to ask."""

    period: Period = Field(description="Period of the ledger.", examples=["2026-H2"])
    group: Code = Field(default="all", description="Group of the ledger.")
    unit: CountUnit = Field(default=CountUnit.HOUSEHOLDS, description="What is counted.")
    giver: MunicipalityCode = Field(description="Its task shrinks.", examples=["GM0014"])
    taker: MunicipalityCode = Field(description="Its task grows by as much.", examples=["GM1895"])
    amount: int = Field(ge=1, le=10**6, description="By how much.")
    note: str = Field(default="", max_length=200, description="A short note, without personal data.")


@router.get("", summary="Transfers")
def list_transfers(
    caller: Called,
    listing: Listing,
    pending: Annotated[bool, Query(description="Only those that wait for an answer.")] = False,
) -> Page[Transfer]:
    """Transfers between municipalities: a municipality sees its own."""
    found = ledger.list_transfers(caller.office, caller.actor, pending=pending)
    return listing.page(Transfer, found, lambda one: f"{int(one.id):012d}", Transfer.of)


@router.get("/{transfer}", summary="A transfer")
def show_transfer(caller: Called, number: Number) -> Transfer:
    """A transfer between municipalities; of others it is as if it were not there."""
    found = ledger.list_transfers(caller.office, caller.actor)
    return Transfer.of(the_one(found, lambda one: int(one.id), number))


@router.post("", summary="Ask a transfer", status_code=status.HTTP_201_CREATED)
def ask_transfer(caller: Called, new: NewTransfer) -> Transfer:
    """Ask another municipality to take over part of a task, or offer to do so."""
    which = Ledger(new.period, new.group, new.unit)
    asked = ledger.ask_transfer(
        caller.office,
        caller.actor,
        which,
        giver=new.giver,
        taker=new.taker,
        amount=new.amount,
        note=new.note,
    )
    return Transfer.of(asked)


@router.post("/{transfer}/_accept", summary="Accept a transfer")
def accept(caller: Called, number: Number) -> Transfer:
    """Agree to a transfer that was asked; it counts from today."""
    return Transfer.of(ledger.answer_transfer(caller.office, caller.actor, number, agreed=True))


@router.post("/{transfer}/_decline", summary="Decline a transfer")
def decline(caller: Called, number: Number) -> Transfer:
    """Decline a transfer that was asked; nothing changes in the ledger."""
    return Transfer.of(ledger.answer_transfer(caller.office, caller.actor, number, agreed=False))


@router.post("/{transfer}/_withdraw", summary="Take back a transfer")
def take_back(caller: Called, number: Number) -> Transfer:
    """Take back what one asked, before it is answered."""
    return Transfer.of(ledger.take_back_transfer(caller.office, caller.actor, number))
