"""Dates. The moment of a home is the day on which it can be moved into."""

from allocator.domain.codes import Unknown
from allocator.locale import N_
from allocator.rules.algebra import Tri
from allocator.rules.features.household import NO_END, Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.settings import Numbers

_MOMENT = "An occupied home without a date is asked when it comes free, unless any day would do."


@rule(
    "R-601",
    title=N_("Ready when the home is"),
    basis="Shelter and home pass on without standing empty; number of the policy.",
    says=N_("The household is ready from {h_ready_from}; the home is free on {u_earliest}."),
    reads="h.ready_from u.moment u.earliest",
    unknown_means="The day on which the household is ready is asked. " + _MOMENT,
    numbers={"window_days": 14},
)
def ready_in_time(h: Households, u: Units, n: Numbers) -> Tri:
    """Ready at most `window_days` after the home is free."""
    window = n.whole("window_days")
    return (h.ready_from <= u.earliest + window) | (h.ready_from <= u.moment + window)


@rule(
    "R-602",
    title=N_("Urgency still valid"),
    basis="Term of the urgency decision (local housing bylaw).",
    says=N_("The urgency is valid until {h_urgent_until}; the home is free on {u_earliest}."),
    reads="h.urgent_until u.moment u.earliest",
    unknown_means="An urgency without an end date is valid. " + _MOMENT,
)
def urgency_valid(h: Households, u: Units, n: Numbers) -> Tri:
    """Valid on the day of the round and on the day the home is free."""
    endless = h.urgent_until >= NO_END.toordinal()
    return endless | ((h.urgent_until >= n.today) & (h.urgent_until >= u.earliest) & (h.urgent_until >= u.moment))


@rule(
    "R-603",
    title=N_("Offer still possible"),
    basis="Last day for an offer, set by the corporation.",
    says=N_("An offer of this home was possible until {u_offer_before}."),
    reads="u.offer_before",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown: without a last day an offer is possible.",
)
def offer_possible(_: Households, u: Units, n: Numbers) -> Tri:
    """The last day itself is still in time."""
    return u.offer_before >= n.today


@rule(
    "R-604",
    title=N_("Long enough"),
    basis="A home of one's own lasts; number of the policy. Shelters are temporary by nature.",
    says=N_(
        "The home is free on {u_earliest} and ends on {u_available_until}; a stay must last {n_min_stay_days} days."
    ),
    reads="u.available_until u.moment u.earliest u.counts_as_home",
    unknown_means="A home without an end date lasts. " + _MOMENT,
    numbers={"min_stay_days": 180},
)
def long_enough(_: Households, u: Units, n: Numbers) -> Tri:
    """From the day it is free until the end of the contract or the location."""
    stay = n.whole("min_stay_days")
    endless = u.available_until >= NO_END.toordinal()
    lasts = (u.available_until >= u.earliest + stay) & (u.available_until >= u.moment + stay)
    return ~u.counts_as_home | endless | lasts


@rule(
    "R-605",
    title=N_("Free soon enough"),
    basis="Number of the policy: homes that come free later wait for a later round.",
    says=N_("The home is free on {u_earliest}, more than {n_horizon_days} days from now."),
    reads="u.moment u.earliest",
    unknown_means=_MOMENT,
    numbers={"horizon_days": 91},
)
def free_soon_enough(_: Households, u: Units, n: Numbers) -> Tri:
    """At most `horizon_days` after the day of the round."""
    last = n.today + n.whole("horizon_days")
    return (u.earliest <= last) & (u.moment <= last)
