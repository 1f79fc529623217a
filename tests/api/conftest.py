from collections.abc import Iterator

import pytest

from allocator.store import Store, soundness
from tests.actions.offices import House
from tests.api.servers import Server, serving
from tests.databases import Snapshots


@pytest.fixture
def house(store: Store, url: str, snapshots: Snapshots) -> House:
    found = House(store, url=url, snapshots=snapshots)
    found.begin("tiny")
    return found


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    """The small case, its round run, behind a real server."""
    with serving(house) as found:
        yield found
    with house.store.reading() as work:
        assert soundness.broken(work) == []
