"""``/balances`` and ``/postings``: the fair share of every municipality."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from allocator.actions import ledger
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.paging import Listing, Page
from allocator.api.shapes import Amount, Camel, Exact, Shape
from allocator.domain import region as domain
from allocator.domain.base import MunicipalityCode
from allocator.domain.codes import CountUnit
from allocator.domain.region import Period

router = APIRouter(tags=["ledger"], route_class=Route)


class Balance(Shape):
    """How a municipality stands in one ledger: quota + carried + transfers + revisions - excused - placed."""

    period: str = Field(description="Period of the ledger.", examples=["2026-H2"])
    group: str = Field(description="Group of the ledger.", examples=["all"])
    unit: CountUnit = Field(description="What is counted.")
    municipality: MunicipalityCode = Field(description="Whose balance.", examples=["GM0014"])
    quota: Exact = Field(description="Its part of the task.")
    carried: Exact = Field(description="Carried over from the period before.")
    transfers: Exact = Field(description="Taken over from others, or given away.")
    revisions: Exact = Field(description="Changed during the period.")
    excused: Exact = Field(description="What it no longer owes.")
    realised: Exact = Field(description="Signed leases.")
    committed: Exact = Field(description="Accepted or offered, not yet signed.")
    balance: Exact = Field(description="What is still owed; negative is ahead.")


class Posting(Camel, domain.Posting):
    """One line of the ledger."""

    amount: Amount = Field(description="Amount, signed.")


class NumberedPosting(Shape):
    """A line of the ledger with its number, by which it can be mended."""

    number: int = Field(description="Its number.", examples=[12])
    posting: Posting = Field(description="The line.")


PeriodAsked = Annotated[Period | None, Query(description="Only of this period.", examples=["2026-H2"])]


@router.get("/balances", summary="Balances")
def list_balances(
    caller: Called,
    listing: Listing,
    period: PeriodAsked = None,
    municipality: Annotated[
        MunicipalityCode | None, Query(description="Only of this municipality.", examples=["GM0014"])
    ] = None,
) -> Page[Balance]:
    """How every municipality stands: what it owes, has done, and is about to do."""
    found = [
        Balance(
            period=account.period,
            group=account.group,
            unit=account.unit,
            municipality=account.municipality,
            balance=float(standing.balance),
            **{name: float(getattr(standing, name)) for name in type(standing).__dataclass_fields__},
        )
        for account, standing in ledger.show_balances(caller.office, caller.actor, period).items()
        if municipality in (None, account.municipality)
    ]
    return listing.page(Balance, found, lambda one: f"{one.period} {one.group} {one.unit} {one.municipality}")


@router.get("/postings", summary="Postings")
def list_postings(
    caller: Called,
    listing: Listing,
    period: Annotated[Period, Query(description="Of this period.", examples=["2026-H2"])],
) -> Page[NumberedPosting]:
    """Lines of the ledger in the order in which they were booked: a municipality sees its own."""
    found = [
        NumberedPosting(number=number, posting=Posting.of(one))
        for number, one in ledger.list_postings(caller.office, caller.actor, period)
    ]
    return listing.page(NumberedPosting, found, lambda one: f"{one.number:012d}")
