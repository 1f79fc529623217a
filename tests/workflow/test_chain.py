"""What falls with a move that does not happen."""

from hypothesis import given
from hypothesis import strategies as st

from allocator.workflow import PlacementState, Step, falls_with
from tests.workflow.placements import SYSTEM, placement, taken


def one(name: int, *after: int, state: str = "accepted_by_committee") -> PlacementState:
    return placement(state, id=f"P{name}", household=f"H{name}", depends_on=tuple(f"H{n}" for n in after))


def fallen(first: PlacementState, *others: PlacementState) -> list[str]:
    return [p.id for p in falls_with(first, others)]


def test_a_whole_chain_falls_the_nearest_first() -> None:
    assert fallen(one(1), one(3, 2), one(2, 1), one(4)) == ["P2", "P3"]


def test_a_swap_falls_as_a_whole_and_once() -> None:
    assert fallen(one(1, 2), one(1, 2), one(2, 1)) == ["P2"]


def test_what_depends_on_two_falls_with_either() -> None:
    rows = (one(1), one(2), one(3, 1, 2))
    assert fallen(rows[0], *rows) == fallen(rows[1], *rows) == ["P3"]


def test_what_is_settled_or_over_does_not_fall() -> None:
    assert fallen(one(1), one(2, 1, state="moved_in"), one(3, 1, state="refused"), one(4, 3)) == []


def test_each_of_them_is_withdrawn_by_the_system() -> None:
    (second,) = falls_with(one(1), [one(2, 1)])
    after = taken(second, Step.WITHDRAW, SYSTEM, reason="earlier_fell_through").after
    assert (after.closed, after.reason) == (True, "earlier_fell_through")


@given(st.lists(st.lists(st.integers(0, 7), max_size=3), min_size=8, max_size=8), st.integers(0, 7))
def test_exactly_those_fall_that_can_be_reached(after: list[list[int]], first: int) -> None:
    rows = [one(n, *depends) for n, depends in enumerate(after)]
    reached = {first}
    while more := {n for n, depends in enumerate(after) if set(depends) & reached} - reached:
        reached |= more
    assert sorted(fallen(rows[first], *rows)) == sorted(f"P{n}" for n in reached - {first})
