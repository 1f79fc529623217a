"""State of the system: what is free, paused, parked or blocked. Never waived."""

from allocator.domain.codes import Unknown
from allocator.locale import N_
from allocator.rules.algebra import Tri, equal
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.sets import within
from allocator.rules.settings import Numbers

_KNOWN = "Never unknown."


@rule(
    "R-901",
    title=N_("Home can be let"),
    basis="Status that the corporation gave.",
    says=N_("This home cannot be let now: {u_status}."),
    reads="u.can_be_let u.status",
    unknown=Unknown.REFUSE,
    unknown_means=_KNOWN,
    waivable=False,
    switchable=False,
)
def can_be_let(_: Households, u: Units, __: Numbers) -> Tri:
    """Free, or occupied by a household of this round that may move out of it."""
    return u.can_be_let


@rule(
    "R-902",
    title=N_("Municipality paused"),
    basis="The municipality takes no part in matching now.",
    says=N_("{u_municipality} takes no part in matching now."),
    reads="u.municipality_paused u.municipality",
    unknown=Unknown.REFUSE,
    unknown_means=_KNOWN,
    waivable=False,
    switchable=False,
)
def municipality_paused(_: Households, u: Units, __: Numbers) -> Tri:
    """The municipality in which the home stands."""
    return ~u.municipality_paused


@rule(
    "R-903",
    title=N_("Corporation paused"),
    basis="The corporation takes no part in matching now.",
    says=N_("Corporation {u_corporation} takes no part in matching now."),
    reads="u.corporation_paused u.corporation",
    unknown=Unknown.REFUSE,
    unknown_means=_KNOWN,
    waivable=False,
    switchable=False,
)
def corporation_paused(_: Households, u: Units, __: Numbers) -> Tri:
    """The corporation that lets the home."""
    return ~u.corporation_paused


@rule(
    "R-904",
    title=N_("Blocked"),
    basis="A person refused or blocked this household in this home before (pairs, verdict forbid).",
    says=N_("This household and this home were blocked before."),
    reads="h.blocked u.id",
    unknown=Unknown.REFUSE,
    unknown_means=_KNOWN,
    waivable=False,
    switchable=False,
)
def blocked(h: Households, u: Units, _: Numbers) -> Tri:
    """The block itself is taken away to lift it."""
    return ~within(u.id, h.blocked)


@rule(
    "R-905",
    title=N_("Parked"),
    basis="Consequence of refused offers, or a pause the household asked for; numbers of the policy (refusals).",
    says=N_("Takes no part now (parked until: {h_parked_until}; offers refused: {h_refused_offers})."),
    reads="h.is_parked h.parked_until h.refused_offers",
    unknown=Unknown.REFUSE,
    unknown_means=_KNOWN,
    waivable=False,
    switchable=False,
)
def parked(h: Households, _: Units, __: Numbers) -> Tri:
    """Parked until after the day of the round, or more offers refused than the policy allows."""
    return ~h.is_parked


@rule(
    "R-906",
    title=N_("A place is free"),
    basis="Nobody is placed where there is no place, whatever the plan.",
    says=N_("No place can come free here in this round for so many persons (places: {u_places})."),
    reads="h.persons u.places u.is_per_person",
    unknown=Unknown.REFUSE,
    unknown_means=_KNOWN,
    waivable=False,
    switchable=False,
)
def place_free(h: Households, u: Units, _: Numbers) -> Tri:
    """Free places and those of all movers; shared rooms take a place per person. The plan counts exactly."""
    return (u.places >= 1) & (~u.is_per_person | (h.persons <= u.places))


@rule(
    "R-907",
    title=N_("Not its own home"),
    basis="A household that moves goes to another home.",
    says=N_("The household lives in this home already."),
    reads="h.current_unit u.id",
    unknown=Unknown.REFUSE,
    unknown_means=_KNOWN,
    waivable=False,
    switchable=False,
)
def not_its_own(h: Households, u: Units, _: Numbers) -> Tri:
    """Placed always means elsewhere."""
    return ~equal(h.current_unit, u.id)
