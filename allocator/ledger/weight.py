"""What one placement weighs: in which ledgers it counts, and for how much."""

from decimal import Decimal

from allocator.domain.base import Code, Frozen, MunicipalityCode
from allocator.domain.codes import CountUnit
from allocator.domain.household import Household
from allocator.domain.policy import Dimension, Policy
from allocator.domain.region import ALL_GROUPS
from allocator.domain.unit import Unit
from allocator.ledger.keys import ledger_group


class Counted(Frozen):
    """One ledger in which a placement counts. Kept with the placement: later its facts may have changed, or be gone."""

    municipality: MunicipalityCode
    group: Code
    unit: CountUnit
    amount: Decimal


def in_dimension(dimension: Dimension, household: Household) -> bool:
    """Whether a household, once placed, counts in a dimension: by its ledger group and its level of support."""
    in_group = dimension.group in (ALL_GROUPS, household.ledger_group)
    return in_group and household.level.rank >= dimension.min_level.rank


def weight_of(dimension: Dimension, household: Household, unit: Unit) -> int:
    """What a placement weighs in a dimension: 0 outside it, else 1 or the household's persons."""
    return household_weight(dimension, household) if unit.counts_as_home and unit.counts_for_share else 0


def household_weight(dimension: Dimension, household: Household) -> int:
    """What a household weighs in a dimension once it has a home that counts: 0 outside it, else 1 or its persons."""
    if not in_dimension(dimension, household):
        return 0
    return household.persons if dimension.unit is CountUnit.PERSONS else 1


def counted(household: Household, unit: Unit, policy: Policy) -> tuple[Counted, ...]:
    """Every ledger in which a placement counts; dimensions that share a ledger count in it once."""
    weights = {
        (ledger_group(dimension), dimension.unit): weight
        for dimension in policy.dimensions
        if (weight := weight_of(dimension, household, unit))
    }
    return tuple(
        Counted(municipality=unit.municipality, group=group, unit=counts, amount=Decimal(weight))
        for (group, counts), weight in weights.items()
    )
