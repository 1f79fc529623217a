"""Households: one to many people who move together, under a pseudonym."""

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from allocator.domain.base import Cents, Code, Frozen, Id, MunicipalityCode, PostcodeArea, Sensitivity, column
from allocator.domain.codes import Accessibility, Form, Sex, Situation, SupportLevel

_PERSONAL = Sensitivity.PERSONAL
_SPECIAL = Sensitivity.SPECIAL
_SAFETY = Sensitivity.SAFETY
Age = Annotated[int, Field(ge=0, le=125)]


class Need(Frozen):
    """One need for support; each is met whole, by one pool."""

    household: Id = column("The household that needs the support.", sensitivity=_PERSONAL)
    kind: Code = column("Kind of support, a code of the policy's list.", sensitivity=_SPECIAL)
    level: SupportLevel = column("Ordinal level of the support.", sensitivity=_SPECIAL)
    hours: float | None = column(
        "Hours of support a week; empty takes the policy's hours for the level.",
        default=None,
        ge=0,
        le=168,
        unit="hours a week",
        sensitivity=_SPECIAL,
        may_be_unknown=True,
    )
    provider: Id | None = column(
        "Provider that must stay the same; it uses the hours it already gives.",
        default=None,
        empty="any provider",
        sensitivity=_SPECIAL,
    )
    start_by: date | None = column(
        "The support must have started by this date.", default=None, sensitivity=_SPECIAL, may_be_unknown=True
    )


class Household(Frozen):
    """Who needs a home: a pseudonym, never a name, never a BSN."""

    id: Id = column("Pseudonym of the household.", sensitivity=_PERSONAL)
    urgency: Code = column("Urgency class, a code of the policy's ordered list.", sensitivity=_PERSONAL)
    registered_on: date = column("Date of registration.", sensitivity=_PERSONAL)
    adults: int = column("Number of adults.", ge=1, le=20, unit="persons", sensitivity=_PERSONAL)
    children: int = column(
        "Number of children who move along.", default=0, ge=0, le=20, unit="persons", sensitivity=_PERSONAL
    )
    child_ages: tuple[Age, ...] | None = column(
        "Age of each child in years, in any order.",
        default=None,
        unit="years",
        sensitivity=_PERSONAL,
        may_be_unknown=True,
        empty="unknown, or no children",
    )
    expecting: bool | None = column(
        "Whether a child is expected; counts as a family.", default=False, sensitivity=_SPECIAL, may_be_unknown=True
    )
    age_oldest: Age | None = column(
        "Age of the oldest member.", default=None, unit="years", sensitivity=_PERSONAL, may_be_unknown=True
    )
    age_youngest_adult: Age | None = column(
        "Age of the youngest adult.", default=None, unit="years", sensitivity=_PERSONAL, may_be_unknown=True
    )
    sex: Sex | None = column(
        "Sex of the adults, only where a home asks.", default=None, sensitivity=_PERSONAL, may_be_unknown=True
    )
    target_groups: tuple[Code, ...] | None = column(
        "Priority groups; the first one counts in the ledger.", default=(), sensitivity=_SPECIAL, may_be_unknown=True
    )
    situation: Situation | None = column(
        "Where the household stays now (ETHOS Light).", default=None, sensitivity=_PERSONAL, may_be_unknown=True
    )
    shelter_care_needed: bool | None = column(
        "Whether the care of a shelter is needed, apart from the roof.",
        default=None,
        sensitivity=_SPECIAL,
        may_be_unknown=True,
    )
    ready_from: date | None = column(
        "From when the household can move to a home of its own.",
        default=None,
        sensitivity=_PERSONAL,
        may_be_unknown=True,
    )
    urgent_until: date | None = column(
        "Until when the urgency is valid.",
        default=None,
        sensitivity=_PERSONAL,
        may_be_unknown=True,
        empty="no end date",
    )
    gross_income: Cents | None = column(
        "Assessed income (rekeninkomen) of the household a year.",
        default=None,
        header="gross_income_eur",
        unit="cents a year",
        sensitivity=_PERSONAL,
        may_be_unknown=True,
    )
    municipality_of_origin: MunicipalityCode | None = column(
        "Municipality where the household comes from.", default=None, sensitivity=_PERSONAL, may_be_unknown=True
    )
    required_municipalities: tuple[MunicipalityCode, ...] = column(
        "Only these municipalities; empty: all.", default=(), sensitivity=_PERSONAL
    )
    preferred_municipalities: tuple[MunicipalityCode, ...] = column(
        "Municipalities the household would like.", default=(), sensitivity=_PERSONAL
    )
    excluded_municipalities: tuple[MunicipalityCode, ...] = column(
        "Never these municipalities.", default=(), sensitivity=_PERSONAL
    )
    excluded_postcodes: tuple[PostcodeArea, ...] = column(
        "Never in these postcodes (safety zone).", default=(), sensitivity=_SAFETY
    )
    accessibility: Accessibility | None = column(
        "What the home must offer to people who cannot climb or walk well.",
        default=Accessibility.NONE,
        sensitivity=_SPECIAL,
        may_be_unknown=True,
    )
    accepted_forms: tuple[Form, ...] = column(
        "Housing forms the household accepts.", default=(), sensitivity=_PERSONAL, empty="the policy's default forms"
    )
    house_tags: tuple[Code, ...] | None = column(
        "Codes on living together in a shared home (policy list).",
        default=(),
        sensitivity=_SPECIAL,
        may_be_unknown=True,
    )
    pets: bool | None = column("Whether pets move along.", default=False, sensitivity=_PERSONAL, may_be_unknown=True)
    current_unit: Id | None = column(
        "The unit on this list in which the household lives now and which it would free.",
        default=None,
        sensitivity=_PERSONAL,
        empty="none",
    )
    refused_offers: int = column("Offers refused so far.", default=0, ge=0, le=99, sensitivity=_PERSONAL)
    parked_until: date | None = column(
        "Takes no part in matching before this date.", default=None, sensitivity=_PERSONAL, empty="not parked"
    )
    referrer: Id | None = column(
        "Organisation that referred the household.", default=None, sensitivity=_PERSONAL, empty="none"
    )
    needs: tuple[Need, ...] = column(
        "Needs for support: the simple one of households.csv and the rows of needs.csv.",
        default=(),
        sensitivity=_SPECIAL,
    )

    @field_validator("needs")
    @classmethod
    def _in_order(cls, needs: tuple[Need, ...]) -> tuple[Need, ...]:
        """Row order never matters: equal needs in another order are the same household."""
        return tuple(sorted(needs, key=lambda need: (need.kind, need.level.rank, need.model_dump_json())))

    @property
    def persons(self) -> int:
        """Number of people who move in."""
        return self.adults + self.children

    @property
    def ledger_group(self) -> str | None:
        """The group under which the household counts in the ledger: the first one."""
        return self.target_groups[0] if self.target_groups else None

    @property
    def level(self) -> SupportLevel:
        """The highest level among the needs."""
        highest = SupportLevel.NONE
        for need in self.needs:
            if need.level.rank > highest.rank:
                highest = need.level
        return highest


class Apart(Frozen):
    """Two who may not live in one home or complex; ``other`` is a household or an occupant."""

    household: Id = column("A household.", sensitivity=_SAFETY)
    other: Id = column("Another household, or an occupant.", sensitivity=_SAFETY)
    until: date | None = column("Last day on which it holds.", default=None, sensitivity=_SAFETY, empty="no end date")
