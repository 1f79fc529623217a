"""Which pools are the trouble: those, and no more, that cannot be whole together."""

from types import SimpleNamespace
from typing import cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocator.solver.clock import Clock
from allocator.solver.columns import Columns
from allocator.solver.engine import Rows
from allocator.solver.pools_whole import not_whole, smallest
from allocator.solver.program import Program


@given(st.sets(st.integers(0, 20), min_size=1), st.lists(st.sets(st.integers(0, 20), min_size=1), min_size=1))
def test_without_any_one_of_them_the_others_can_be_whole(pools: set[int], troubles: list[set[int]]) -> None:
    """Pools fail together when all of one of the troubles are among them."""

    def fails(some: object) -> bool:
        assert isinstance(some, set)
        return any(trouble <= some for trouble in troubles)

    found = smallest(pools, fails) if fails(pools) else set()
    if not fails(pools):
        return
    assert found <= pools
    assert fails(found)
    assert not any(fails(found - {one}) for one in found)


def trouble(first: float, second: float) -> set[int]:
    """Two needs of 6 hours over the first two pools, with so many hours; one of 5 in a third pool that has 9."""
    demand = [SimpleNamespace(pools=(0, 1), columns=(2 * i, 2 * i + 1)) for i in range(2)]
    demand.append(SimpleNamespace(pools=(2,), columns=(4,)))
    rows = Rows(
        np.array([0, 0, 1, 1, 2, 3, 3, 4, 4, 5]), np.array([0, 1, 2, 3, 4, 0, 2, 1, 3, 4]),
        np.array([1.0] * 5 + [6.0] * 4 + [5.0]),
        np.array([1.0] * 3 + [-np.inf] * 3), np.array([1.0] * 3 + [first, second, 9.0]),
    )  # fmt: skip
    program = Program(np.zeros(5), np.ones(5), np.zeros(5, dtype=bool), rows, np.zeros(5))
    columns = cast(Columns, SimpleNamespace(demand=demand, z_count=0, arc_count=0))
    return not_whole(columns, program, np.zeros(5), Clock.start(None))


def test_needs_that_can_only_be_divided_name_their_pools() -> None:
    assert trouble(9.0, 3.0) in ({0}, {1})  # each need half here, half there; whole, either pool is short of hours
    assert trouble(12.0, 0.0) == set()
    assert trouble(6.0, 6.0) == set()
