"""``/rounds/{round}/proposals/.../explanation`` and ``difference``: why, and what changed."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from allocator.actions import proposals, rounds
from allocator.api.caller import Called
from allocator.api.once import Route
from allocator.api.resources.proposals import Number, RoundKey
from allocator.api.shapes import Shape
from allocator.domain.base import Id
from allocator.domain.sentence import Audience
from allocator.explain.difference import Kind

router = APIRouter(prefix="/rounds/{round}/proposals/{proposal}", tags=["proposals"], route_class=Route)
HouseholdKey = Annotated[Id, Path(alias="household", description="Pseudonym of the household.", examples=["H3"])]
UnitKey = Annotated[Id, Path(alias="unit", description="Key of the unit.", examples=["U-0102"])]


class Part(Shape):
    """Sentences under one heading."""

    name: str = Field(description="What the part is, for programs.")
    title: str = Field(description="Its heading.")
    sentences: tuple[str, ...] = Field(description="What there is to say.")


class Explanation(Shape):
    """Why, in the words of who asks."""

    proposal: int = Field(description="Of which proposal.")
    audience: Audience = Field(description="For whom it is written.")
    headline: str = Field(description="In one sentence.")
    parts: tuple[Part, ...] = Field(description="The rest, in the order in which it is read.")


class Change(Shape):
    """One household in two proposals."""

    household: Id = Field(description="Pseudonym.")
    kind: Kind = Field(description="What became of its placement.")
    before: Id | None = Field(description="Its home before.")
    after: Id | None = Field(description="Its home now.")
    other_support: bool = Field(description="Whether it is supported by others.")
    why: tuple[str, ...] = Field(description="What is known of why.")


class Difference(Shape):
    """What changed between two proposals of a round."""

    first: int = Field(description="The proposal before.")
    second: int = Field(description="The proposal now.")
    same: bool = Field(description="Whether nothing changed.")
    changes: tuple[Change, ...] = Field(description="Every household that has a home in one of the two.")
    inputs: tuple[str, ...] = Field(description="What changed in the inputs as a whole.")


@router.get("/households/{household}/explanation", summary="Why this household")
def explain_household(
    caller: Called,
    key: RoundKey,
    number: Number,
    household: HouseholdKey,
    unit: Annotated[Id | None, Query(description="Why not this home.", examples=["U-0102"])] = None,
) -> Explanation:
    """Why a household got its home, or none; or why not one home. A care provider asks of its own clients."""
    told = proposals.explain_household(caller.office, caller.actor, key, household, unit, number, caller.lang)
    return _explanation(told)


@router.get("/units/{unit}/explanation", summary="Why this home")
def explain_unit(caller: Called, key: RoundKey, number: Number, unit: UnitKey) -> Explanation:
    """Why a home is filled as it is, or stays empty. A corporation asks of its own homes."""
    return _explanation(proposals.explain_unit(caller.office, caller.actor, key, unit, number, caller.lang))


def _explanation(told: proposals.Told) -> Explanation:
    parts = tuple(Part(name=one.name, title=one.title, sentences=one.sentences) for one in told.parts)
    return Explanation(proposal=told.proposal, audience=told.audience, headline=told.headline, parts=parts)


@router.get("/difference", summary="What changed")
def show_difference(
    caller: Called,
    key: RoundKey,
    number: Number,
    since: Annotated[int, Query(ge=1, le=2**53, description="Number of the proposal before.", examples=[1])],
) -> Difference:
    """What changed since an earlier proposal of the round, and what is known of why."""
    found = rounds.diff_proposals(caller.office, caller.actor, key, since, number)
    changes = tuple(
        Change(
            household=one.household,
            kind=one.kind,
            before=one.before,
            after=one.after,
            other_support=one.other_support,
            why=tuple(caller.says(note.sentence) for note in one.why),
        )
        for one in found.placements
    )
    inputs = tuple(caller.says(note.sentence) for note in found.inputs)
    return Difference(first=since, second=number, same=found.same, changes=changes, inputs=inputs)
