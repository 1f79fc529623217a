"""Rent and income. Incomes are a year, rents a month; all compared in whole cents."""

from allocator.locale import N_
from allocator.rules.algebra import Tri
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.settings import Numbers

_INCOME = "Income is asked, unless the home passes at any income."


@rule(
    "R-401",
    title=N_("Income limit for social rent"),
    basis="Housing Act 2015 (DAEB); income limits of the year in the policy's amounts.",
    says=N_("The income is {h_income} a year; the limit for a social rented home is {h_daeb_limit}."),
    reads="h.income h.daeb_limit u.daeb",
    unknown_means="Income is asked for a DAEB home; whether it is one is asked only above the limit.",
    statutory=True,
    waivable=False,
)
def daeb_income(h: Households, u: Units, _: Numbers) -> Tri:
    """A place in a shelter is not let and has no limit. A council that uses the free space switches this off."""
    return ~u.daeb | (h.income <= h.daeb_limit)


@rule(
    "R-402",
    title=N_("Rent benefit possible"),
    basis="Rent benefit needs a home that counts for it (self-contained, or designated).",
    says=N_("The household needs rent benefit; with this home ({u_rent} a month) it cannot get any."),
    reads="h.low_income u.counts_for_rent_benefit u.rent",
    unknown_means=_INCOME,
    numbers={"rent_eur": 450},
)
def rent_benefit_possible(h: Households, u: Units, n: Numbers) -> Tri:
    """Up to `rent_eur` a month nobody needs rent benefit; above the income limit nobody gets it."""
    return ~h.low_income | u.counts_for_rent_benefit | (u.rent <= n.number("rent_eur") * 100)


@rule(
    "R-403",
    title=N_("Rent within the income"),
    basis="Local affordability norm; only where the policy switches it on.",
    says=N_("The rent is {u_rent} a month; at most {n_percent} percent of {h_income} a year may go to rent."),
    reads="h.income u.rent",
    unknown_means="Income and rent are asked.",
    on=False,
    numbers={"percent": 35},
)
def rent_within_income(h: Households, u: Units, n: Numbers) -> Tri:
    """Rent of a year at most `percent` of the income, before rent benefit."""
    percent = n.number("percent")
    return u.rent * (1200 * percent.denominator) <= h.income * percent.numerator


@rule(
    "R-404",
    title=N_("Rent for the youngest"),
    basis="Rent benefit: under the age the calculation rent counts up to the quality limit only (2026: 18 to 20).",
    says=N_("The rent is {u_rent} a month; for people this young rent benefit stops at {u_youth_rent}."),
    reads="h.age_oldest h.has_children h.low_income u.youth_rent u.rent",
    unknown_means="Age is asked, unless the rent is low enough, there are children or no benefit is needed.",
    numbers={"full_benefit_from_age": 21},
)
def rent_for_the_youngest(h: Households, u: Units, n: Numbers) -> Tri:
    """Everyone in the household is younger than the age, there are no children, and benefit is needed."""
    full_benefit = (h.age_oldest >= n.whole("full_benefit_from_age")) | h.has_children
    return full_benefit | ~h.low_income | (u.rent <= u.youth_rent)


@rule(
    "R-405",
    title=N_("Appropriate allocation"),
    basis="Appropriate allocation (passend toewijzen): 95 % of a corporation's lettings of a year.",
    says=N_("The rent is {u_rent} a month; for this income and household it should be at most {h_rent_cap}."),
    reads="h.low_income h.rent_cap u.rent u.counts_for_fit",
    unknown_means="Income is asked, unless the rent is low enough anyway; only a letting known to be unfit counts.",
    statutory=True,
    waivable=False,
    counts_only=True,
)
def appropriate_allocation(h: Households, u: Units, _: Numbers) -> Tri:
    """A yearly norm of the corporation, no ban: it never refuses, the plan keeps within what is allowed now."""
    return ~u.counts_for_fit | ~h.low_income | (u.rent <= h.rent_cap)
