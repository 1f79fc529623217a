"""Facts of a unit, each with how it is found and the fields it reads (the one to ask for first)."""

from allocator.domain.codes import Form, UnitStatus
from allocator.domain.sentence import Value
from allocator.domain.unit import Unit
from allocator.rules.columns import Side
from allocator.rules.facts import Amount, OneCode, SomeCodes, Truth
from allocator.rules.features.household import NO_END, end_date, labelled, money
from allocator.rules.features.world import World

NO_LIMIT = 10**6
"""Stands for "no limit given", which is known (in persons)."""


def _living(u: Unit, w: World) -> int:
    """Persons who live there and stay, whatever the plan: the occupants."""
    return sum(occupant.persons for occupant in w.occupants.get(u.id, ()))


def room_for(u: Unit, w: World) -> int:
    """Persons for whom there is room at most, beside the occupants.

    In a shared home that is over its limit now, movers who leave may be replaced.
    """
    if u.max_persons is None:
        return NO_LIMIT
    movers = sum(h.persons for h in w.movers.get(u.id, ())) if u.is_shared else 0
    return max(u.max_persons - _living(u, w), movers)


def places(u: Unit, w: World) -> int:
    """Places for new people at most: free ones, and those of movers; in persons in shared rooms."""
    movers = w.movers.get(u.id, ())
    per_person = u.form is Form.SHARED_ROOMS
    freed = sum(h.persons for h in movers) if per_person else len(movers)
    base = u.places if u.status is UnitStatus.FREE else 0
    return freed + (base if u.is_shared else min(base, 1))


def can_be_let(u: Unit, w: World) -> bool:
    """Free now, or occupied by a household of this round that may move."""
    return u.status is UnitStatus.FREE or (u.status is UnitStatus.OCCUPIED and u.id in w.movers)


def occupant_tags(u: Unit, w: World) -> frozenset[str]:
    """Tags of the people who already share this home, as far as anything clashes with them."""
    if not u.is_shared:
        return frozenset()
    tags = {tag for occupant in w.occupants.get(u.id, ()) for tag in occupant.house_tags}
    return frozenset(tag for tag in tags if w.clashes.get(tag))


def daeb(u: Unit, _: World) -> bool | None:
    """Let as a service of general economic interest; a place in a shelter is not let."""
    return False if u.is_shelter else u.daeb


def counts_for_fit(u: Unit, w: World) -> bool | None:
    """Whether letting it counts for the 95 % norm: a DAEB home of a corporation that counts for rent benefit."""
    facts = (u.corporation is not None, daeb(u, w), u.counts_for_rent_benefit)
    if False in facts:
        return False
    return None if None in facts else True


def contract_groups(u: Unit, w: World) -> tuple[str, ...] | None:
    """Groups for whom the contract of this unit is meant; empty: everyone."""
    if u.contract is None:
        return None if w.policy.contract_groups else ()
    return w.policy.contract_groups.get(u.contract, ())


def counts_bedrooms(u: Unit, _: World) -> bool:
    """Whether bedrooms are counted; shared rooms and shelters count places instead."""
    return not u.is_shelter and u.form is not Form.SHARED_ROOMS


def hundredths(u: Unit, _: World) -> int | None:
    """Floor area in hundredths of a square metre."""
    return None if u.area_m2 is None else round(u.area_m2 * 100)


def area(value: int, _: World) -> Value:
    """Floor area in square metres."""
    return value / 100


def municipality(code: str, w: World) -> Value:
    """A municipality by name."""
    return w.names.get(code, code)


class Units(Side[Unit]):
    """Columns of units; days count from year 1, money is in cents, area in hundredths of m2."""

    letter = "u"

    id = OneCode("id", words="place")
    complex = OneCode("complex", lambda u, _: u.complex or "", words="place")
    municipality = OneCode("municipality", None, municipality)
    postcode = OneCode("postcode")
    postcode_area = OneCode("postcode", lambda u, _: u.postcode and u.postcode[:4])
    form = OneCode("form")
    is_shared = Truth("form", lambda u, _: u.is_shared)
    is_per_person = Truth("form", lambda u, _: u.form is Form.SHARED_ROOMS)
    counts_bedrooms = Truth("form", counts_bedrooms)
    counts_as_home = Truth("counts_as_home")
    bedrooms = Amount("bedrooms")
    sleeping_rooms = Amount("bedrooms", lambda u, _: max(1, u.bedrooms))
    area = Amount("area_m2", hundredths, area)
    room_for = Amount("max_persons Occupant.persons", room_for)
    places = Amount("places", places)
    min_persons = Amount("min_persons")
    for_whom = OneCode("for_whom")
    pets_allowed = Truth("pets_allowed")
    excludes_tags = SomeCodes("excludes_tags", None, labelled("house_tags"), words="tag")
    occupant_tags = SomeCodes("Occupant.house_tags", occupant_tags, labelled("house_tags"), words="tag")
    accessibility = Amount("accessibility")
    floor = Amount("floor")
    stairs = Amount("floor", lambda u, _: None if u.floor is None else abs(u.floor))
    lift = Truth("lift")
    rent = Amount("rent", None, money)
    youth_rent = Amount("rent", lambda _, w: w.amounts.quality_limit, money)
    daeb = Truth("daeb form", daeb)
    counts_for_rent_benefit = Truth("counts_for_rent_benefit")
    counts_for_fit = Truth("daeb counts_for_rent_benefit corporation form", counts_for_fit)
    contract = OneCode("contract")
    contract_groups = SomeCodes("contract", contract_groups, labelled("groups"), words="group")
    moment = Amount("available_from", lambda u, w: w.moment(u))
    earliest = Amount("available_from", lambda u, w: w.earliest(u))
    available_until = Amount("available_until", lambda u, _: u.available_until or NO_END, end_date)
    offer_before = Amount("offer_before", lambda u, _: u.offer_before or NO_END, end_date)
    reserved_for = SomeCodes("reserved_for", None, labelled("groups"), words="group")
    not_for = SomeCodes("not_for", None, labelled("groups"), words="group")
    on_site_level = Amount("on_site_level")
    status = OneCode("status")
    can_be_let = Truth("status", can_be_let)
    municipality_paused = Truth("municipality", lambda u, w: u.municipality in w.paused_municipalities)
    corporation = OneCode("corporation", lambda u, _: u.corporation or "")
    corporation_paused = Truth("corporation", lambda u, w: u.corporation in w.paused_corporations)
