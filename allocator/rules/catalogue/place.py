"""Place: municipalities, safety zones, people who are kept apart."""

from allocator.domain.codes import Unknown
from allocator.locale import N_
from allocator.rules.algebra import Tri
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.sets import empty, within
from allocator.rules.settings import Numbers


@rule(
    "R-501",
    title=N_("Required municipality"),
    basis="Choice or trajectory of the household.",
    says=N_("This home stands in {u_municipality}; the household must live in {h_required}."),
    reads="h.required u.municipality",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown: an empty list means every municipality.",
)
def required_municipality(h: Households, u: Units, _: Numbers) -> Tri:
    """One of the municipalities required, if any."""
    return empty(h.required) | within(u.municipality, h.required)


@rule(
    "R-502",
    title=N_("Excluded municipality"),
    basis="Choice or trajectory of the household.",
    says=N_("This home stands in {u_municipality}, where the household must not live."),
    reads="h.excluded u.municipality",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown: an empty list excludes none.",
)
def excluded_municipality(h: Households, u: Units, _: Numbers) -> Tri:
    """None of the municipalities excluded."""
    return ~within(u.municipality, h.excluded)


@rule(
    "R-503",
    title=N_("Outside the safety zone"),
    basis="Safety of the household; never waived, never switched off.",
    says=N_("This home (postcode {u_postcode}) stands in the safety zone of the household."),
    reads="h.safety_zone u.postcode u.postcode_area",
    unknown=Unknown.REFUSE,
    unknown_means="A home whose postcode is not known is refused to who has a safety zone: safety comes first.",
    waivable=False,
    switchable=False,
)
def outside_safety_zone(h: Households, u: Units, _: Numbers) -> Tri:
    """Neither the whole postcode nor its four digits are in the zone."""
    return ~(within(u.postcode, h.safety_zone) | within(u.postcode_area, h.safety_zone))


@rule(
    "R-504",
    title=N_("Kept apart"),
    basis="Safety of both; never waived, never switched off.",
    says=N_("In this home or complex somebody lives from whom the household is kept apart."),
    reads="h.avoid u.id u.complex",
    unknown=Unknown.REFUSE,
    unknown_means="Never unknown.",
    waivable=False,
    switchable=False,
)
def kept_apart(h: Households, u: Units, _: Numbers) -> Tri:
    """From occupants; two households of the round are kept apart by the plan."""
    return ~(within(u.id, h.avoid) | within(u.complex, h.avoid))
