"""A year of weekly rounds on the region: every invariant, every week, on both databases."""

from datetime import date

import pytest

from allocator.domain.round import Round
from allocator.generate import generate, with_every_feature
from allocator.intake import delivered_policy, read_case, read_policy
from allocator.store import Store
from tests.actions.offices import FIXTURES, House
from tests.year.weeks import Year

AUTUMN, WINTER = date(2026, 11, 23), date(2026, 12, 14)


def small() -> Round:
    """A region with every feature, but few people."""
    policy = with_every_feature(read_policy(delivered_policy(), WINTER), 14)
    return generate(60, 14, "ten", 5, policy=policy, as_of=WINTER)


def must_have_happened(year: Year, *what: str) -> None:
    assert [one for one in what if not year.happened.get(one)] == [], year.happened


def test_six_weeks(store: Store) -> None:
    """Six weeks of a small region, the turn of the year among them."""
    year = Year(House(store), small().policy, small(), WINTER, arrivals=5, new_homes=2)
    year.live(6)
    must_have_happened(year, "rounds", "accept", "refusals", "exchanges", "policies changed", "keys changed", "move_in")


@pytest.mark.soak
def test_a_year_of_the_region(store: Store) -> None:
    """52 weeks of the region fixture."""
    round_ = read_case(FIXTURES / "region").round
    year = Year(House(store), round_.policy, round_, AUTUMN, arrivals=10, new_homes=5)
    year.live(52)
    print("\n".join(year.log), year.happened)
    must_have_happened(
        year,
        *("rounds", "accept", "refusals", "withdrawn", "expired", "left again", "move_in", "exchanges"),
        *("policies changed", "keys changed", "balances carried over", "objections upheld", "withdrawn from the list"),
    )
