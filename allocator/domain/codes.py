"""Closed lists of codes. Lists that a council may change (urgency, groups, tags) live in the policy."""

from enum import IntEnum, StrEnum


class Form(StrEnum):
    """Housing form (woonvorm)."""

    REGULAR = "regular"
    FLEX = "flex"
    TINY_HOUSE = "tiny_house"
    CONTAINER = "container"
    ROOM = "room"
    LODGING = "lodging"
    GROUP_HOME = "group_home"
    SHARED_ROOMS = "shared_rooms"
    SKAEVE_HUSE = "skaeve_huse"
    SHELTER_PLACE = "shelter_place"
    SUPPORTED_PLACE = "supported_place"


SHARED_FORMS = frozenset({Form.GROUP_HOME, Form.SHARED_ROOMS})
"""Homes in which several households live; places are counted."""

NOT_SELF_CONTAINED = frozenset(
    {Form.ROOM, Form.LODGING, Form.GROUP_HOME, Form.SHARED_ROOMS, Form.SHELTER_PLACE, Form.SUPPORTED_PLACE}
)
"""Forms that share a kitchen, bath or entrance unless the unit says otherwise."""

UNCONVENTIONAL_FORMS = frozenset(
    {Form.FLEX, Form.TINY_HOUSE, Form.CONTAINER, Form.LODGING, Form.SHARED_ROOMS, Form.SKAEVE_HUSE}
)
"""Forms counted as unconventional housing in the figures."""


class UnitStatus(StrEnum):
    """Whether a unit can be let now (VERA EENHEIDSTATUS in our words)."""

    FREE = "free"
    OCCUPIED = "occupied"
    RESERVED = "reserved"
    UNDER_REPAIR = "under_repair"
    WITHDRAWN = "withdrawn"


class OffList(StrEnum):
    """Why a corporation takes a home off the list."""

    LET_OTHERWISE = "let_otherwise"
    UNDER_REPAIR = "under_repair"
    SOLD = "sold"
    MISTAKE = "mistake"
    OTHER = "other"


class Contract(StrEnum):
    """Contract type; in comments the VERA OVEREENKOMSTDETAILSOORT."""

    INDEFINITE = "indefinite"  # ONB
    FIXED_TERM = "fixed_term"  # TIJ
    FLEX = "flex"  # FLE
    YOUTH = "youth"  # JON
    PER_ROOM = "per_room"  # KAM
    CAMPUS = "campus"  # CAM
    FREE_SECTOR = "free_sector"  # no VERA code: FRI is a friends contract
    MID_RENT = "mid_rent"  # no VERA code: MID is midstay
    LOAN = "loan"  # bruikleen
    FLIP = "flip"  # omklapcontract, PUBLICATIEDETAILMODEL.OMK


class ForWhom(StrEnum):
    """For whom a home is meant."""

    ANY = "any"
    WOMEN = "women"
    MEN = "men"
    FAMILY = "family"


class Sex(StrEnum):
    """Sex of the adults, only where a home asks; ``mixed`` for adults of both sexes."""

    FEMALE = "female"
    MALE = "male"
    MIXED = "mixed"
    OTHER = "other"


class Accessibility(StrEnum):
    """Accessibility of a home or need of a household; wheelchair covers walker covers step-free."""

    NONE = "none"
    STEP_FREE = "step_free"
    WALKER = "walker"
    WHEELCHAIR = "wheelchair"

    @property
    def rank(self) -> int:
        """0 (none) to 3 (wheelchair)."""
        return _ACCESSIBILITY_RANK[self]


class SupportLevel(StrEnum):
    """Ordinal level of support, also of what is present on site."""

    NONE = "none"
    LIGHT = "light"
    INTENSIVE = "intensive"
    ON_CALL_24H = "on_call_24h"
    ON_SITE_24H = "on_site_24h"

    @property
    def rank(self) -> int:
        """0 (none) to 4 (on site, day and night)."""
        return _SUPPORT_RANK[self]


_ACCESSIBILITY_RANK = {one: rank for rank, one in enumerate(Accessibility)}
_SUPPORT_RANK = {one: rank for rank, one in enumerate(SupportLevel)}


class Situation(StrEnum):
    """Where the household stays now (ETHOS Light; 7 is the Dutch addition)."""

    ROUGH = "rough"
    EMERGENCY_SHELTER = "emergency_shelter"
    SHELTER = "shelter"
    INSTITUTION = "institution"
    NON_CONVENTIONAL = "non_conventional"
    WITH_OTHERS = "with_others"
    EVICTION_THREAT = "eviction_threat"
    HOUSED = "housed"


SHELTER_SITUATIONS = frozenset({Situation.EMERGENCY_SHELTER, Situation.SHELTER})
"""Situations that take up a shelter place."""


class Verdict(StrEnum):
    """What people said about one pair."""

    PIN = "pin"
    FORBID = "forbid"
    WAIVE = "waive"


class LedgerKind(StrEnum):
    """Kind of a ledger posting."""

    OPENING = "opening"
    QUOTA = "quota"
    COMMITTED = "committed"
    PLACED = "placed"
    TRANSFER = "transfer"
    REVISION = "revision"
    EXCUSED = "excused"
    CORRECTION = "correction"
    CARRY_OVER = "carry_over"


class CountUnit(StrEnum):
    """What is counted."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"


class Norm(StrEnum):
    """How deviations from the fair share are weighed against each other."""

    EVEN = "even"
    WORST_FIRST = "worst_first"
    TOTAL = "total"


class StageName(StrEnum):
    """The aims, in default order."""

    URGENCY = "urgency"
    ORIGIN = "origin"
    BALANCE = "balance"
    WAITING = "waiting"
    SUITABILITY = "suitability"
    STABILITY = "stability"
    LOTTERY = "lottery"


class Status(StrEnum):
    """How sure a stage value is."""

    PROVEN = "proven"
    PROVEN_GIVEN = "proven_given"
    FEASIBLE = "feasible"
    NOT_REACHED = "not_reached"


class Unknown(IntEnum):
    """What a rule does with a fact that is not known."""

    ALLOW = 0
    ASK = 1
    REFUSE = 2
