"""Rows of the committee's report as the page shows them: words only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Who:
    """A household in a list."""

    id: str
    urgency: str
    persons: str
    waited: str
    too_long: bool


@dataclass(frozen=True)
class Home:
    """A home in a list."""

    id: str
    what: str
    corporation: str
    place: str


@dataclass(frozen=True)
class PlacedRow:
    """A placement: who, where, with which support, why, and what must happen first."""

    who: Who
    home: Home
    pools: tuple[str, ...]
    reasons: tuple[str, ...]
    confirm: tuple[str, ...]
    questions: tuple[str, ...]
    depends_on: tuple[str, ...]
    marks: tuple[str, ...]
    others: tuple[str, ...]
    """Other homes that this household could have had."""
    home_why: tuple[str, ...]
    """Who else could have had this home, and what decided."""


@dataclass(frozen=True)
class UnplacedRow:
    """A household without a home: why, what was nearest, and what to ask."""

    who: Who
    why: str
    details: tuple[str, ...]
    near: tuple[str, ...]
    ask: str


@dataclass(frozen=True)
class EmptyRow:
    """A home that stays empty, and why."""

    home: Home
    why: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class AimRow:
    """One (sub-)stage: what it counts, what it reached, its bound, and what it could reach alone."""

    aim: str
    of: str
    better: str
    values: tuple[str, str, str]
    status: str
    tolerance: int
    sentence: str


@dataclass(frozen=True)
class Group:
    """Rows under one heading; ``more`` of them stand only in the CSV file."""

    title: str
    count: str
    rows: Sequence[Any]
    more: int
    ident: str
