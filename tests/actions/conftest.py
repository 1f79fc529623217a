from collections.abc import Iterator

import pytest

from allocator.store import Store, soundness
from tests.actions.offices import House
from tests.databases import Snapshots


@pytest.fixture
def house(store: Store, url: str, snapshots: Snapshots) -> House:
    return House(store, url=url, snapshots=snapshots)


@pytest.fixture
def sound(house: House) -> Iterator[House]:
    """After the test, everything that must be true of what is kept still is."""
    yield house
    with house.store.reading() as work:
        assert soundness.broken(work) == []
