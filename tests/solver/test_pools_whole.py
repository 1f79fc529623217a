"""Which pools are the trouble: those, and no more, that cannot be whole together."""

from hypothesis import given
from hypothesis import strategies as st

from allocator.solver.pools_whole import smallest


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
