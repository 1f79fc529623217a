"""A change: one statement about a round that could be otherwise, in the round's own terms.

Every change is a small frozen model that JSON and other processes can carry. ``applying`` makes the round with it,
``wording`` the sentence that people read.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from allocator.domain.base import Cents, Code, Frozen, Id, MunicipalityCode
from allocator.domain.codes import Accessibility, Form, SupportLevel, Verdict
from allocator.domain.policy import Setting
from allocator.domain.region import SupportPool
from allocator.domain.unit import Unit


class ChangeKind(StrEnum):
    """What sort of thing is changed; within one kind changes can be ordered by size."""

    DATE = "date"
    MUNICIPALITY = "municipality"
    FORM = "form"
    SUPPORT = "support"
    RENT = "rent"
    HOME = "home"
    RULE = "rule"
    WORD = "word"


class HouseholdDate(Frozen):
    """A household is ready earlier, its urgency lasts longer, or it is parked for less long (None: no date)."""

    what: Literal["household_date"] = "household_date"
    household: Id
    field: Literal["ready_from", "urgent_until", "parked_until"]
    on: date | None


class HomeDate(Frozen):
    """A home comes free on another day, can be offered or lived in longer (None: no date)."""

    what: Literal["home_date"] = "home_date"
    unit: Id
    field: Literal["available_from", "available_until", "offer_before"]
    on: date | None


class AcceptMunicipality(Frozen):
    """A household may live in one more municipality: it is required no less than others, and not excluded."""

    what: Literal["accept_municipality"] = "accept_municipality"
    household: Id
    municipality: MunicipalityCode


class RequireMunicipality(Frozen):
    """A household may live in one municipality only (None: wherever it is not excluded)."""

    what: Literal["require_municipality"] = "require_municipality"
    household: Id
    municipality: MunicipalityCode | None


class AcceptForm(Frozen):
    """A household accepts one more housing form, beside those it listed or the policy's default ones."""

    what: Literal["accept_form"] = "accept_form"
    household: Id
    form: Form


class MoreSupport(Frozen):
    """A pool can give more: hours a week (or places), and so many more households."""

    what: Literal["more_support"] = "more_support"
    pool: Id
    amount: Decimal = Field(ge=0, description="Hours a week, or whole places, on top of what there is.")
    households: int = Field(default=0, ge=0, description="On top of the pool's most new households.")


class OneMorePool(Frozen):
    """Support that nobody gives yet: a pool with hours a week (or places) of some kinds, in some municipalities."""

    what: Literal["one_more_pool"] = "one_more_pool"
    pool: SupportPool


class CapChanged(Frozen):
    """A cap of the policy lets another number of placements through."""

    what: Literal["cap"] = "cap"
    cap: Code
    most: int = Field(ge=0)


class EasierNeed(Frozen):
    """A need of a household is less demanding."""

    what: Literal["easier_need"] = "easier_need"
    household: Id
    position: int = Field(ge=0, description="Position among the household's needs.")
    level: SupportLevel
    hours: float | None


class HomeRent(Frozen):
    """A home has another rent, in cents a month."""

    what: Literal["home_rent"] = "home_rent"
    unit: Id
    rent: Cents


class AmountChanged(Frozen):
    """A limit of income or rent in the policy's amounts, in cents (income a year, rent a month)."""

    what: Literal["amount"] = "amount"
    name: str
    cents: Cents


class OneMoreHome(Frozen):
    """One more home on offer; ``like`` names the home it resembles."""

    what: Literal["one_more_home"] = "one_more_home"
    unit: Unit
    like: Id | None = None


class HomeFact(Frozen):
    """Something else that the corporation could say of a home: what it is, for whom, what it can take."""

    what: Literal["home_fact"] = "home_fact"
    unit: Id
    field: Literal[
        "accessibility", "bedrooms", "max_persons", "min_persons", "reserved_for", "not_for", "for_whom",
        "pets_allowed", "excludes_tags", "lift", "on_site_level", "places",
    ]  # fmt: skip
    value: bool | int | Accessibility | str | tuple[Code, ...] | None


class RuleChanged(Frozen):
    """A rule is off, or has other numbers (those named; the others stay)."""

    what: Literal["rule"] = "rule"
    rule: Code
    on: bool = True
    numbers: tuple[tuple[str, Setting], ...] = ()


class PairSaid(Frozen):
    """People pin a household in a home, forbid it, or waive one rule for it."""

    what: Literal["pair"] = "pair"
    household: Id
    unit: Id
    verdict: Verdict
    rule: Code | None = None


Single = (
    HouseholdDate | HomeDate | AcceptMunicipality | RequireMunicipality | AcceptForm | MoreSupport | EasierNeed
    | HomeRent | AmountChanged | OneMoreHome | OneMorePool | HomeFact | RuleChanged | CapChanged | PairSaid
)  # fmt: skip
Change = Annotated[Single, Field(discriminator="what")]
"""One statement."""

KINDS: dict[type[Frozen], ChangeKind] = {
    HouseholdDate: ChangeKind.DATE,
    HomeDate: ChangeKind.DATE,
    AcceptMunicipality: ChangeKind.MUNICIPALITY,
    RequireMunicipality: ChangeKind.MUNICIPALITY,
    AcceptForm: ChangeKind.FORM,
    MoreSupport: ChangeKind.SUPPORT,
    OneMorePool: ChangeKind.SUPPORT,
    EasierNeed: ChangeKind.SUPPORT,
    HomeRent: ChangeKind.RENT,
    AmountChanged: ChangeKind.RENT,
    OneMoreHome: ChangeKind.HOME,
    HomeFact: ChangeKind.HOME,
    RuleChanged: ChangeKind.RULE,
    CapChanged: ChangeKind.RULE,
    PairSaid: ChangeKind.WORD,
}


def kind_of(change: Single) -> ChangeKind:
    """The kind of a change."""
    return KINDS[type(change)]
