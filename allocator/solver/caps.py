"""Which placements a policy cap counts (docs/model.md 1.6)."""

from allocator.domain.household import Household
from allocator.domain.policy import Cap
from allocator.domain.unit import Unit


def cap_sees_household(cap: Cap, household: Household) -> bool:
    """Whether the household matches the stated fields of a cap."""
    if cap.group is not None and cap.group not in (household.target_groups or ()):
        return False
    return household.level.rank >= cap.min_level.rank


def cap_sees_unit(cap: Cap, unit: Unit) -> bool:
    """Whether the unit matches the stated fields of a cap."""
    if cap.municipality is not None and unit.municipality != cap.municipality:
        return False
    if cap.corporation is not None and unit.corporation != cap.corporation:
        return False
    return not cap.forms or unit.form in cap.forms
