"""``/policies/{policy}/effect``: what a policy would have done in rounds of the past."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from allocator.actions import policies
from allocator.api.caller import Called
from allocator.api.later import LATER, Later
from allocator.api.once import Route
from allocator.api.resources.sides import Group, Move, groups_of, moves_of
from allocator.api.shapes import Shape, date
from allocator.domain.base import Id
from allocator.domain.codes import StageName
from allocator.explain.difference import Kind
from allocator.whatif.comparison import Aims, Comparison

router = APIRouter(tags=["looking further"], route_class=Route)
Version = Annotated[str, Path(alias="policy", max_length=40, description="Version of the policy.", examples=["tiny-1"])]


class AimOfTwo(Shape):
    """One aim in two plans, also where it is an aim of only one of the two policies; null: it was not reached."""

    stage: StageName = Field(description="The aim.")
    sub_stage: str = Field(description="Its part.", examples=["urgent"])
    sense: str = Field(description="max or min.", examples=["max"])
    before: int | None = Field(description="What was proposed reaches.")
    after: int | None = Field(description="The plan of the policy reaches.")


class RoundEffect(Shape):
    """What a policy would have done in one round."""

    round: Id = Field(description="The round.", examples=["2026-w48"])
    as_of: date = Field(description="The day of which it is.")
    policy: str = Field(description="The policy under which it was proposed.", examples=["tiny-1"])
    proven: bool = Field(description="Whether both plans are proven.")
    aims: tuple[AimOfTwo, ...] = Field(description="All aims of both.")
    moves: tuple[Move, ...] = Field(description="Households with another home.")


class Effect(Shape):
    """What a policy would have done in rounds of the past."""

    policy: str = Field(description="Its version.", examples=["tiny-1"])
    removed: int = Field(description="Households that lose their home; who is in several rounds counts in each.")
    added: int = Field(description="Households that gain one.")
    moved: int = Field(description="Households with another one.")
    proven: bool = Field(description="Whether every plan is proven.")
    impossible: tuple[Id, ...] = Field(description="Rounds in which no plan under this policy keeps what was pinned.")
    groups: tuple[Group, ...] = Field(description="By priority group.")
    municipalities: tuple[Group, ...] = Field(description="By municipality.")
    rounds: tuple[RoundEffect, ...] = Field(description="Round by round, the oldest first.")


@router.get("/policies/{policy}/effect", summary="Effect of a policy", responses=LATER)
def show_effect(
    caller: Called,
    later: Later,
    version: Annotated[
        str, Path(alias="policy", max_length=40, description="Version of the policy.", examples=["tiny-1"])
    ],
    most: Annotated[
        int, Query(alias="rounds", ge=1, le=52, description="How many rounds of the past, the last ones.", examples=[4])
    ] = 4,
) -> Effect:
    """What a version, approved or not, would have done in the last rounds: who loses and who gains a home."""
    found = later.answer(lambda: policies.foresee_policy(caller.office, caller.actor, version, most))
    return Effect(
        policy=found.policy.version,
        removed=found.count(Kind.REMOVED),
        added=found.count(Kind.ADDED),
        moved=found.count(Kind.MOVED),
        proven=found.proven,
        impossible=found.impossible,
        groups=groups_of(found.by_group()),
        municipalities=groups_of(found.by_municipality()),
        rounds=tuple(map(_round, found.rounds)),
    )


def _round(found: Comparison) -> RoundEffect:
    return RoundEffect(
        round=found.a.round.round_id,
        as_of=found.a.round.as_of,
        policy=found.a.round.policy.version,
        proven=found.a.solution.proven and found.b.solution.proven,
        aims=tuple(map(_aim, found.aims)),
        moves=moves_of(found.moves),
    )


def _aim(both: Aims) -> AimOfTwo:
    known = both.known
    return AimOfTwo(
        stage=known.stage,
        sub_stage=known.sub_stage,
        sense=known.sense,
        before=both.before,
        after=both.after,
    )
