"""Support that the home itself gives."""

from allocator.domain.codes import Form, SupportLevel, Unknown
from allocator.locale import N_
from allocator.rules.algebra import Tri, one_of
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.settings import Numbers

LEVELS = tuple(level.value for level in SupportLevel)


@rule(
    "R-801",
    title=N_("Support on site"),
    basis="Support on site, day and night, is given by the home itself.",
    says=N_("The household needs support on site, day and night; this home has: {u_on_site_level}."),
    reads="h.level u.on_site_level",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown: a home that says nothing has no support on site.",
)
def support_on_site(h: Households, u: Units, _: Numbers) -> Tri:
    """Lower levels are met by support pools, which the plan counts."""
    on_site = SupportLevel.ON_SITE_24H.rank
    return (h.level < on_site) | (u.on_site_level >= on_site)


@rule(
    "R-802",
    title=N_("Supported place for who needs it"),
    basis="Places with support are scarce; level set by the policy.",
    says=N_("A supported place is for households with at least: {n_min_level}."),
    reads="h.level u.form",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown: who states no need has none.",
    numbers={"min_level": SupportLevel.INTENSIVE.value},
)
def supported_place(h: Households, u: Units, n: Numbers) -> Tri:
    """The highest level among the needs counts."""
    least = SupportLevel(n.text("min_level")).rank
    return ~one_of(u.form, Form.SUPPORTED_PLACE) | (h.level >= least)


@rule(
    "R-803",
    title=N_("Shelter place for who needs its care"),
    basis="Self-reliant people do not belong in specialist care (regional action plan on homelessness).",
    says=N_("A shelter place is for people who need the care of a shelter; this household needs a home only."),
    reads="h.shelter_care_needed u.form",
    unknown_means="Whether the care of a shelter is needed is asked, for a shelter place only.",
)
def shelter_place(h: Households, u: Units, _: Numbers) -> Tri:
    """Says nothing about homes: who needs care may still live in a home with support."""
    return ~one_of(u.form, Form.SHELTER_PLACE) | h.shelter_care_needed
