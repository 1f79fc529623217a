"""``.../smallest-changes``, ``alternatives``, ``free-placements`` and ``reserves``: what if. Answered at once."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from allocator.actions import supposing
from allocator.api.caller import Called, Caller
from allocator.api.once import Route
from allocator.api.resources.explanations import HouseholdKey, Part, UnitKey
from allocator.api.resources.proposals import Number, RoundKey
from allocator.api.shapes import Shape
from allocator.domain.base import Id
from allocator.domain.codes import StageName
from allocator.explain.difference import StageChange
from allocator.reports.supposing import Effect
from allocator.whatif.changes import ChangeKind
from allocator.whatif.reserves import Place, Reserves

router = APIRouter(prefix="/rounds/{round}/proposals/{proposal}", tags=["proposals"], route_class=Route)


class AimChange(Shape):
    """The value of one aim in both plans."""

    stage: StageName = Field(description="The stage.")
    sub_stage: str = Field(description="What it counts within the stage.", examples=["urgent"])
    sense: str = Field(description="Whether more (max) or less (min) is better.", examples=["max"])
    before: int | None = Field(description="In the proposal.", examples=[12])
    after: int | None = Field(description="In the other plan.", examples=[11])


class PlanEffect(Shape):
    """What another plan does to others. Only the committee reads who, and what each aim gains or loses."""

    losing: tuple[Id, ...] = Field(description="Households that would lose a home.")
    moving: tuple[Id, ...] = Field(description="Households that would get another home.")
    gaining: tuple[Id, ...] = Field(description="Households that would also get a home.")
    count_losing: int = Field(description="How many would lose a home.", examples=[0])
    count_moving: int = Field(description="How many would get another home.", examples=[2])
    count_gaining: int = Field(description="How many would also get a home.", examples=[0])
    aims: tuple[AimChange, ...] = Field(description="Every aim whose value differs.")


class SmallestChange(Shape):
    """One change, the smallest of its sort; the whole round was solved again with it."""

    kind: ChangeKind = Field(description="What sort of thing is changed.")
    change: str = Field(description="What would be otherwise.", examples=["The household may also live in Oldambt."])
    unit: Id | None = Field(description="The home that the household would get, or that would be filled.")
    text: str = Field(description="The change and what it does, in words.")
    effect: PlanEffect = Field(description="What it does to others.")


class SmallestChanges(Shape):
    """Per kind the smallest change that would do; every one was worked out in full."""

    proposal: int = Field(description="Of which proposal.", examples=[1])
    changes: tuple[SmallestChange, ...] = Field(description="What would do.")
    nothing: tuple[ChangeKind, ...] = Field(description="Kinds in which no single change would do.")
    unfinished: tuple[ChangeKind, ...] = Field(description="Kinds in which was not looked further.")


class Alternative(Shape):
    """What if a household got a home: the best plan in which it is so, beside the proposal."""

    proposal: int = Field(description="Of which proposal.", examples=[1])
    lawful: bool = Field(description="Whether any plan may have it.")
    free: bool = Field(description="Whether the plan is as good on every aim before the lottery: a free choice.")
    proven: bool = Field(description="Whether the other plan is proven to be the best of its kind.")
    headline: str = Field(description="In one sentence.")
    parts: tuple[Part, ...] = Field(description="The rest, in the order in which it is read.")
    effect: PlanEffect | None = Field(description="What it does to others; empty when no lawful plan has it.")


class FreePlacements(Shape):
    """Which placements are the same in every best plan, and which could be otherwise."""

    proposal: int = Field(description="Of which proposal.", examples=[1])
    headline: str = Field(description="In one sentence.")
    same: tuple[Id, ...] = Field(description="Households whose home is the same in every best plan.")
    free: tuple[Id, ...] = Field(description="Households for whom a plan that is as good has something else.")


class Reserve(Shape):
    """Who comes when the household refuses, and what that costs."""

    household: Id = Field(description="Pseudonym.")
    pools: tuple[Id, ...] = Field(description="One pool for each need that takes one.")
    aims: tuple[AimChange, ...] = Field(description="Every aim whose value differs in the repaired plan.")


class ReservePlace(Shape):
    """A placement with its reserves in order; nobody is reserve for two."""

    household: Id = Field(description="Who is proposed for it.")
    unit: Id = Field(description="The home.")
    reserves: tuple[Reserve, ...] = Field(description="Who comes instead, in order.")
    why: str | None = Field(description="Why there are no more of them.")


class ReserveClash(Shape):
    """Two placements that cannot both be repaired at once."""

    units: tuple[Id, Id] = Field(description="The two homes.")
    households: tuple[Id, Id] = Field(description="Who is proposed for them.")
    why: str = Field(description="Why not.")


class ReserveList(Shape):
    """The reserves of a proposal, chosen for all homes together."""

    proposal: int = Field(description="Of which proposal.", examples=[1])
    headline: str = Field(description="In one sentence.")
    each: int = Field(description="Reserves asked for per placement.", examples=[2])
    places: tuple[ReservePlace, ...] = Field(description="Every placement.")
    pairs: int = Field(description="Pairs of placements that both have a reserve.", examples=[1431])
    clashes: tuple[ReserveClash, ...] = Field(description="Of those the pairs that cannot both be repaired.")


@router.get("/households/{household}/smallest-changes", summary="What would place this household")
def show_household_changes(caller: Called, key: RoundKey, number: Number, household: HouseholdKey) -> SmallestChanges:
    """The smallest change of each kind that would place a household. A care provider asks of its own clients."""
    found = supposing.change_for_household(caller.office, caller.actor, key, household, number, caller.lang)
    return _changes(found)


@router.get("/units/{unit}/smallest-changes", summary="What would fill this home")
def show_unit_changes(caller: Called, key: RoundKey, number: Number, unit: UnitKey) -> SmallestChanges:
    """The smallest change of each kind that would fill a home; the committee's, as it can tell of one person."""
    return _changes(supposing.change_for_unit(caller.office, caller.actor, key, unit, number, caller.lang))


@router.get("/households/{household}/alternatives/{unit}", summary="What if this household got this home")
def show_alternative(
    caller: Called, key: RoundKey, number: Number, household: HouseholdKey, unit: UnitKey
) -> Alternative:
    """Who would lose or change a home, and what each aim would lose. A care provider asks of its own clients."""
    found = supposing.suppose(caller.office, caller.actor, key, household, unit, number, caller.lang)
    parts = tuple(Part(name=one.name, title=one.title, sentences=one.sentences) for one in found.parts)
    return Alternative(
        proposal=found.proposal,
        lawful=found.lawful,
        free=found.free,
        proven=found.proven,
        headline=found.headline,
        parts=parts,
        effect=None if found.effect is None else _effect(found.effect),
    )


@router.get("/free-placements", summary="Where people are free to choose")
def show_free_placements(caller: Called, key: RoundKey, number: Number) -> FreePlacements:
    """Which placements are the same in every best plan, and which could be otherwise at no cost to any aim."""
    found = supposing.list_free(caller.office, caller.actor, key, number, caller.lang)
    return FreePlacements(proposal=found.proposal, headline=found.headline, same=found.same, free=found.free)


Each = Annotated[int, Query(ge=1, le=5, description="Reserves per placement at most.", examples=[2])]


@router.get("/reserves", summary="Who comes after a refusal")
def show_reserves(caller: Called, key: RoundKey, number: Number, each: Each = 2) -> ReserveList:
    """Reserves for every placement, chosen jointly, so that any single refusal is repaired without moving others."""
    found = supposing.list_reserves(caller.office, caller.actor, key, number, each, caller.lang)
    return _reserves(caller, found.proposal, found.headline, found.found)


def _reserves(caller: Caller, proposal: int, headline: str, found: Reserves) -> ReserveList:
    clashes = tuple(
        ReserveClash(
            units=(one.one[1], one.other[1]), households=(one.one[0], one.other[0]), why=caller.says(one.why)
        )
        for one in found.clashes
    )  # fmt: skip
    places = tuple(_place(caller, place) for place in found.places)
    return ReserveList(
        proposal=proposal, headline=headline, each=found.each, places=places, pairs=found.pairs, clashes=clashes
    )


def _place(caller: Caller, place: Place) -> ReservePlace:
    reserves = tuple(
        Reserve(
            household=one.placement.household,
            pools=one.placement.pools,
            aims=tuple(_aim(s) for s in one.stages if s.before != s.after),
        )
        for one in place.reserves
    )
    why = None if place.why is None else caller.says(place.why)
    return ReservePlace(household=place.household, unit=place.unit, reserves=reserves, why=why)


def _changes(found: supposing.SmallestChanges) -> SmallestChanges:
    changes = tuple(
        SmallestChange(kind=one.kind, change=one.change, unit=one.unit, text=one.text, effect=_effect(one.effect))
        for one in found.claims
    )
    return SmallestChanges(proposal=found.proposal, changes=changes, nothing=found.nothing, unfinished=found.unfinished)


def _effect(found: Effect) -> PlanEffect:
    return PlanEffect(
        losing=found.losing,
        moving=found.moving,
        gaining=found.gaining,
        count_losing=found.count_losing,
        count_moving=found.count_moving,
        count_gaining=found.count_gaining,
        aims=tuple(map(_aim, found.stages)),
    )


def _aim(one: StageChange) -> AimChange:
    return AimChange(stage=one.stage, sub_stage=one.sub_stage, sense=one.sense, before=one.before, after=one.after)
