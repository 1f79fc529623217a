"""Events of the audit trail as rows for a spreadsheet."""

from collections.abc import Iterable
from typing import Any

from allocator.audit import Link, ReadEntry

HEADINGS = (
    *("number", "at", "who", "role", "organisation", "what", "kind", "whom", "household", "why", "facts", "changed"),
    "sha256",
)
READING_HEADINGS = ("number", "at", "who", "role", "organisation", "household", "what", "why")


def event_rows(links: Iterable[Link]) -> list[tuple[Any, ...]]:
    """One row for each event, in the order of ``HEADINGS``; of what changed only the names of the fields."""
    return [_cells(one) for one in links]


def reading_rows(entries: Iterable[ReadEntry]) -> list[tuple[Any, ...]]:
    """One row for each time that somebody read a file, in the order of ``READING_HEADINGS``."""
    return [
        (one.number, one.at.isoformat(), one.who, one.role.value, one.organisation, one.household, one.what, one.why)
        for one in entries
    ]


def _cells(one: Link) -> tuple[Any, ...]:
    event = one.event
    facts = "; ".join(f"{name}={value}" for name, value in sorted(event.facts.items()))
    changed = " ".join(change.field for change in event.changes)
    by = (event.who, event.role.value, event.organisation)
    to = (event.kind, event.whom, event.household, event.why)
    return (one.number, event.at.isoformat(), *by, event.what, *to, facts, changed, one.sha256)
