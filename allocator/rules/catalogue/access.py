"""Accessibility."""

from allocator.domain.codes import Accessibility
from allocator.locale import N_
from allocator.rules.algebra import Tri
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.rule import rule
from allocator.rules.settings import Numbers


@rule(
    "R-301",
    title=N_("Accessible enough"),
    basis="VERA accessibility labels: wheelchair covers walker covers step-free.",
    says=N_("The household needs: {h_accessibility}; this home is: {u_accessibility}."),
    reads="h.accessibility u.accessibility",
    unknown_means="Asked, unless the household needs nothing or the home is fit for a wheelchair.",
)
def accessible_enough(h: Households, u: Units, _: Numbers) -> Tri:
    """The home offers at least what is needed."""
    nothing_needed = h.accessibility <= Accessibility.NONE.rank
    offers_all = u.accessibility >= Accessibility.WHEELCHAIR.rank
    return nothing_needed | offers_all | (u.accessibility >= h.accessibility)


@rule(
    "R-302",
    title=N_("No stairs without a lift"),
    basis="Who needs a step-free home cannot climb stairs to its door.",
    says=N_("The entrance is on floor {u_floor} without a lift; the household cannot climb stairs."),
    reads="h.accessibility u.floor u.stairs u.lift",
    unknown_means="Floor or lift is asked only for who cannot climb stairs; a floor too high with a lift is fine.",
    numbers={"highest_floor": 0},
)
def no_stairs_without_lift(h: Households, u: Units, n: Numbers) -> Tri:
    """Floors below the street are stairs too."""
    can_climb = h.accessibility <= Accessibility.NONE.rank
    return can_climb | (u.stairs <= n.whole("highest_floor")) | u.lift
