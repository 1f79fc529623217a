"""What generated regions are made of: `assumptions.toml`, checked while reading."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

from pydantic import Field

from allocator.domain.base import Frozen
from allocator.domain.codes import Accessibility, Contract, Form, ForWhom, Situation, SupportLevel, UnitStatus
from allocator.generate.draw import Points

Weights = dict[str, float]


class Sourced(Frozen):
    """A table of the file, with where its figures come from."""

    source: str


class Place(Frozen):
    """A municipality with what is drawn from it."""

    code: str
    name: str
    inhabitants: int
    lat: float
    lon: float
    neighbours: tuple[str, ...]
    postcodes: tuple[str, ...]


class Ten(Sourced):
    """The ten municipalities of the region."""

    on: date
    municipality: tuple[Place, ...]


class Country(Sourced):
    """A made-up country on a grid."""

    on: date
    columns: int
    rows: int
    latitudes: tuple[float, float]
    longitudes: tuple[float, float]
    inhabitants: Points


class People(Sourced):
    """What holds for all households."""

    children: dict[int, float]
    hub_factor: float
    origin_unknown: float
    second_group: float
    third_group: float
    registered_before_ready: Points
    ready_days: Points
    urgent_days: Points
    urgent_has_end: float
    income_single: Points
    income_more: Points
    child_age: Points
    expecting: float
    required: float
    required_with_neighbours: float
    preferred: float
    excluded: float
    zone_municipality: float
    pets: float
    refused: dict[int, float]
    parked: float
    only_regular: float
    default_forms: float
    accepts: dict[Form, float]
    tags: dict[int, float]
    accessibility: dict[Accessibility, float]
    accessibility_old: dict[Accessibility, float]
    old_from: int
    care: dict[SupportLevel, float]
    second_need: float
    third_need: float
    same_provider: float
    start_by: float
    start_by_days: Points


class Unknown(Sourced):
    """How often a fact is not known."""

    child_ages: float
    expecting: float
    age: float
    sex: float
    target_groups: float
    situation: float
    shelter_care_needed: float
    ready_from: float
    income: float
    accessibility: float
    house_tags: float
    pets: float
    hours: float
    area: float
    rent: float
    floor: float
    lift: float
    unit_accessibility: float
    max_persons: float
    pets_allowed: float


class Group(Frozen):
    """Households of one priority group."""

    weight: float
    kinds: Weights
    men: float
    age: Points
    urgency: Weights
    situation: dict[Situation, float]
    level: dict[SupportLevel, float]
    support: Weights


class FormFacts(Frozen):
    """Homes of one form."""

    weight: float
    bedrooms: dict[int, float]
    area: Points
    area_more: Points
    rent: Points
    rent_more: Points
    contract: dict[Contract, float]
    floor: dict[int, float]
    lift: float
    accessibility: dict[Accessibility, float]
    accepts_pets: float
    years_left: Points | None = None
    places: dict[int, float] = Field(default={1: 1.0})
    residents: dict[int, float] = Field(default={0: 1.0})
    on_site: dict[SupportLevel, float] = Field(default={SupportLevel.NONE: 1.0})


class Homes(Sourced):
    """What holds for all homes, complexes and corporations."""

    uneven: Points
    status: dict[UnitStatus, float]
    occupied: float
    available_days: Points
    offer_before: float
    offer_days: Points
    turnaround_days: Points
    reserved: float
    not_for: float
    not_daeb: float
    min_persons: dict[int, dict[int, float]]
    for_whom_shared: dict[ForWhom, float]
    for_whom: dict[ForWhom, float]
    excludes_tag_shared: float
    in_complex: float
    homes_per_complex: int
    complex_homes: Points
    max_intensive_part: Points
    max_share_per_group: Points
    has_limits: float
    resident_known: float
    unfit_so_far: Points
    counted_so_far: Points
    unfit_allowed: dict[int, float]
    corporation_works_in: dict[int, float]
    per_corporation: float


class SupportFacts(Sourced):
    """What providers can still give."""

    providers_per_million: float
    least_providers: int
    works_in: dict[int, float]
    covers: float
    used: Points
    counts_places: float
    two_kinds: float
    light_only: float
    starts_later: float
    ends_soon: float
    few_households: float


class LedgerFacts(Sourced):
    """Where the municipalities stand."""

    quota_factor: float
    weeks: int
    done: Points
    committed: Points
    carried: Points


class Words(Sourced):
    """What people said about pairs."""

    pins: float
    forbids: float
    scores: float
    waivers: float
    apart: float
    apart_ends: float
    previous: float


class Names(Sourced):
    """Organisations that do not exist."""

    corporations: tuple[str, ...]
    providers: tuple[str, ...]


class Assumptions(Frozen):
    """All of it."""

    ten: Ten
    country: Country
    people: People
    unknown: Unknown
    groups: dict[str, Group]
    hours: dict[SupportLevel, Points]
    homes: Homes
    forms: dict[Form, FormFacts]
    support: SupportFacts
    ledger: LedgerFacts
    words: Words
    names: Names


@cache
def assumptions() -> Assumptions:
    """The assumptions that come with the program."""
    data = tomllib.loads((resources.files(__package__) / "assumptions.toml").read_text(encoding="utf-8"))
    for table in ("groups", "hours"):
        del data[table]["source"]
    return Assumptions(**data)
