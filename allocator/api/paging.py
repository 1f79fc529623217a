"""Lists: sorted, in pages with a cursor that says after what the next page begins, or whole as CSV or XLSX."""

import base64
import binascii
import functools
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar, cast

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field
from pydantic.alias_generators import to_camel

from allocator.api import tables
from allocator.api.problems import Missing
from allocator.api.shapes import Shape
from allocator.domain.refusal import NotFound
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.reports.lists import Cells

T = TypeVar("T", bound=BaseModel)
S = TypeVar("S")
MOST = 200
MOST_ROWS = 10_000
"""In a file of a list that only grows."""
_DIGITS = 15
Limit = Annotated[int, Query(ge=1, le=MOST, description="Most items on a page.", examples=[50])]
Cursor = Annotated[str | None, Query(max_length=2000, description="Where the page begins: `next` of the page before.")]
Sort = Annotated[
    str | None,
    Query(
        max_length=200,
        pattern=r"^-?[A-Za-z][A-Za-z0-9]*(,-?[A-Za-z][A-Za-z0-9]*)*$",
        description="Fields to sort by, with commas between them; `-` before one: the largest first.",
    ),
]
Order = tuple[tuple[str, bool], ...]
"""Attributes, and whether the largest comes first."""


class Page(Shape, Generic[T]):
    """A page of a list."""

    items: list[T] = Field(description="What is on this page, in order.")
    next: str | None = Field(default=None, description="Cursor of the next page; null: this is the last one.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name of the page of some kind of items in the document."""
        return f"{params[0].__name__}Page"


@dataclass(frozen=True)
class _Listing:
    """How somebody wants a list."""

    request: Request
    response: Response
    limit: int
    cursor: str | None
    sort: str | None

    def page(
        self, shape: type[T], found: Iterable[S], key: Callable[[S], str], of: Callable[[S], T] | None = None
    ) -> Page[T]:
        """The page that is asked, or the whole list as a file when the caller accepts that only.

        Args:
            shape: what the items are.
            found: all items that match.
            key: what tells them apart; the order among what is sorted alike.
            of: makes an item of what was found, with fields of the same names; only what is shown is made. None: what
                was found are items.

        Raises:
            Missing: when the cursor or the fields to sort by are none of ours.
        """
        order = _order(self.sort, shape)
        ranked = sorted(((_place(one, order, key), one) for one in found), key=functools.cmp_to_key(_by(order)))
        make = of or (lambda one: cast("T", one))
        kind = tables.wanted(self.request)
        if kind is not None:
            whole = tables.as_file(self.request, shape, [make(one) for _, one in ranked], kind)
            return cast("Page[T]", whole)  # FastAPI sends a response as it is; the document names both
        after = _read(self.cursor, len(order)) if self.cursor else None
        compare = _by(order)
        rest = [pair for pair in ranked if after is None or compare(pair, (after, None)) > 0]
        following = _write(rest[self.limit - 1][0]) if len(rest) > self.limit else None
        _link(self.request, self.response, following)
        return Page(items=[make(one) for _, one in rest[: self.limit]], next=following)


async def _listing(  # needs no thread of its own
    request: Request, response: Response, limit: Limit = 50, cursor: Cursor = None, sort: Sort = None
) -> _Listing:
    return _Listing(request, response, limit, cursor, sort)


Listing = Annotated[_Listing, Depends(_listing)]
"""How the caller wants a list: its page, its order, its format."""


@dataclass(frozen=True)
class _Trail:
    """How somebody wants a list that only grows: the newest first, a page at a time out of the database."""

    request: Request
    response: Response
    limit: int
    cursor: str | None

    def page(
        self,
        ask: Callable[[int | None, int], Sequence[S]],
        number: Callable[[S], int],
        of: Callable[[S], T],
        rows: tuple[Sequence[str], Callable[[Iterable[S]], Sequence[Cells]]],
    ) -> Page[T]:
        """The page that is asked, or the list as a file (of at most ``MOST_ROWS`` rows).

        Args:
            ask: gives at most so many of what matches, the newest first, that came before a number.
            number: the place of one; none have the same.
            of: makes an item.
            rows: headings of a file, and what makes its rows.

        Raises:
            Missing: when the cursor is none of ours.
        """
        kind = tables.wanted(self.request)
        if kind is not None:
            headings, make = rows
            whole = tables.rows_as_file(self.request, headings, make(ask(None, MOST_ROWS)), kind)
            return cast("Page[T]", whole)
        before = _number(self.cursor) if self.cursor else None
        found = ask(before, self.limit + 1)
        shown = found[: self.limit]
        following = _write([str(number(shown[-1]))]) if len(found) > self.limit else None
        _link(self.request, self.response, following)
        return Page(items=[of(one) for one in shown], next=following)


async def _trail(request: Request, response: Response, limit: Limit = 50, cursor: Cursor = None) -> _Trail:
    return _Trail(request, response, limit, cursor)


Newest = Annotated[_Trail, Depends(_trail)]
"""How the caller wants a list that only grows: its page, its format."""


def the_one(found: Iterable[S], key: Callable[[S], object], wanted: str | int) -> S:
    """The one with this key, of what the caller may see.

    Raises:
        NotFound: when it is not there, or not for this caller.
    """
    for one in found:
        if key(one) == wanted:
            return one
    raise NotFound("nothing", N_("There is nothing here with the key {key}."), key=wanted)


def _link(request: Request, response: Response, following: str | None) -> None:
    if following:
        url = request.url.include_query_params(cursor=following)
        response.headers["Link"] = f'<{url}>; rel="next"'


def _order(sort: str | None, shape: type[BaseModel]) -> Order:
    fields = {to_camel(name): name for name in shape.model_fields}
    found = []
    for part in sort.split(",") if sort else ():
        name = part.removeprefix("-")
        if name not in fields:
            text = N_("There is no field {field} to sort by; there are: {fields}.")
            raise Missing(400, "sort", Sentence(text, {"field": name, "fields": ", ".join(sorted(fields))}))
        found.append((fields[name], part.startswith("-")))
    return tuple(found)


Place = list[Any]


def _place(one: S, order: Order, key: Callable[[S], str]) -> Place:
    return [*(_value(getattr(one, name)) for name, _ in order), key(one)]


def _value(value: Any) -> Any:
    """As JSON has it, and as it can be compared with others of its field."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _by(order: Order) -> Callable[[tuple[Place, Any], tuple[Place, Any]], int]:
    """Compares places; what is not known comes last."""
    reverse = [largest_first for _, largest_first in order]

    def compare(one: tuple[Place, Any], other: tuple[Place, Any]) -> int:
        for left, right, turned in zip(one[0], other[0], [*reverse, False], strict=True):
            if left == right:
                continue
            if left is None or right is None:
                return 1 if left is None else -1
            smaller = left < right if type(left) is type(right) else _rank(left) < _rank(right)
            return (1 if smaller else -1) if turned else (-1 if smaller else 1)
        return 0

    return compare


def _rank(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, bool | int | float) else (1, value)


def _write(place: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _number(cursor: str) -> int:
    (number,) = _read(cursor, 0)
    if not str(number).isdecimal() or len(number) > _DIGITS:
        raise _none_of_ours()
    return int(number)


def _none_of_ours() -> Missing:
    text = N_("This cursor is not one of ours for this order; begin at the first page.")
    return Missing(400, "cursor", Sentence(text))


def _read(cursor: str, fields: int) -> Place:
    try:
        place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        place = None
    if (
        not isinstance(place, list)
        or len(place) != fields + 1
        or not all(part is None or isinstance(part, bool | int | float | str) for part in place)
        or not isinstance(place[-1], str)
    ):
        raise _none_of_ours()
    return place
