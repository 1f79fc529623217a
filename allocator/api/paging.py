"""Lists in pages: a cursor that says after which key the next page begins."""

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query, Request, Response
from pydantic import Field

from allocator.api.problems import Missing
from allocator.api.shapes import Shape
from allocator.domain.sentence import Sentence
from allocator.locale import N_

T = TypeVar("T")
MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST, description="Most items on a page.", examples=[50])]
Cursor = Annotated[str | None, Query(max_length=400, description="Where the page begins: `next` of the page before.")]


class Page(Shape, Generic[T]):
    """A page of a list."""

    items: list[T] = Field(description="What is on this page, in order.")
    next: str | None = Field(default=None, description="Cursor of the next page; null: this is the last one.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name of the page of some kind of items in the document."""
        return f"{params[0].__name__}Page"


def page(
    request: Request,
    response: Response,
    all_of_them: Iterable[T],
    key: Callable[[T], str],
    cursor: str | None,
    most: int,
) -> Page[T]:
    """The items after the cursor, in order of key; the next page also stands in the Link header.

    Raises:
        Missing: when the cursor is not one of ours.
    """
    after = _read(cursor) if cursor else None
    rest = sorted((one for one in all_of_them if after is None or key(one) > after), key=key)
    following = _write(key(rest[most - 1])) if len(rest) > most else None
    if following:
        response.headers["Link"] = f'<{request.url.include_query_params(cursor=following)}>; rel="next"'
    return Page(items=rest[:most], next=following)


def _write(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise Missing(400, "cursor", Sentence(N_("This cursor is not one of ours; begin at the first page."))) from None
