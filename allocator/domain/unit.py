"""Units on offer, the people who already live there, complexes and corporations."""

from collections.abc import Container
from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from allocator.domain.base import BagId, Cents, Code, Frozen, Id, MunicipalityCode, Postcode, Sensitivity, column
from allocator.domain.codes import (
    NOT_SELF_CONTAINED,
    SHARED_FORMS,
    Accessibility,
    Contract,
    Form,
    ForWhom,
    Sex,
    SupportLevel,
    UnitStatus,
)

_SPECIAL = Sensitivity.SPECIAL


def _defaults_by_form(data: Any) -> Any:
    """Fill what the form decides and the sender left out; a stated unknown stays unknown."""
    if not isinstance(data, dict):
        return data
    form = data.get("form") or Form.REGULAR
    filled = {"self_contained": form not in NOT_SELF_CONTAINED, "counts_as_home": form != Form.SHELTER_PLACE}
    filled |= data
    filled.setdefault("counts_for_rent_benefit", filled["self_contained"])
    return filled


class Unit(Frozen):
    """A home, room or place offered by a corporation in a municipality."""

    id: Id = column("Key of the unit at the corporation.")
    municipality: MunicipalityCode = column("Municipality in which the unit stands.")
    bedrooms: int = column("Number of bedrooms.", ge=0, le=20)
    corporation: Id | None = column("Corporation that lets the unit.", default=None, empty="none")
    form: Form = column("Housing form.", default=Form.REGULAR)
    status: UnitStatus = column("Whether it can be let now.", default=UnitStatus.FREE)
    places: int = column(
        "Places free now (group home: households; shared rooms: persons; otherwise 1).", default=1, ge=0, le=500
    )
    max_persons: int | None = column(
        "Most persons that may live here, occupants included.",
        default=None,
        ge=1,
        le=500,
        unit="persons",
        may_be_unknown=True,
        empty="no limit given",
    )
    area_m2: float | None = column(
        "Usable floor area (gebruiksoppervlakte).", default=None, gt=0, le=2000, unit="m2", may_be_unknown=True
    )
    rent: Cents | None = column(
        "Calculation rent (rekenhuur) a month.",
        default=None,
        header="rent_eur",
        unit="cents a month",
        may_be_unknown=True,
    )
    self_contained: bool | None = column(
        "Own entrance, kitchen and toilet.", default=True, may_be_unknown=True, empty="as usual for the form"
    )
    counts_for_rent_benefit: bool | None = column(
        "Whether a tenant can get rent benefit.", default=True, may_be_unknown=True, empty="as self_contained"
    )
    daeb: bool | None = column("Let as a service of general economic interest.", default=True, may_be_unknown=True)
    accessibility: Accessibility | None = column(
        "Accessibility of the home.", default=Accessibility.NONE, may_be_unknown=True
    )
    floor: int | None = column(
        "Floor of the entrance; 0 is the ground.", default=None, ge=-2, le=80, may_be_unknown=True
    )
    lift: bool | None = column("Whether a lift reaches the entrance.", default=None, may_be_unknown=True)
    contract: Contract | None = column("Contract type.", default=Contract.INDEFINITE, may_be_unknown=True)
    available_from: date | None = column("First day on which it can be let.", default=None, may_be_unknown=True)
    available_until: date | None = column(
        "Last day of the contract or of the location.", default=None, may_be_unknown=True, empty="no end date"
    )
    offer_before: date | None = column(
        "Last day on which an offer can be made.", default=None, may_be_unknown=True, empty="no end date"
    )
    turnaround_days: int = column(
        "Days between one tenant leaving and the next moving in.", default=0, ge=0, le=365, unit="days"
    )
    reserved_for: tuple[Code, ...] = column("Only for these priority groups; empty: all.", default=())
    not_for: tuple[Code, ...] = column("Not for these priority groups.", default=())
    min_persons: int = column("Fewest persons of a household.", default=1, ge=1, le=20, unit="persons")
    for_whom: ForWhom = column("For whom the home is meant.", default=ForWhom.ANY)
    excludes_tags: tuple[Code, ...] = column("Codes on living together that this home cannot take.", default=())
    pets_allowed: bool | None = column("Whether pets are allowed.", default=None, may_be_unknown=True)
    on_site_level: SupportLevel = column("Support present on site.", default=SupportLevel.NONE)
    complex: Id | None = column("Complex the unit belongs to.", default=None, empty="none")
    postcode: Postcode | None = column("Postcode without space.", default=None, may_be_unknown=True)
    bag_id: BagId | None = column("BAG identification of the address.", default=None, empty="none")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = column("Latitude (WGS84).", default=None, may_be_unknown=True)
    lon: Annotated[float, Field(ge=-180, le=180)] | None = column(
        "Longitude (WGS84).", default=None, may_be_unknown=True
    )
    counts_as_home: bool = column(
        "Whether moving in ends homelessness.", default=True, empty="yes, except a shelter place"
    )
    counts_for_share: bool = column("Whether it counts for the fair share.", default=True)

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        return _defaults_by_form(data)

    @property
    def is_shared(self) -> bool:
        """Several households live here, each with a place of its own."""
        return self.form in SHARED_FORMS

    @property
    def is_shelter(self) -> bool:
        """A place in a shelter, not a home."""
        return self.form == Form.SHELTER_PLACE


class Occupant(Frozen):
    """People who already live in a shared home or complex and are not on the list of households."""

    id: Id | None = column("Key, only needed where somebody must be kept apart.", default=None, empty="none")
    home: Id = column("The unit or complex they live in.", sensitivity=Sensitivity.PERSONAL)
    persons: int = column("Number of people.", ge=1, le=500, unit="persons", sensitivity=Sensitivity.PERSONAL)
    target_groups: tuple[Code, ...] = column("Priority groups.", default=(), sensitivity=_SPECIAL)
    support_level: SupportLevel = column("Level of support.", default=SupportLevel.NONE, sensitivity=_SPECIAL)
    house_tags: tuple[Code, ...] = column("Codes on living together.", default=(), sensitivity=_SPECIAL)
    sex: Sex | None = column("Sex.", default=None, may_be_unknown=True, sensitivity=Sensitivity.PERSONAL)


MOVES_ON = "@"
"""Between the pseudonym and the home in the key of an occupant who is also a household of the round."""


def moves_on(household: str, home: str) -> str:
    """Key of who lives in a shared home and wants to move on: as occupant and as household it has two keys."""
    return f"{household}{MOVES_ON}{home}"[:64]


def whose(key: str, known: Container[str]) -> str:
    """The household behind the key of an occupant."""
    household, mark, _ = key.rpartition(MOVES_ON)
    return household if mark and key not in known and household in known else key


class Complex(Frozen):
    """A building or site with several homes."""

    id: Id = column("Key of the complex.")
    municipality: MunicipalityCode = column("Municipality in which it stands.")
    homes: int = column("Number of homes in the complex.", ge=1, le=5000)
    max_intensive: int | None = column(
        "Most households with intensive support or more, occupants included.",
        default=None,
        ge=0,
        le=5000,
        empty="no limit",
    )
    max_share_per_group: float | None = column(
        "Largest share (0 to 1) of the homes for one priority group, occupants included, rounded down.",
        default=None,
        ge=0,
        le=1,
        empty="no limit",
    )


class Corporation(Frozen):
    """A housing corporation and its standing on appropriate allocation (passend toewijzen)."""

    id: Id = column("Key of the corporation.")
    name: str = column("Name of the corporation.", max_length=120)
    counted_so_far: int = column("Lettings this year that count for the 95 % norm.", default=0, ge=0)
    unfit_so_far: int = column("Of those, with a rent above the threshold.", default=0, ge=0)
    unfit_allowed_now: int = column("Unfit lettings allowed in this round.", default=0, ge=0)
