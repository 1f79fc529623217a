from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from allocator.privacy import signing_in
from allocator.store import Store, soundness
from tests.actions.offices import House
from tests.api.servers import Server, serving
from tests.databases import Snapshots


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as always, but with little work (tests/privacy/test_signing_in.py does it in full)."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(signing_in, "_HASHER", quick)
    monkeypatch.setattr(signing_in, "_NOBODY", quick.hash("nobody has this password"))


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
