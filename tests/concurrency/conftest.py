import pytest

from allocator.store import Store
from tests.actions.offices import House


@pytest.fixture
def house(store: Store) -> House:
    return House(store)
