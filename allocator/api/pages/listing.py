"""Lists that are searched, narrowed, ordered and grouped: what the address asks, and which rows that gives."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request

R = TypeVar("R")
EACH = 100
"""Rows on one page of a list."""
MOST = 100
"""Characters of one thing that is asked."""


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column by which rows are ordered: its key, what it is called, and the sort key of a row."""

    key: str
    title: str
    of: Callable[[R], object]
    number: bool = False


@dataclass(frozen=True)
class Narrowing(Generic[R]):
    """A choice that narrows a list: the values that a row has, each with its words."""

    key: str
    title: str
    of: Callable[[R], Iterable[tuple[str, str]]]
    groups: bool = True
    """Whether rows can be grouped by it."""


@dataclass(frozen=True)
class Head:
    """The heading of a column: where a click leads, and how it is ordered now."""

    title: str
    address: str
    order: str
    number: bool


@dataclass
class Choice:
    """A choice with its values, out of the whole list, and the one that is chosen."""

    key: str
    title: str
    value: str
    options: list[tuple[str, str]]


@dataclass
class Listing(Generic[R]):
    """One list as the address asks for it.

    Attributes:
        request: the request.
        columns: by which it can be ordered; the first one is how it comes.
        narrowings: by which it can be narrowed and grouped.
        text: all of a row that is searched.
        each: rows on one page.
    """

    request: Request
    columns: Sequence[Column[R]]
    narrowings: Sequence[Narrowing[R]]
    text: Callable[[R], str]
    each: int = EACH
    choices: list[Choice] = field(default_factory=list)
    total: int = 0
    matching: int = 0
    pages: int = 1

    def asked(self, name: str) -> str:
        """One thing that the address asks; empty: nothing."""
        return self.request.query_params.get(name, "")[:MOST].strip()

    @property
    def search(self) -> str:
        """What is searched."""
        return self.asked("q")

    @property
    def group(self) -> str:
        """By what the rows are grouped; empty: not."""
        wanted = self.asked("group")
        return wanted if wanted in {one.key for one in self.narrowings if one.groups} else ""

    @property
    def page(self) -> int:
        """Which page of it, from 1."""
        said = self.asked("page")
        return max(1, int(said)) if said.isdecimal() and len(said) < 6 else 1

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.search or any(one.value for one in self.choices))

    def pick(self, rows: list[R]) -> list[R]:
        """The rows of this page of the list, in order."""
        self.total = len(rows)
        for one in self.narrowings:
            values = dict(pair for row in rows for pair in one.of(row))
            options = sorted(values.items(), key=lambda pair: pair[1].casefold())
            self.choices.append(Choice(one.key, one.title, self.asked(one.key), options))
        for one, choice in zip(self.narrowings, self.choices, strict=True):
            if choice.value:
                rows = [row for row in rows if choice.value in dict(one.of(row))]
        if words := self.search.casefold().split():
            rows = [row for row in rows if all(word in self.text(row).casefold() for word in words)]
        rows = self._ordered(rows)
        self.matching, self.pages = len(rows), max(1, -(-len(rows) // self.each))
        start = (min(self.page, self.pages) - 1) * self.each
        return rows[start : start + self.each]

    def _ordered(self, rows: list[R]) -> list[R]:
        key, down = self._sort()
        column = next((one for one in self.columns if one.key == key), None)
        if column is not None:
            of = column.of
            rows = sorted(rows, key=lambda row: of(row), reverse=down)  # type: ignore[arg-type,return-value]
        if by := next((one for one in self.narrowings if one.key == self.group), None):
            rows = sorted(rows, key=lambda row: _first(by, row)[1].casefold())
        return rows

    def _sort(self) -> tuple[str, bool]:
        said = self.asked("sort")
        return said.removeprefix("-"), said.startswith("-")

    def heads(self) -> list[Head]:
        """The headings of the columns."""
        key, down = self._sort()
        found = []
        for one in self.columns:
            turned = f"-{one.key}" if one.key == key and not down else one.key
            order = ("descending" if down else "ascending") if one.key == key else ""
            found.append(Head(one.title, self.address(sort=turned, page=""), order, one.number))
        return found

    def grouped(self, rows: list[R]) -> list[tuple[str, list[R]]]:
        """The rows of this page under the words of their group; without one under nothing."""
        by = next((one for one in self.narrowings if one.key == self.group), None)
        if by is None:
            return [("", rows)]
        found: dict[str, list[R]] = {}
        for row in rows:
            found.setdefault(_first(by, row)[1], []).append(row)
        return list(found.items())

    def address(self, **changed: str) -> str:
        """The address of this list with something else asked; empty: no longer asked."""
        said: Mapping[str, str] = dict(self.request.query_params) | changed
        kept = {name: value for name, value in said.items() if value}
        return self.request.url.path + (f"?{urlencode(kept)}" if kept else "")


def _first(by: Narrowing[R], row: R) -> tuple[str, str]:
    return next(iter(by.of(row)), ("", "\u2013"))
