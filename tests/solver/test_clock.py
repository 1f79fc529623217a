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


def test_what_is_kept_is_there_afterwards_but_for_the_last_of_it() -> None:
    clock = Clock.start(60.0)
    clock.reserve(3.0)
    clock.reserve(30.0, 0.2)
    assert clock.limit == pytest.approx(57.0 - 11.4)
    assert clock.afterwards(but=1.0).limit == pytest.approx(59.0)
    assert clock.afterwards(but=1.0).started == clock.started
    assert clock.afterwards(but=99.0).limit == clock.limit  # never less than the search had
    assert Clock.start(None).afterwards(but=1.0).limit is None


def test_who_no_longer_wants_an_answer_is_asked_afterwards_too() -> None:
    asked: list[int] = []
    Clock.start(60.0, lambda: asked.append(1)).afterwards(but=0.0).left()
    assert asked == [1]
