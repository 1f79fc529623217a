"""What the fields of a household and a home are called in a sentence."""

from allocator.domain.sentence import Term
from allocator.locale import N_
from allocator.rules.asking import OF_HOUSEHOLD, OF_UNIT

HOUSEHOLD: dict[str, str] = {
    "urgency": N_("urgency class"),
    "registered_on": N_("day of registration"),
    "adults": N_("number of adults"),
    "children": N_("number of children"),
    "situation": N_("where the household stays"),
    "urgent_until": N_("end of the urgency"),
    "municipality_of_origin": N_("municipality of origin"),
    "required_municipalities": N_("required municipalities"),
    "preferred_municipalities": N_("preferred municipalities"),
    "excluded_municipalities": N_("excluded municipalities"),
    "excluded_postcodes": N_("excluded postcodes"),
    "accepted_forms": N_("accepted housing forms"),
    "current_unit": N_("present home"),
    "refused_offers": N_("offers refused"),
    "parked_until": N_("parked until"),
    "referrer": N_("referrer"),
    "needs": N_("needs for support"),
} | {name: ask.name for name, ask in OF_HOUSEHOLD.items()}

UNIT: dict[str, str] = {
    "municipality": N_("municipality"),
    "bedrooms": N_("bedrooms"),
    "corporation": N_("corporation"),
    "form": N_("housing form"),
    "status": N_("status"),
    "places": N_("places"),
    "max_persons": N_("most persons"),
    "self_contained": N_("self-contained"),
    "available_until": N_("end of availability"),
    "offer_before": N_("last day for an offer"),
    "turnaround_days": N_("days between tenants"),
    "reserved_for": N_("reserved for groups"),
    "not_for": N_("not for groups"),
    "min_persons": N_("fewest persons"),
    "for_whom": N_("for whom"),
    "excludes_tags": N_("excluded codes on living together"),
    "on_site_level": N_("support on site"),
    "complex": N_("complex"),
    "bag_id": N_("BAG number"),
    "lat": N_("place on the map"),
    "lon": N_("place on the map"),
    "counts_as_home": N_("counts as a home"),
    "counts_for_share": N_("counts for the fair share"),
} | {name: ask.name for name, ask in OF_UNIT.items()}


def named(names: dict[str, str], fields: tuple[str, ...]) -> tuple[Term, ...]:
    """Fields by what they are called, each once, in their order."""
    return tuple(Term(text) for text in dict.fromkeys(names[field] for field in fields))
