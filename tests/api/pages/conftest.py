from collections.abc import Iterator

import pytest

from allocator.store import soundness
from tests.actions.offices import House
from tests.api.servers import Server, serving


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    """The small case, its round run, behind a real server that only this machine reaches."""
    with serving(house, secure=False, second_factor=False) as found:
        yield found
    with house.store.reading() as work:
        assert soundness.broken(work) == []
