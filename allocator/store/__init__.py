"""What is kept: tables, repositories, migrations. The only SQL of the house."""

from allocator.store.engine import Store, Work, open_store
from allocator.store.faults import Behind, Conflict, NotFound, Taken, Unreachable

__all__ = ["Behind", "Conflict", "NotFound", "Store", "Taken", "Unreachable", "Work", "open_store"]
