"""``/rounds/{round}/wanted``: which home, support or relaxed rule would help most, and how demand fits supply."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from allocator.actions import further
from allocator.api.caller import Called
from allocator.api.later import LATER, Later
from allocator.api.once import Route
from allocator.api.resources.sides import FEW, IN_COMMITTEE, ProposalNumber, RoundKey
from allocator.api.shapes import Exact, Shape
from allocator.domain.base import Id, MunicipalityCode
from allocator.whatif.screening import Sort

router = APIRouter(tags=["looking further"], route_class=Route)


class Wish(Shape):
    """One change that would help, as a second plan showed."""

    sort: Sort = Field(description="home, support or rule.")
    says: str = Field(description="The change, in the language of the caller.")
    households: int | None = Field(description="Households served more; " + FEW)
    urgency: tuple[int, ...] = Field(description="Of them in each urgency class; " + IN_COMMITTEE)
    persons: int | None = Field(description="People served more; null: only for the committee.")
    nearer: Exact | None = Field(description="How much nearer a municipality typically comes to its fair share.")
    waiting_days: int | None = Field(description="Waiting days served more; null: only for the committee.")
    added: tuple[Id, ...] = Field(description="Who gets a home by it; " + IN_COMMITTEE)
    removed: tuple[Id, ...] = Field(description="Who loses a home by it; " + IN_COMMITTEE)
    proven: bool = Field(description="Whether both plans are proven.")


class FitCell(Shape):
    """A kind of home in one municipality: what is on offer, and who it would fit."""

    kind: str = Field(description="The kind of home.", examples=["home-2"])
    says: str = Field(description="The same in the language of the caller.")
    municipality: MunicipalityCode = Field(description="The municipality.", examples=["GM0014"])
    offered: int = Field(description="Places of this kind that are free now.")
    left: int = Field(description="Of these, places that stay empty in the plan.")
    fits: int | None = Field(description="Households that such a home fits there; " + FEW)
    needs: int | None = Field(description="Of them, those that no plainer home fits there; " + FEW)
    waiting: int | None = Field(description="Of those, households without a home in the plan; " + FEW)


class Wanted(Shape):
    """What would help most, the most wanted first, and the fit of supply and demand."""

    round: Id = Field(description="The round.", examples=["2026-w48"])
    urgency_classes: tuple[str, ...] = Field(description="Codes of the urgency classes; " + IN_COMMITTEE)
    thought_of: dict[Sort, int] = Field(description="How many of each sort were thought of.")
    solved_again: dict[Sort, int] = Field(description="How many of each sort were solved again.")
    wishes: tuple[Wish, ...] = Field(description="Those that help.")
    fit: tuple[FitCell, ...] = Field(description="Kinds of homes by municipality.")


@router.get("/rounds/{round}/wanted", summary="What is wanted", responses=LATER)
def show_wanted(
    caller: Called,
    later: Later,
    key: RoundKey,
    number: ProposalNumber = None,
    verified: Annotated[
        int, Query(ge=1, le=40, description="How many of each sort to solve again at most.", examples=[2])
    ] = 4,
) -> Wanted:
    """Which home, hours of support or relaxed rule would help most; each is a plan that is made now."""
    found = later.answer(lambda: further.list_wishes(caller.office, caller.actor, key, number, verified, caller.lang))
    same = ("sort", "households", "urgency", "persons", "nearer", "added", "removed", "proven")
    return Wanted(
        round=found.round,
        urgency_classes=found.urgency,
        thought_of=dict(found.thought_of),
        solved_again=dict(found.solved),
        wishes=tuple(
            Wish(says=one.what, waiting_days=one.days, **{name: getattr(one, name) for name in same})
            for one in found.lines
        ),
        fit=tuple(
            FitCell(
                says=cell.words,
                **{name: getattr(cell, name) for name in FitCell.model_fields if name != "says"},
            )
            for cell in found.fit
        ),
    )
