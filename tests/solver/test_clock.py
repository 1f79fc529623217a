"""Time that is kept for what comes after the search."""

import pytest

from allocator.solver.clock import Clock, OutOfTime


@pytest.mark.parametrize(("seconds", "limit"), [(3.0, 57.0), (30.0, 54.0), (0.0, 60.0)])
def test_what_is_kept_is_a_tenth_at_most(seconds: float, limit: float) -> None:
    clock = Clock.start(60.0)
    clock.reserve(seconds)
    assert clock.limit == limit
    assert 0.0 < (clock.left() or 0.0) <= limit


def test_without_a_limit_nothing_is_kept() -> None:
    clock = Clock.start(None)
    clock.reserve(3.0)
    assert clock.left() is None


def test_time_is_up_when_what_is_left_is_kept() -> None:
    clock = Clock.start(0.0)
    clock.reserve(1.0)
    with pytest.raises(OutOfTime):
        clock.left()
