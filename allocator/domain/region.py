"""The region around the match: municipalities, keys, support capacity, ledger postings, words on pairs."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from allocator.domain.base import Code, Frozen, Id, MunicipalityCode, Sensitivity, column
from allocator.domain.codes import CountUnit, LedgerKind, SupportLevel, Verdict

PERIOD_PATTERN = r"^[0-9]{4}(-H[12]|-Q[1-4])?$"
Period = Annotated[str, Field(pattern=PERIOD_PATTERN)]
"""A year, half-year or quarter: 2026, 2026-H1, 2026-Q4."""

ALL_GROUPS = "all"
"""The ledger group under which every placement counts."""


class Municipality(Frozen):
    """A municipality of the region."""

    code: MunicipalityCode = column("CBS code.")
    name: str = column("Name.", max_length=80)
    paused: bool = column("Takes no part in matching now.", default=False)
    lat: Annotated[float, Field(ge=-90, le=90)] | None = column("Latitude of the centre.", default=None, empty="none")
    lon: Annotated[float, Field(ge=-180, le=180)] | None = column(
        "Longitude of the centre.", default=None, empty="none"
    )
    neighbours: tuple[MunicipalityCode, ...] = column("Neighbouring municipalities in the region.", default=())


class KeyWeight(Frozen):
    """One weight of a distribution key (verdeelsleutel)."""

    key: Code = column("Name of the key.")
    group: Code = column("Ledger group it is for, or ``all``.")
    municipality: MunicipalityCode = column("Municipality.")
    weight: Decimal = column("Weight; only the ratio matters.", ge=0, le=10**12)
    on: date = column("Reference date (peildatum).")
    source: str = column("Where the figure comes from.", max_length=200)


class SupportPool(Frozen):
    """Hours a week, or places, that a provider can still give, by kind, in some municipalities."""

    id: Id = column("Key of the pool.")
    provider: Id = column("Care provider.")
    kinds: tuple[Code, ...] = column("Kinds of support it gives.", min_length=1)
    municipalities: tuple[MunicipalityCode, ...] = column("Municipalities it works in.", min_length=1)
    hours_per_week: float | None = column(
        "Hours a week in all.", default=None, ge=0, le=10**6, unit="hours a week", empty="counts places"
    )
    places: int | None = column("Places in all.", default=None, ge=0, le=10**6, empty="counts hours")
    used: float = column("Hours or places in use now.", default=0.0, ge=0, le=10**6)
    available_from: date | None = column("First day.", default=None, header="from", empty="at once")
    available_until: date | None = column("Last day.", default=None, header="until", empty="no end date")
    max_level: SupportLevel = column("Highest level it can give.", default=SupportLevel.ON_CALL_24H)
    max_households: int | None = column(
        "Most new households in this round.", default=None, ge=0, le=10**6, empty="no limit"
    )


class Posting(Frozen):
    """One line of the fair-share ledger; amounts are signed."""

    period: Period = column("Period the posting belongs to.")
    municipality: MunicipalityCode = column("Municipality.")
    group: Code = column("Ledger group, or ``all``.")
    kind: LedgerKind = column("Kind of posting.")
    amount: Decimal = column("Amount, signed.", ge=-(10**9), le=10**9)
    unit: CountUnit = column("What the amount counts.")
    on: date = column("Date of the posting.")
    counterparty: MunicipalityCode | None = column("The other municipality of a transfer.", default=None, empty="none")
    note: str = column("Short note, no personal data.", default="", max_length=200)


BY_ROUND, BY_DECISION = "round", "decision"
"""Who pins what was accepted in a round when it runs again, and who blocks a home that was refused: the program."""


class PairWord(Frozen):
    """What people said about one household and one unit."""

    household: Id = column("Household.", sensitivity=Sensitivity.PERSONAL)
    unit: Id = column("Unit.")
    verdict: Verdict | None = column("Pin, forbid or waive; empty: only a score.", default=None, empty="only a score")
    rule: Code | None = column("The rule that is waived.", default=None, empty="none")
    score: int | None = column(
        "Replaces the computed suitability points of this pair.",
        default=None,
        ge=0,
        le=1000,
        unit="points",
        empty="computed",
    )
    reason: Code | None = column("Coded reason.", default=None, empty="none", sensitivity=Sensitivity.SPECIAL)
    by: str | None = column("Who said so (a function or pseudonym).", default=None, max_length=80, empty="none")
