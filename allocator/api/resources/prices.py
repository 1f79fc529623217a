"""``/rounds/{round}/price-of-balance``: what each step of balance costs."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from allocator.actions import further
from allocator.api.caller import Called
from allocator.api.later import LATER, Later
from allocator.api.once import Route
from allocator.api.resources.sides import (
    FEW,
    IN_COMMITTEE,
    Group,
    Move,
    ProposalNumber,
    RoundKey,
    groups_of,
    moves_of,
)
from allocator.api.shapes import Exact, Shape
from allocator.domain.base import Id
from allocator.domain.codes import CountUnit, Norm, StageName
from allocator.whatif.family import Named

router = APIRouter(tags=["looking further"], route_class=Route)


class StageOn(Shape):
    """An aim of a policy that is on."""

    stage: StageName = Field(description="The aim.")
    tolerance: int = Field(description="What it may give up for the next one, in its own unit.")


class PricePoint(Shape):
    """One policy with its proven best plan."""

    label: str = Field(description="Its name, or its number, in the language of the caller.")
    names: tuple[Named, ...] = Field(description="strict, current (the policy in force) or loose; mostly none.")
    policy: str = Field(description="Where balance stands in it, in the language of the caller.")
    stages: tuple[StageOn, ...] = Field(description="Its aims, so that it can be adopted.")
    proven: bool = Field(description="Whether every aim of the plan is proven.")
    balance: int | None = Field(
        description="How uneven the plan is, in the unit of the norm; less is better; null: only for the committee."
    )
    distance: Exact = Field(description="The same in households or people; see distanceMeans.")
    furthest_behind: str = Field(description="The municipality that is furthest behind.")
    shortfall: Exact | None = Field(description="By how much; null: only for the committee.")
    placed: int | None = Field(description="Households served; " + FEW)
    urgency: tuple[int | None, ...] = Field(description="Of them in each urgency class; " + FEW)
    origin: int | None = Field(description="In the municipality of origin or a preferred one; null: no aim, or few.")
    waiting_days: int | None = Field(description="Waiting days served; null: no aim, or few.")
    suitability: int | None = Field(description="Points of suitability; null: no aim, or few.")
    removed: int | None = Field(description="Households that lose their home against the policy in force; " + FEW)
    added: int | None = Field(description="Households that gain one; " + FEW)
    moved: int | None = Field(description="Households with another one; " + FEW)
    groups: tuple[Group, ...] = Field(description="By priority group; " + IN_COMMITTEE)
    municipalities: tuple[Group, ...] = Field(description="By municipality; " + IN_COMMITTEE)
    moves: tuple[Move, ...] = Field(description="The households; " + IN_COMMITTEE)


class Price(Shape):
    """What each step of balance costs in a round, strictest first."""

    round: Id = Field(description="The round.", examples=["2026-w48"])
    dimension: str = Field(description="The dimension of balance that is measured.", examples=["all"])
    unit: CountUnit = Field(description="What it counts.")
    norm: Norm = Field(description="The norm.")
    distance_means: str = Field(description="What the distance is, in the language of the caller.")
    complete: bool = Field(description="Whether there are no other points.")
    on_curve: bool = Field(description="Whether the policy in force is one of the points.")
    urgency_classes: tuple[str, ...] = Field(description="Codes of the urgency classes, the most urgent first.")
    story: tuple[str, ...] = Field(description="What it says, in the language of the caller.")
    points: tuple[PricePoint, ...] = Field(description="The points, strictest first.")


@router.get("/rounds/{round}/price-of-balance", summary="What balance costs", responses=LATER)
def show_price(
    caller: Called,
    later: Later,
    key: RoundKey,
    number: ProposalNumber = None,
    points: Annotated[int, Query(ge=2, le=60, description="How many points to make at most.", examples=[6])] = 12,
) -> Price:
    """What each step of balance costs in placements, waiting and suitability; each point is a plan that is made now."""
    found = later.answer(lambda: further.price_balance(caller.office, caller.actor, key, number, points, caller.lang))
    same = ("round", "dimension", "unit", "norm", "complete", "on_curve", "story")
    return Price(
        distance_means=found.distance,
        urgency_classes=found.urgency,
        points=tuple(map(_point, found.points)),
        **{name: getattr(found, name) for name in same},
    )


def _point(found: further.PricedPoint) -> PricePoint:
    row = found.row
    same = ("label", "policy", "proven", "distance", "placed", "urgency", "origin", "removed", "added", "moved")
    return PricePoint(
        names=tuple(map(Named, found.names)),
        stages=tuple(StageOn(stage=StageName(name), tolerance=tolerance) for name, tolerance in found.stages),
        balance=found.balance,
        furthest_behind=row.behind[0],
        shortfall=None if row.behind[1] is None else float(row.behind[1]),
        waiting_days=row.days,
        suitability=row.points,
        groups=groups_of(found.groups),
        municipalities=groups_of(found.municipalities),
        moves=moves_of(found.moves),
        **{name: getattr(row, name) for name in same},
    )
