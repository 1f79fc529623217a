"""Who loses and who gains between two plans, as the API says it; what resources that look further share."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from allocator.api.shapes import Shape
from allocator.domain.base import Id
from allocator.explain.difference import Kind
from allocator.whatif.again import Moved
from allocator.whatif.comparison import Tally

RoundKey = Annotated[Id, Path(alias="round", description="Name of the round.", examples=["2026-w48"])]
ProposalNumber = Annotated[
    int | None,
    Query(
        alias="proposal",
        ge=1,
        le=10**9,
        description="Number of the proposal; the last one when not said.",
        examples=[1],
    ),
]
FEW = "null: too few to leave the committee."
IN_COMMITTEE = "for others than the committee empty."


class Group(Shape):
    """What happens to the households of one group, or of one municipality."""

    code: str | None = Field(description="Group, or municipality; null: none, or not known.", examples=["GM0014"])
    before: int = Field(description="Placed in the first plan; of a municipality: in it.")
    after: int = Field(description="Placed in the second plan; of a municipality: in it.")
    removed: int = Field(description="Households that lose their home; of a municipality: that come from it.")
    added: int = Field(description="Households that gain a home; of a municipality: that come from it.")
    moved: int = Field(description="Households with another home; of a municipality: that come from it.")


class Move(Shape):
    """A household with another home in two plans; null: none."""

    household: Id = Field(description="Its pseudonym.", examples=["H1"])
    kind: Kind = Field(description="Whether it is added, removed or moved.")
    before: Id | None = Field(description="Its unit in the first plan.")
    after: Id | None = Field(description="Its unit in the second plan.")


def groups_of(found: Mapping[str | None, Tally]) -> tuple[Group, ...]:
    """Groups or municipalities, in order of code."""
    return tuple(Group(code=code, **tally._asdict()) for code, tally in found.items())


def moves_of(found: Iterable[Moved]) -> tuple[Move, ...]:
    """Households, in order of key."""
    return tuple(Move(household=m.household, kind=m.kind, before=m.before, after=m.after) for m in found)
