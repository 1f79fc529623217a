"""Housing form and living together."""

from allocator.domain.codes import Form, ForWhom, Sex, Unknown
from allocator.locale import N_
from allocator.rules.algebra import Tri, one_of
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.sets import holds, overlap, within
from allocator.rules.settings import Numbers


@rule(
    "R-201",
    title=N_("Housing form accepted"),
    basis="Choice of the household; the policy's default forms where it chose none.",
    says=N_("Housing form: {u_form}. The household accepts: {h_accepted_forms}."),
    reads="h.accepted_forms u.form",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown: a household that chose nothing takes the policy's default forms.",
)
def form_accepted(h: Households, u: Units, _: Numbers) -> Tri:
    """The form of the home is one of the forms accepted."""
    return within(u.form, h.accepted_forms)


@rule(
    "R-202",
    title=N_("Shared homes only by choice"),
    basis="Nobody shares a home without having said so.",
    says=N_("Housing form: {u_form}. The household did not choose to share a home."),
    reads="h.listed_forms u.form u.is_shared",
    unknown=Unknown.ALLOW,
    unknown_means="Never unknown: who listed no shared form did not choose one.",
)
def shared_by_choice(h: Households, u: Units, _: Numbers) -> Tri:
    """A default of the policy is not a choice of the household."""
    return ~u.is_shared | within(u.form, h.listed_forms)


@rule(
    "R-203",
    title=N_("Skaeve huse on indication"),
    basis="Local indication; VERA supplementary target group SKA.",
    says=N_("Skaeve huse are only for households with an indication for it."),
    reads="h.groups u.form",
    unknown_means="Groups that are not known are asked, for skaeve huse only.",
    numbers={"indication_group": "SKA"},
)
def skaeve_huse_on_indication(h: Households, u: Units, n: Numbers) -> Tri:
    """The group that stands for the indication is a code of the policy."""
    return ~one_of(u.form, Form.SKAEVE_HUSE) | holds(h.groups, n.text("indication_group"))


@rule(
    "R-204",
    title=N_("For whom the home is meant"),
    basis="Purpose of the home as the corporation or provider gave it.",
    says=N_("This home is meant for {u_for_whom}."),
    reads="h.sex h.is_family u.for_whom",
    unknown_means="Sex is asked for a home for women or men, a child expected for a home for families.",
)
def for_whom(h: Households, u: Units, _: Numbers) -> Tri:
    """Sex of all adults; expecting a child makes a family."""
    return (
        one_of(u.for_whom, ForWhom.ANY)
        | (one_of(u.for_whom, ForWhom.WOMEN) & one_of(h.sex, Sex.FEMALE))
        | (one_of(u.for_whom, ForWhom.MEN) & one_of(h.sex, Sex.MALE))
        | (one_of(u.for_whom, ForWhom.FAMILY) & h.is_family)
    )


@rule(
    "R-205",
    title=N_("Pets"),
    basis="House rules of the corporation or provider.",
    says=N_("Pets move along; this home does not allow pets."),
    reads="h.pets u.pets_allowed",
    unknown_means="Asked, unless there are no pets or they are allowed anyway.",
)
def pets(h: Households, u: Units, _: Numbers) -> Tri:
    """Pets move along only where they are allowed."""
    return ~h.pets | u.pets_allowed


@rule(
    "R-206",
    title=N_("What this home cannot take"),
    basis="What the corporation or provider says this home cannot take.",
    says=N_("This home cannot take: {u_excludes_tags}; noted for the household: {h_house_tags}."),
    reads="h.house_tags u.excludes_tags",
    unknown_means="Tags that are not known are asked, only for a home that excludes some.",
)
def tags_of_home(h: Households, u: Units, _: Numbers) -> Tri:
    """No tag of the household is excluded by the home."""
    return ~overlap(h.house_tags, u.excludes_tags)


@rule(
    "R-207",
    title=N_("Living with who is already there"),
    basis="Pairs of codes that the policy says cannot live in one shared home.",
    says=N_("Living together with who already lives here is not expected to work."),
    reads="h.clashing_tags u.occupant_tags",
    unknown_means="Tags that are not known are asked, only where somebody lives with whom any tag clashes.",
)
def tags_of_occupants(h: Households, u: Units, _: Numbers) -> Tri:
    """Only shared homes; between two who are placed it is the plan that keeps them apart."""
    return ~overlap(h.clashing_tags, u.occupant_tags)
