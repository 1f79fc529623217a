"""Size: bedrooms and persons."""

from allocator.domain.codes import Unknown
from allocator.locale import N_
from allocator.rules.algebra import Tri
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.sets import holds
from allocator.rules.settings import Numbers

_AGES = "Ages of children decide only where the fewest and the most bedrooms they may need differ on this home."


@rule(
    "R-101",
    title=N_("Enough bedrooms"),
    basis="Housing Act 2014 art. 11 (suitable in size); local occupancy norm, there is no national one.",
    says=N_("The household needs at least {h_bedrooms_at_least:bedroom|bedrooms}; this home has {u_bedrooms}."),
    reads="h.bedrooms_needed h.bedrooms_at_least h.bedrooms_at_most h.persons "
    "u.bedrooms u.sleeping_rooms u.counts_bedrooms",
    unknown_means=_AGES,
    numbers={
        "adults_per_bedroom": 2,
        "children_per_bedroom": 2,
        "own_bedroom_from_age": 12,
        "persons_without_bedroom": 1,
    },
)
def enough_bedrooms(h: Households, u: Units, n: Numbers) -> Tri:
    """A home without a separate bedroom (studio) is for few persons; shared rooms and shelters count places."""
    enough = (u.sleeping_rooms >= h.bedrooms_at_most) | (
        (u.sleeping_rooms >= h.bedrooms_at_least) & (u.sleeping_rooms >= h.bedrooms_needed)
    )
    studio_fits = (u.bedrooms >= 1) | (h.persons <= n.whole("persons_without_bedroom"))
    return ~u.counts_bedrooms | (enough & studio_fits)


@rule(
    "R-102",
    title=N_("Not too large"),
    basis="Local occupancy norm; only where the policy switches it on.",
    says=N_("This home has {u_bedrooms:bedroom|bedrooms}; the household needs at most {h_bedrooms_at_most}."),
    reads="h.bedrooms_needed h.bedrooms_at_least h.bedrooms_at_most u.bedrooms u.counts_bedrooms u.is_shared",
    unknown_means=_AGES,
    on=False,
    numbers={"spare": 1},
)
def not_too_large(h: Households, u: Units, n: Numbers) -> Tri:
    """At most `spare` bedrooms more than needed; a shared home is never too large."""
    spare = n.whole("spare")
    fits = (u.bedrooms <= h.bedrooms_at_least + spare) | (
        (u.bedrooms <= h.bedrooms_at_most + spare) & (u.bedrooms <= h.bedrooms_needed + spare)
    )
    return u.is_shared | ~u.counts_bedrooms | fits


@rule(
    "R-103",
    title=N_("Not too many persons"),
    basis="Most persons the corporation or the permit allows, occupants included.",
    says=N_("The household has {h_persons:person|persons}; this home has room for {u_room_for}."),
    reads="h.persons u.room_for",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown: where no limit is given there is none.",
    waivable=False,
    switchable=False,
)
def not_too_many_persons(h: Households, u: Units, _: Numbers) -> Tri:
    """In a shared home this is what no plan can get round; the plan itself counts who comes and goes."""
    return h.persons <= u.room_for


@rule(
    "R-104",
    title=N_("Enough persons"),
    basis="Fewest persons the corporation asks for this home.",
    says=N_("The household has {h_persons:person|persons}; this home is for at least {u_min_persons}."),
    reads="h.persons u.min_persons",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown.",
)
def enough_persons(h: Households, u: Units, _: Numbers) -> Tri:
    """Compared with all persons, children included."""
    return h.persons >= u.min_persons


@rule(
    "R-105",
    title=N_("Large homes for families"),
    basis="Local occupancy norm (covenant of the municipality of Groningen, 2019); only where the policy says so.",
    says=N_("This home ({u_area} m2, {u_bedrooms:bedroom|bedrooms}) is only for families with children."),
    reads="h.is_family h.groups u.area u.bedrooms",
    unknown_means="Asked only for a home that may be large and a household that may be no family.",
    on=False,
    numbers={"area_m2": 70, "bedrooms": 3, "except_groups": ()},
)
def large_homes_for_families(h: Households, u: Units, n: Numbers) -> Tri:
    """Both numbers must be reached; expecting a child makes a family; some groups may be excepted."""
    large = (u.bedrooms >= n.whole("bedrooms")) & (u.area >= n.number("area_m2") * 100)
    may = ~large | h.is_family
    for group in n.texts("except_groups"):
        may = may | holds(h.groups, group)
    return may
