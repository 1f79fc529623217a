"""Lists: sorted, in pages with a cursor that says after what the next page begins, or whole as CSV or XLSX."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar, cast

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field

from allocator.api import tables
from allocator.api.ordering import after, cursor_of, number_in, order_of, place_in, ranked
from allocator.api.shapes import Shape
from allocator.domain.refusal import NotFound
from allocator.locale import N_
from allocator.reports.lists import Cells

T = TypeVar("T", bound=BaseModel)
S = TypeVar("S")
MOST = 200
MOST_ROWS = 10_000
"""In a file of a list that only grows."""
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

    def part(self) -> tuple[str, int] | None:
        """After which key the page begins, and how many tell what is on it, of a list in its own order.

        None: all of the list is needed, because it is sorted otherwise or wanted as a file.

        Raises:
            Missing: when the cursor is none of ours.
        """
        if self.sort or tables.wanted(self.request) is not None:
            return None
        return (place_in(self.cursor, 0)[0] if self.cursor else ""), self.limit + 1

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
        choice: Choice[S, T] = Choice(self, shape, key, of)
        choice(found)
        return choice.page


@dataclass
class Choice(Generic[S, T]):
    """Chooses what is shown of a list, for an action to which no more counts as read.

    Attributes:
        as_made: whether what is sorted by is only known of the items as they are made.
        page: what was chosen, as items; once it was called.
    """

    listing: "_Listing"
    shape: type[T]
    key: Callable[[S], str]
    of: Callable[[S], T] | None = None
    as_made: bool = False
    page: Page[T] = field(init=False)

    def __call__(self, found: Iterable[S]) -> list[S]:
        """What is shown of what there is: a page, or all of it in a file."""
        listing, order = self.listing, order_of(self.listing.sort, self.shape)
        make = self.of or (lambda one: cast("T", one))
        pairs = ranked(found, order, self.key, make if self.as_made else None)
        kind = tables.wanted(listing.request)
        if kind is not None:
            whole = tables.as_file(listing.request, self.shape, [make(one) for _, one in pairs], kind)
            self.page = cast("Page[T]", whole)  # FastAPI sends a response as it is; the document names both
            return [one for _, one in pairs]
        rest = after(pairs, listing.cursor, order)
        following = cursor_of(rest[listing.limit - 1][0]) if len(rest) > listing.limit else None
        _link(listing.request, listing.response, following)
        shown = [one for _, one in rest[: listing.limit]]
        self.page = Page(items=[make(one) for one in shown], next=following)
        return shown


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
        before = number_in(self.cursor) if self.cursor else None
        found = ask(before, self.limit + 1)
        shown = found[: self.limit]
        following = cursor_of([str(number(shown[-1]))]) if len(found) > self.limit else None
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
