"""A year of weekly rounds on the region: every invariant, every week, on both databases."""

from datetime import date

import pytest

from allocator.actions import monitor
from allocator.actions.parts.recording import records
from allocator.domain.monitored import LEAST
from allocator.domain.round import Round
from allocator.generate import generate, with_every_feature
from allocator.intake import delivered_policy, read_case, read_policy
from allocator.monitor import count
from allocator.store import Store
from tests.actions.offices import AUDITOR, CHAIR, FIXTURES, House
from tests.monitor.attack import widths
from tests.year.weeks import Year

AUTUMN, WINTER = date(2026, 11, 23), date(2026, 12, 14)


def small() -> Round:
    """A region with every feature, but few people."""
    policy = with_every_feature(read_policy(delivered_policy(), WINTER), 14)
    return generate(60, 14, "ten", 5, policy=policy, as_of=WINTER)


def must_have_happened(year: Year, *what: str) -> None:
    assert [one for one in what if not year.happened.get(one)] == [], year.happened


@pytest.mark.slow
def test_six_weeks(store: Store) -> None:
    """Six weeks of a small region, the turn of the year among them."""
    year = Year(House(store), small().policy, small(), WINTER, arrivals=5, new_homes=2)
    year.live(6)
    must_have_happened(year, "rounds", "accept", "refusals", "exchanges", "policies changed", "keys changed", "move_in")


def figures_hold(year: Year) -> None:
    """The monitor of these weeks: sums hold, nothing under five is told, and nobody finds what is left out."""
    office = year.house.office
    year.house.clock.pass_days(7)
    draft = monitor.count_figures(office, CHAIR)
    with year.house.store.reading() as work:
        made = count(records(work, draft.release.first, draft.release.last)[0])
    figures = draft.release.values
    assert {cell: n for cell, n in figures.items() if n is not None}.items() <= made.numbers.items()
    assert all(not sum(by * made.numbers[cell] for cell, by in one.items()) for one in made.sums)
    assert any(n is not None for n in figures.values())
    assert [n for n in figures.values() if n is not None and n < LEAST] == []
    assert {cell: width for cell, width in widths(figures, made.sums).items() if width < LEAST - 1e-6} == {}
    monitor.publish_figures(office, CHAIR, draft)
    assert monitor.write_release(office, AUDITOR, "monitor.pdf").startswith(b"%PDF")


@pytest.mark.soak
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_figures_of_a_quarter(store: Store) -> None:
    """Sixteen weeks of a small region: the first quarter of 2027 is whole."""
    year = Year(House(store), small().policy, small(), WINTER, arrivals=8, new_homes=3)
    year.live(16)
    figures_hold(year)


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
    figures_hold(year)
