"""Where it ends at the pace of so far."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from allocator.ledger import Forecast, Standing, forecast
from allocator.ledger.forecast import LEAST

HALFWAY = Standing(quota=Fraction(40), carried=Fraction(4), realised=Fraction(10), committed=Fraction(5))
AMOUNTS = st.fractions(-1000, 1000, max_denominator=100)
PARTS = st.fractions(0, 1, max_denominator=400)


def test_halfway_the_pace_counts_twice() -> None:
    assert forecast(HALFWAY, Fraction(1, 2)) == Forecast(Fraction(30), Fraction(14))


def test_too_early_nothing_is_said() -> None:
    assert forecast(HALFWAY, LEAST) is not None
    assert forecast(HALFWAY, LEAST - Fraction(1, 1000)) is None
    assert forecast(HALFWAY, Fraction(0)) is None


@given(st.builds(Standing, *[AMOUNTS] * 7), PARTS)
def test_what_is_done_and_what_is_left_make_the_task(now: Standing, part: Fraction) -> None:
    found = forecast(now, part)
    assert (found is None) == (part < LEAST)
    if found:
        assert found.done + found.left == now.task + now.brought
    if part == 1:
        assert found == Forecast(now.so_far, now.balance)


@given(st.builds(Standing, *[AMOUNTS] * 7), PARTS.filter(lambda part: part >= LEAST))
def test_who_is_on_schedule_ends_with_the_whole_task(now: Standing, part: Fraction) -> None:
    """Behind what is due of the task by now: too few at the end; what was brought along is the same in both."""
    found = forecast(now, part)
    assert found is not None
    assert (found.left - now.brought) * part == now.due(part) - now.brought
