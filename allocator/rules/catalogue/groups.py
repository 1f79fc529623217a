"""Priority groups and contract."""

from allocator.domain.codes import Contract
from allocator.locale import N_
from allocator.rules.algebra import Tri, one_of
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.sets import empty, overlap
from allocator.rules.settings import Numbers


@rule(
    "R-701",
    title=N_("Reserved for certain groups"),
    basis="Reservation by the corporation or an agreement.",
    says=N_("This home is reserved for: {u_reserved_for}."),
    reads="h.groups u.reserved_for",
    unknown_means="Groups that are not known are asked, only for a home that is reserved.",
)
def reserved_for(h: Households, u: Units, _: Numbers) -> Tri:
    """At least one of the household's groups."""
    return empty(u.reserved_for) | overlap(h.groups, u.reserved_for)


@rule(
    "R-702",
    title=N_("Not for certain groups"),
    basis="Agreement on this home or its surroundings.",
    says=N_("This home is not for: {u_not_for}."),
    reads="h.groups u.not_for",
    unknown_means="Groups that are not known are asked, only for a home that excludes some.",
)
def not_for(h: Households, u: Units, _: Numbers) -> Tri:
    """None of the household's groups."""
    return ~overlap(h.groups, u.not_for)


@rule(
    "R-703",
    title=N_("Youth contract"),
    basis="Youth contract: tenant of 18 to 27 (VERA JON: 18 to 28, five years).",
    says=N_("A youth contract is for people of {n_from_age} to {n_until_age}; the age here is {h_youngest_adult}."),
    reads="h.youngest_adult u.contract",
    unknown_means="Age is asked for a youth contract; the contract is asked only where the age does not fit one.",
    statutory=True,
    waivable=False,
    numbers={"from_age": 18, "until_age": 27},
)
def youth_contract(h: Households, u: Units, n: Numbers) -> Tri:
    """The youngest adult can be the tenant; both ages included."""
    young = (h.youngest_adult >= n.whole("from_age")) & (h.youngest_adult <= n.whole("until_age"))
    return ~one_of(u.contract, Contract.YOUTH) | young


@rule(
    "R-704",
    title=N_("Contract for certain groups"),
    basis="Permanent Tenancies Act (1 July 2024): temporary contracts only for groups named; the policy names them.",
    says=N_("This contract ({u_contract}) is only for: {u_contract_groups}."),
    reads="h.groups u.contract u.contract_groups",
    unknown_means="Groups are asked for such a contract; a contract not known is asked while the policy limits any.",
)
def contract_for_groups(h: Households, u: Units, _: Numbers) -> Tri:
    """A contract that the policy does not name is for everyone."""
    return empty(u.contract_groups) | overlap(h.groups, u.contract_groups)


@rule(
    "R-705",
    title=N_("Flip lease with support"),
    basis="Flip lease (VERA OMK): a provider rents first, for somebody it supports.",
    says=N_("A flip lease is only for households that get support."),
    reads="h.level u.contract",
    unknown_means="A contract that is not known is asked, only for who needs no support.",
)
def flip_lease_with_support(h: Households, u: Units, _: Numbers) -> Tri:
    """Any need above level none."""
    return ~one_of(u.contract, Contract.FLIP) | (h.level >= 1)
