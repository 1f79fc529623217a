"""Policy: every number and choice a council may change, dated and versioned."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from allocator.domain.base import Cents, Code, Frozen, Id, MunicipalityCode
from allocator.domain.codes import Contract, CountUnit, Form, Norm, StageName, SupportLevel
from allocator.domain.region import ALL_GROUPS
from allocator.domain.workflow import Workflow

Number = int | float
Setting = bool | Number | str | tuple[str, ...] | tuple[int, ...]


class Label(Frozen):
    """A code of a list in the policy, with what people read on screen."""

    code: Code
    nl: str = Field(max_length=80, description="Dutch label.")
    en: str = Field(max_length=80, description="English label.")


class RuleSetting(Frozen):
    """Whether a rule holds, from when to when, and its numbers."""

    on: bool = True
    valid_from: date | None = None
    valid_until: date | None = None
    numbers: dict[str, Setting] = Field(default={}, description="Values of the rule's named parameters.")


class Amounts(Frozen):
    """National amounts of one calendar year, in cents; source and status stand in the parameter file."""

    year: int
    daeb_income_single: Cents = Field(description="DAEB income limit, one person (a year).")
    daeb_income_multi: Cents = Field(description="DAEB income limit, more persons (a year).")
    daeb_rent_limit: Cents = Field(description="Liberalisation threshold (a month).")
    fit_income_single: Cents = Field(description="Passend toewijzen, one person (a year).")
    fit_income_multi: Cents = Field(description="Passend toewijzen, more persons (a year).")
    fit_income_single_elderly: Cents = Field(description="Passend toewijzen, one elderly person (a year).")
    fit_income_multi_elderly: Cents = Field(description="Passend toewijzen, elderly household (a year).")
    cap_low: Cents = Field(description="Rent capping threshold, 1 or 2 persons (a month).")
    cap_high: Cents = Field(description="Rent capping threshold, 3 or more persons (a month).")
    quality_limit: Cents = Field(description="Kwaliteitskortingsgrens, limit for the youngest (a month).")
    pension_age: int = Field(description="Age from which a household counts as elderly.")


class Stage(Frozen):
    """One aim with the tolerance that only the next stage may use."""

    name: StageName
    on: bool = True
    tolerance: int = Field(default=0, ge=0, description="Absolute, in the stage's unit.")


class Dimension(Frozen):
    """One dimension of balance: which placements count, in what unit, under which ledger group."""

    name: Code
    group: Code = Field(default=ALL_GROUPS, description="Ledger group of quota and postings; also selects.")
    min_level: SupportLevel = Field(
        default=SupportLevel.NONE, description="Only households with a need of this level or higher."
    )
    unit: CountUnit = CountUnit.HOUSEHOLDS
    norm: Norm | None = Field(default=None, description="Norm of this dimension; empty: the policy's norm.")
    regional_quota: int | None = Field(
        default=None, ge=0, description="Quota of the region in the whole period, divided by the key."
    )
    statutory: bool = Field(default=False, description="A statutory target: carried whole, no decay, no cap.")


class CarryOver(Frozen):
    """What of a balance goes along into the next period, for our own quotas."""

    kept: Decimal = Field(default=Decimal(1), ge=0, le=1, description="Part that is kept (1: all of it).")
    most: int | None = Field(default=None, ge=0, description="Most that is carried, behind or ahead.")


class KeyMix(Frozen):
    """Shares of a dimension: a convex mix of keys."""

    key: Code
    part: Decimal = Field(default=Decimal(1), gt=0, le=1)


class Waiting(Frozen):
    """How waiting days are counted."""

    count_from: Annotated[str, Field(pattern="^(ready|registered)$")] = "ready"
    cap_days: int = Field(default=1095, ge=1, le=20000)
    flag_after_days: int = Field(default=91, ge=1, description="Thirteen weeks, covenant of 2018.")


class Cap(Frozen):
    """At most so many placements in this plan, of those that match every stated field."""

    id: Code
    most: int = Field(ge=0)
    municipality: MunicipalityCode | None = None
    corporation: Id | None = None
    group: Code | None = Field(default=None, description="Any of the household's target groups.")
    min_level: SupportLevel = SupportLevel.NONE
    forms: tuple[Form, ...] = ()


class SuitabilityPoints(Frozen):
    """Points of a pair, 0 to 1000 in all; each part has a name."""

    no_spare_bedroom: int = Field(default=400, ge=0, le=1000)
    per_spare_bedroom: int = Field(default=200, ge=0, le=1000, description="Taken off for each spare bedroom.")
    origin: int = Field(default=150, ge=0, le=1000, description="Municipality of origin.")
    preferred: int = Field(default=150, ge=0, le=1000, description="A municipality the household prefers.")
    affordable: int = Field(default=200, ge=0, le=1000, description="Rent at or under the capping threshold.")
    accessibility_not_wasted: int = Field(
        default=100, ge=0, le=1000, description="No adapted home for who does not need it."
    )


class Support(Frozen):
    """How needs for support are met."""

    default_hours: dict[SupportLevel, Annotated[float, Field(ge=0, le=168)]] = Field(
        default={
            SupportLevel.NONE: 0,
            SupportLevel.LIGHT: 2,
            SupportLevel.INTENSIVE: 6,
            SupportLevel.ON_CALL_24H: 10,
            SupportLevel.ON_SITE_24H: 0,
        },
        description="Hours a week of a need whose hours are not known.",
    )
    start_window_days: int = Field(default=28, ge=0, description="A pool must be there within so many days.")
    min_days: int = Field(default=91, ge=0, description="A pool must last at least so many days.")


class Refusals(Frozen):
    """Consequences of refusing offers."""

    most: int | None = Field(default=2, ge=0, description="More refusals than this: the household is parked.")


class Retention(Frozen):
    """How long facts about people are kept after the last thing that happened to them."""

    case_days: int = Field(default=1826, ge=1, le=36525, description="Facts of a household: five years.")
    contact_days: int = Field(default=91, ge=1, le=3652, description="Contact data: thirteen weeks.")


class Policy(Frozen):
    """All numbers and choices of one version of the policy."""

    name: str = Field(max_length=120)
    version: Code
    valid_from: date
    urgency: tuple[Label, ...] = Field(min_length=1, description="Urgency classes, the most urgent first.")
    groups: tuple[Label, ...] = Field(default=(), description="Priority groups (VERA codes where they exist).")
    house_tags: tuple[Label, ...] = Field(default=(), description="Codes on living together.")
    tag_conflicts: tuple[tuple[Code, Code], ...] = Field(
        default=(), description="Pairs of codes that cannot live in one shared home."
    )
    support_kinds: tuple[Label, ...] = Field(default=(), description="Kinds of support.")
    reasons: tuple[Label, ...] = Field(default=(), description="Coded reasons for words on pairs.")
    default_forms: tuple[Form, ...] = (Form.REGULAR, Form.FLEX, Form.TINY_HOUSE, Form.CONTAINER)
    contract_groups: dict[Contract, tuple[Code, ...]] = Field(
        default={}, description="Contracts that are only for these priority groups."
    )
    rules: dict[Code, RuleSetting] = Field(default={}, description="Per rule number; absent: on, as delivered.")
    amounts: Amounts
    stages: tuple[Stage, ...] = Field(default=tuple(Stage(name=n) for n in StageName))
    norm: Norm = Norm.EVEN
    dimensions: tuple[Dimension, ...] = (Dimension(name=ALL_GROUPS),)
    keys: dict[Code, tuple[KeyMix, ...]] = Field(
        default={}, description="Per ledger group the mix of keys; ``all`` serves groups without one."
    )
    carry_over: CarryOver = CarryOver()
    waiting: Waiting = Waiting()
    suitability: SuitabilityPoints = SuitabilityPoints()
    caps: tuple[Cap, ...] = ()
    support: Support = Support()
    refusals: Refusals = Refusals()
    workflow: Workflow = Field(
        default=Workflow(),
        exclude_if=lambda said: said == Workflow(),
        description="Terms, skipped steps, reasons and their consequences; absent: as delivered.",
    )
    retention: Retention = Field(
        default=Retention(),
        exclude_if=lambda said: said == Retention(),
        description="How long facts about people are kept; absent: as delivered.",
    )
    id_patterns: dict[str, str] = Field(
        default={}, description="Pattern of an id column (file.column) whose numbers are known not to be BSNs."
    )

    @property
    def urgency_codes(self) -> tuple[str, ...]:
        """Urgency codes, the most urgent first."""
        return tuple(label.code for label in self.urgency)

    def norm_of(self, dimension: Dimension) -> Norm:
        """The norm under which a dimension is balanced."""
        return dimension.norm or self.norm
