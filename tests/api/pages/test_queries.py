"""A page asks the database a fixed small number of times, whatever the size of the round and the years behind it."""

from pathlib import Path

import pytest

from allocator.domain.workflow import Role
from tests.api.pages.counting import counting
from tests.api.pages.readers import Reader, reader
from tests.api.pages.visits import VISITS
from tests.api.servers import ROLES, serving
from tests.benchmarks.history import lengthen, monday

MOST = 40
SIZES = ((20, 5, 1), (36, 8, 4))
"""Households, homes and weeks of two regions."""


def asked(households: int, units: int, weeks: int, *, everybody: bool) -> dict[tuple[str, str], int]:
    """How often each page asks the database, once what has to be worked out is there; by one role, or by all."""
    found = {}
    with (
        monday(lengthen(households, units, weeks), households, units) as (house, sample),
        serving(house, secure=False, second_factor=False) as server,
    ):
        readers: dict[Role, Reader] = {role: reader(server, sample.actor(role)) for role in ROLES}
        for visit in VISITS:
            for role in sorted(visit.roles, key=ROLES.index)[: None if everybody else 1]:
                readers[role].get(visit.address(sample))
                with counting(house.store) as count:
                    readers[role].get(visit.address(sample))
                found[visit.like or visit.route, role.value] = count.asked
    return found


@pytest.mark.many_times
@pytest.mark.parametrize("everybody", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_no_page_asks_more_often_when_there_is_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, everybody: bool
) -> None:
    monkeypatch.setenv("ALLOCATOR_HISTORY", str(tmp_path))
    small, large = (asked(*size, everybody=everybody) for size in SIZES)
    assert {page: (small[page], large[page]) for page in small if large[page] > small[page]} == {}
    assert {page: count for page, count in large.items() if count > MOST} == {}
