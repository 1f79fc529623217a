"""Facts of a household, each with how it is found and the fields it reads (the one to ask for first)."""

from datetime import date

from allocator.domain.codes import Form
from allocator.domain.household import Household
from allocator.domain.sentence import Money, Term, Value
from allocator.locale import N_
from allocator.rules.columns import Side
from allocator.rules.facts import Amount, OneCode, Shown, SomeCodes, Truth
from allocator.rules.features.world import World
from allocator.rules.labels import show

NO_DATE = N_("no date")
NO_END = date.max
"""Stands for "no end date", which is known."""


def money(cents: int, _: World) -> Value:
    """Cents as money."""
    return Money(cents)


def end_date(day: date, _: World) -> Value:
    """A last day; none is said in words."""
    return Term(NO_DATE) if day == NO_END else day


def labelled(kind: str) -> Shown:
    """Codes of a list of the policy by their label."""
    return lambda codes, w: show(()) if not codes else tuple(w.labels(kind).get(c, c) for c in sorted(codes))


def municipalities(codes: tuple[str, ...], w: World) -> Value:
    """Municipalities by name."""
    return tuple(w.names.get(code, code) for code in codes) if codes else show(())


def is_family(h: Household, _: World) -> bool | None:
    """Children, or a child expected, make a family."""
    return True if h.children else h.expecting


def _bedrooms(h: Household, w: World) -> tuple[int, int]:
    """Fewest and most bedrooms that may be needed, whatever the ages that are not known."""
    ages = h.child_ages or ()
    unknown = max(0, h.children - len(ages))
    older = sum(age >= w.norm.own_from_age for age in ages)
    younger = len(ages) - older
    return (
        w.norm.needed(h.adults, older, younger + unknown),
        w.norm.needed(h.adults, older + unknown, younger),
    )


def bedrooms_needed(h: Household, w: World) -> int | None:
    """Bedrooms needed, None when that depends on ages that are not known."""
    least, most = _bedrooms(h, w)
    return least if least == most else None


def low_income(h: Household, w: World) -> bool | None:
    """Whether the income is at or under the limit of appropriate allocation (and of rent benefit).

    Decided without the age when the limits for elderly and others agree on it.
    """
    a = w.amounts
    if h.gross_income is None:
        return None
    one = h.persons == 1
    younger = a.fit_income_single if one else a.fit_income_multi
    elderly = a.fit_income_single_elderly if one else a.fit_income_multi_elderly
    if h.age_oldest is None:
        fits = {h.gross_income <= younger, h.gross_income <= elderly}
        return fits.pop() if len(fits) == 1 else None
    return h.gross_income <= (elderly if h.age_oldest >= a.pension_age else younger)


def daeb_limit(h: Household, w: World) -> int:
    """Income limit for a DAEB home, cents a year."""
    return w.amounts.daeb_income_single if h.persons == 1 else w.amounts.daeb_income_multi


def rent_cap(h: Household, w: World) -> int:
    """Rent capping threshold (aftoppingsgrens), cents a month."""
    return w.amounts.cap_low if h.persons <= 2 else w.amounts.cap_high


def accepted_forms(h: Household, w: World) -> tuple[Form, ...]:
    """Forms the household accepts; the policy's default where it chose none."""
    return h.accepted_forms or w.policy.default_forms


def youngest_adult(h: Household, _: World) -> int | None:
    """Age of the youngest adult; of one adult it is the age of the oldest member."""
    return h.age_oldest if h.age_youngest_adult is None and h.adults == 1 else h.age_youngest_adult


def clashing_tags(h: Household, w: World) -> frozenset[str] | None:
    """Tags that this household cannot live with in one shared home."""
    if h.house_tags is None:
        return None
    return frozenset().union(*(w.clashes.get(tag, frozenset()) for tag in h.house_tags))


def is_parked(h: Household, w: World) -> bool:
    """Takes no part now: parked until a later day, or too many offers refused."""
    most = w.policy.refusals.most
    parked = h.parked_until is not None and h.parked_until > w.as_of
    return parked or (most is not None and h.refused_offers > most)


class Households(Side[Household]):
    """Columns of households; days count from year 1, money is in cents."""

    letter = "h"

    persons = Amount("adults children", lambda h, _: h.persons)
    has_children = Truth("children", lambda h, _: h.children > 0)
    is_family = Truth("expecting children", is_family)
    bedrooms_at_least = Amount("child_ages children adults", lambda h, w: _bedrooms(h, w)[0])
    bedrooms_at_most = Amount("child_ages children adults", lambda h, w: _bedrooms(h, w)[1])
    bedrooms_needed = Amount("child_ages children adults", bedrooms_needed)
    sex = OneCode("sex")
    youngest_adult = Amount("age_youngest_adult age_oldest", youngest_adult)
    age_oldest = Amount("age_oldest")
    pets = Truth("pets")
    accessibility = Amount("accessibility")
    listed_forms = SomeCodes("accepted_forms", words="form")
    accepted_forms = SomeCodes("accepted_forms", accepted_forms, words="form")
    groups = SomeCodes("target_groups", None, labelled("groups"), words="group")
    house_tags = SomeCodes("house_tags", None, labelled("house_tags"), words="tag")
    clashing_tags = SomeCodes("house_tags", clashing_tags, labelled("house_tags"), words="tag")
    income = Amount("gross_income", None, money)
    low_income = Truth("gross_income age_oldest adults children", low_income)
    daeb_limit = Amount("adults children", daeb_limit, money)
    rent_cap = Amount("adults children", rent_cap, money)
    origin = OneCode("municipality_of_origin", words="municipality")
    required = SomeCodes("required_municipalities", None, municipalities, words="municipality")
    excluded = SomeCodes("excluded_municipalities", None, municipalities, words="municipality")
    preferred = SomeCodes("preferred_municipalities", None, municipalities, words="municipality")
    safety_zone = SomeCodes("excluded_postcodes", words="postcode")
    avoid = SomeCodes("Apart.household Apart.other", lambda h, w: w.avoid.get(h.id, ()), words="place")
    blocked = SomeCodes("PairWord.household PairWord.reason", lambda h, w: w.blocked.get(h.id, ()), words="place")
    current_unit = OneCode("current_unit", lambda h, _: h.current_unit or "", words="place")
    ready_from = Amount("ready_from")
    urgent_until = Amount("urgent_until", lambda h, _: h.urgent_until or NO_END, end_date)
    level = Amount("needs", lambda h, _: h.level)
    shelter_care_needed = Truth("shelter_care_needed")
    is_parked = Truth("parked_until refused_offers", is_parked)
    parked_until = Amount("parked_until", lambda h, _: h.parked_until or NO_END, end_date)
    refused_offers = Amount("refused_offers")
