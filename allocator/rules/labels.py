"""Words for codes that this program defines; codes of the policy carry their own labels."""

from datetime import date
from enum import StrEnum

from allocator.domain.codes import (
    Accessibility,
    Contract,
    Form,
    ForWhom,
    OffList,
    Sex,
    Situation,
    StageName,
    SupportLevel,
    UnitStatus,
)
from allocator.domain.sentence import Choice, Money, Other, Term, Value
from allocator.locale import N_

LABELS: dict[type[StrEnum], dict[str, str]] = {
    Form: {
        Form.REGULAR: N_("regular home"),
        Form.FLEX: N_("flexible home"),
        Form.TINY_HOUSE: N_("tiny house"),
        Form.CONTAINER: N_("container home"),
        Form.ROOM: N_("room"),
        Form.LODGING: N_("room with a live-in landlord"),
        Form.GROUP_HOME: N_("group home"),
        Form.SHARED_ROOMS: N_("shared rooms"),
        Form.SKAEVE_HUSE: N_("skaeve huse"),
        Form.SHELTER_PLACE: N_("shelter place"),
        Form.SUPPORTED_PLACE: N_("supported place"),
    },
    UnitStatus: {
        UnitStatus.FREE: N_("free"),
        UnitStatus.OCCUPIED: N_("occupied"),
        UnitStatus.RESERVED: N_("reserved"),
        UnitStatus.UNDER_REPAIR: N_("under repair"),
        UnitStatus.WITHDRAWN: N_("withdrawn"),
    },
    Contract: {
        Contract.INDEFINITE: N_("indefinite contract"),
        Contract.FIXED_TERM: N_("fixed-term contract"),
        Contract.FLEX: N_("flexible contract"),
        Contract.YOUTH: N_("youth contract"),
        Contract.PER_ROOM: N_("contract for a room"),
        Contract.CAMPUS: N_("campus contract"),
        Contract.FREE_SECTOR: N_("free-sector contract"),
        Contract.MID_RENT: N_("mid-rent contract"),
        Contract.LOAN: N_("loan for use"),
        Contract.FLIP: N_("flip lease"),
    },
    ForWhom: {
        ForWhom.ANY: N_("anyone"),
        ForWhom.WOMEN: N_("women"),
        ForWhom.MEN: N_("men"),
        ForWhom.FAMILY: N_("families"),
    },
    Sex: {
        Sex.FEMALE: N_("female"),
        Sex.MALE: N_("male"),
        Sex.MIXED: N_("adults of both sexes"),
        Sex.OTHER: N_("other"),
    },
    OffList: {
        OffList.LET_OTHERWISE: N_("let to somebody else"),
        OffList.UNDER_REPAIR: N_("is being repaired"),
        OffList.SOLD: N_("sold or pulled down"),
        OffList.MISTAKE: N_("stood on the list by mistake"),
        OffList.OTHER: N_("another reason"),
    },
    Accessibility: {
        Accessibility.NONE: N_("no adaptation"),
        Accessibility.STEP_FREE: N_("step-free"),
        Accessibility.WALKER: N_("fit for a walker"),
        Accessibility.WHEELCHAIR: N_("fit for a wheelchair"),
    },
    SupportLevel: {
        SupportLevel.NONE: N_("no support"),
        SupportLevel.LIGHT: N_("light support"),
        SupportLevel.INTENSIVE: N_("intensive support"),
        SupportLevel.ON_CALL_24H: N_("support on call, day and night"),
        SupportLevel.ON_SITE_24H: N_("support on site, day and night"),
    },
    Situation: {
        Situation.ROUGH: N_("sleeps outside"),
        Situation.EMERGENCY_SHELTER: N_("emergency shelter"),
        Situation.SHELTER: N_("shelter"),
        Situation.INSTITUTION: N_("institution"),
        Situation.NON_CONVENTIONAL: N_("non-conventional dwelling"),
        Situation.WITH_OTHERS: N_("stays with others"),
        Situation.EVICTION_THREAT: N_("about to be evicted"),
        Situation.HOUSED: N_("has a home"),
    },
}

STAGES: dict[StageName, str] = {
    StageName.URGENCY: N_("Urgency"),
    StageName.ORIGIN: N_("Municipality of origin"),
    StageName.BALANCE: N_("Fair share"),
    StageName.WAITING: N_("Waiting time"),
    StageName.SUITABILITY: N_("Suitable homes"),
    StageName.STABILITY: N_("As in the previous proposal"),
    StageName.LOTTERY: N_("Lottery"),
}
"""What the aims are called."""

YES, NO = N_("yes"), N_("no")
NOTHING = N_("none")
NOT_KNOWN = N_("not known")


def term(code: StrEnum) -> Term:
    """The label of a code that this program defines."""
    return Term(LABELS[type(code)][code])


def show(value: object) -> Value:
    """A value as a sentence shows it: codes by their label, None as not known, an empty list as none."""
    if value is None:
        return Term(NOT_KNOWN)
    if isinstance(value, bool):
        return Term(YES if value else NO)
    if isinstance(value, StrEnum):
        return term(value)
    if isinstance(value, tuple | frozenset | set):
        return tuple(show(v) for v in sorted(value)) if value else Term(NOTHING)
    if isinstance(value, str | int | float | date | Money | Term | Choice | Other):
        return value
    raise TypeError(f"A sentence cannot show {value!r}.")
