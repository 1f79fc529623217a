"""How often the database is asked for one page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from allocator.store import Store


@dataclass
class Count:
    """What was asked while it looked."""

    asked: int = 0


@contextmanager
def counting(store: Store) -> Iterator[Count]:
    """Count what the database is asked, until this ends."""
    found = Count()

    def one(*_: object) -> None:
        found.asked += 1

    sa.event.listen(store.engine, "before_cursor_execute", one)
    try:
        yield found
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", one)
