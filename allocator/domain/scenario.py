"""A scenario: what may happen in the weeks ahead. Everything a simulation assumes stands in it, in one file."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from allocator.domain.base import Code, Frozen, MunicipalityCode
from allocator.domain.codes import Accessibility, Form, SupportLevel

Part = Annotated[float, Field(ge=0, le=1)]
Season = Annotated[tuple[Annotated[float, Field(ge=0, le=10)], ...], Field(min_length=12, max_length=12)]
Rate = Annotated[float, Field(ge=0, le=50)]
Span = tuple[Annotated[int, Field(ge=1, le=520)], Annotated[int, Field(ge=1, le=520)]]
"""Fewest and most weeks; each number between them as likely."""
EVEN: Season = (1.0,) * 12


class Stream(Frozen):
    """How many arrive: a week on average, with season and trend."""

    per_week: Rate = Field(description="Average number a week at the start.")
    season: Season = Field(default=EVEN, description="Factor of each month, January first.")
    trend: float = Field(default=0.0, ge=-0.9, le=9, description="Growth a year: 0.05 is five percent more.")

    def rate(self, month: int, weeks: int) -> float:
        """Average number in a week that begins in ``month`` (1..12), so many weeks after the start."""
        return self.per_week * self.season[month - 1] * (1 + self.trend * weeks / 52)


class Households(Frozen):
    """Who comes: per priority group, over municipalities of origin."""

    waiting_at_start: int = Field(ge=0, le=5000, description="Households on the list in the first week.")
    groups: dict[Code, Stream] = Field(min_length=1, description="Arrivals per priority group.")
    origins: dict[MunicipalityCode, Annotated[float, Field(gt=0)]] = Field(
        min_length=1, description="Weight of each municipality of origin."
    )
    urgent_weeks: dict[Code, Span] = Field(
        description="Per urgency class how long an urgency holds; then the household leaves the list."
    )
    urgency: dict[Code, Part] = Field(
        default={}, description="Part of each urgency class, instead of what the generator assumes."
    )
    accessibility: dict[Accessibility, Part] = Field(
        default={}, description="What homes must offer, instead of what the generator assumes."
    )


class Homes(Frozen):
    """What is offered: per form, over municipalities."""

    forms: dict[Form, Stream] = Field(min_length=1, description="Homes offered per form.")
    places: dict[MunicipalityCode, Annotated[float, Field(gt=0)]] = Field(
        min_length=1, description="Weight of each municipality."
    )
    offered_weeks: Span = Field(description="How long a home is offered; then the corporation takes it back.")
    accessibility: dict[Accessibility, Part] = Field(
        default={}, description="Accessibility of conventional homes, instead of what the generator assumes."
    )


class Answers(Frozen):
    """What becomes of an offer, drawn once for each household and home."""

    refused_best: Part = Field(description="Chance that an offer of a home that fits in every way is refused.")
    refused_worst: Part = Field(description="Chance of a home that fits in no way (0 points), else between.")
    unconventional: Part = Field(default=0.0, description="More, for any form but a regular home.")
    no_answer: Part = Field(default=0.0, description="Chance that nothing is heard within the term.")
    term_weeks: int = Field(default=2, ge=1, le=12, description="Weeks after which an offer expires.")

    @model_validator(mode="after")
    def _possible(self) -> Self:  # noqa: N804 - after the model was made
        if max(self.refused_best, self.refused_worst) + self.unconventional + self.no_answer > 1:
            raise ValueError("the chances of refusal and of no answer can add up to more than 1")
        return self


class Afterwards(Frozen):
    """What happens after moving in."""

    returns: dict[SupportLevel, Part] = Field(
        default={}, description="Part that is back in shelter within a year, by level of support."
    )
    support_weeks: dict[SupportLevel, Span] = Field(
        default={}, description="How long support takes, by level; then its hours are free again."
    )
    support_covers: float = Field(
        default=1.2, gt=0, le=10, description="Hours that providers have, as part of what all placements would use."
    )


class Worth(Frozen):
    """What a placement is worth when policies are compared. No weekly match reads this: its aims have an order."""

    urgency: dict[Code, Annotated[float, Field(ge=0, le=10_000)]] = Field(
        min_length=1, description="Points for a household of each urgency class."
    )
    suitability: float = Field(ge=0, le=10_000, description="Points for a home that fits in every way (1000 points).")


class Ahead(Frozen):
    """How the policy with opportunity cost looks ahead."""

    futures: int = Field(default=4, ge=1, le=50, description="Number of sampled futures.")
    weeks: int = Field(default=8, ge=1, le=52, description="How far each goes.")
    hold_weeks: int = Field(default=3, ge=0, le=26, description="A home is held back at most so long.")
    least_chance: Part = Field(default=0.5, description="Part of the futures in which it must be wanted.")
    over_urgency: bool = Field(default=False, description="Whether a home may be held back from who is more urgent.")


class Scenario(Frozen):
    """All assumptions of a simulation."""

    name: Code
    source: str = Field(min_length=1, max_length=500, description="Where the figures come from.")
    start: date = Field(description="Monday of the first week.")
    households: Households
    homes: Homes
    answers: Answers
    afterwards: Afterwards = Afterwards()
    worth: Worth
    ahead: Ahead = Ahead()

    @model_validator(mode="after")
    def _begins_on_a_monday(self) -> Self:  # noqa: N804
        if self.start.weekday():
            raise ValueError("start must be a Monday")
        return self


__all__ = ["Ahead", "Answers", "Homes", "Households", "Scenario", "Span", "Stream", "Worth"]
