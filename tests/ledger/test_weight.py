"""What a placement weighs: the same as the aims of the solver count, in every ledger once."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.codes import CountUnit, Norm, SupportLevel
from allocator.domain.household import Need
from allocator.domain.policy import Dimension
from allocator.ledger import Counted, counted, in_dimension, weight_of
from allocator.solver import aims
from tests import builders

INTENSIVE = (Need(household="H1", kind="home", level=SupportLevel.INTENSIVE),)
DIMENSIONS = st.builds(
    Dimension,
    name=st.just("d"),
    group=st.sampled_from(["all", "MO", "GGZ"]),
    min_level=st.sampled_from(SupportLevel),
    unit=st.sampled_from(CountUnit),
)


@given(
    DIMENSIONS,
    st.sampled_from([(), ("MO",), ("GGZ", "MO"), None]),
    st.sampled_from([(), INTENSIVE]),
    st.integers(1, 3),
    st.booleans(),
    st.booleans(),
)
def test_it_counts_by_group_level_and_home(
    dimension: Dimension,
    groups: tuple[str, ...] | None,
    needs: tuple[Need, ...],
    adults: int,
    is_home: bool,
    shares: bool,
) -> None:
    household = builders.household(target_groups=groups, needs=needs, adults=adults)
    unit = builders.unit(counts_as_home=is_home, counts_for_share=shares)
    inside = dimension.group in ("all", household.ledger_group) and (
        dimension.min_level == "none" or bool(needs and dimension.min_level.rank <= needs[0].level.rank)
    )
    assert in_dimension(dimension, household) == inside
    placed = aims.placed_weight(dimension, [aims.Pair(household, unit)])
    wanted = (adults if dimension.unit == "persons" else 1) if inside and is_home and shares else 0
    assert weight_of(dimension, household, unit) == placed[unit.municipality] == wanted


def test_every_ledger_once() -> None:
    policy = builders.policy(
        dimensions=(
            Dimension(name="all"),
            Dimension(name="again", norm=Norm.TOTAL),
            Dimension(name="people", unit=CountUnit.PERSONS),
            Dimension(name="MO", group="MO"),
            Dimension(name="intensive", min_level=SupportLevel.INTENSIVE),
        )
    )
    household = builders.household(adults=2, needs=INTENSIVE, target_groups=("GGZ", "MO"))
    rows = [("all", "households", 1), ("all", "persons", 2), ("intensive", "households", 1)]
    assert counted(household, builders.unit(), policy) == tuple(
        Counted(municipality=builders.HERE, group=group, unit=CountUnit(unit), amount=Decimal(amount))
        for group, unit, amount in rows
    )


@pytest.mark.parametrize("home", [{"counts_as_home": False}, {"counts_for_share": False}])
def test_a_shelter_place_counts_nowhere(home: dict[str, Any]) -> None:
    assert counted(builders.household(), builders.unit(**home), builders.policy()) == ()
