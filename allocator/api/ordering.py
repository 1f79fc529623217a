"""In which order a list stands, and the cursor that says after what its next page begins."""

import base64
import binascii
import functools
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from operator import itemgetter
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from allocator.api.problems import Missing
from allocator.domain.sentence import Sentence
from allocator.locale import N_

S = TypeVar("S")
_DIGITS = 15
_FIRST: Callable[[tuple[Any, Any]], Any] = itemgetter(0)
Order = tuple[tuple[str, bool], ...]
"""Attributes, and whether the largest comes first."""
Place = list[Any]
"""Where something stands in a list: what it is sorted by, and its key."""


def order_of(sort: str | None, shape: type[BaseModel]) -> Order:
    """What is asked to be sorted by.

    Raises:
        Missing: when something of it is no field of the shape.
    """
    fields = {to_camel(name): name for name in shape.model_fields}
    found = []
    for part in sort.split(",") if sort else ():
        name = part.removeprefix("-")
        if name not in fields:
            text = N_("There is no field {field} to sort by; there are: {fields}.")
            raise Missing(400, "sort", Sentence(text, {"field": name, "fields": ", ".join(sorted(fields))}))
        found.append((fields[name], part.startswith("-")))
    return tuple(found)


def ranked(
    found: Iterable[S], order: Order, key: Callable[[S], str], of: Callable[[S], Any] | None = None
) -> list[tuple[Place, S]]:
    """All of it in order, each with its place.

    Args:
        found: what there is.
        order: what it is sorted by.
        key: what tells them apart; the order among what is sorted alike.
        of: makes what has these attributes; None: they have them themselves.
    """
    pairs = [(_place(of(one) if of and order else one, order, key(one)), one) for one in found]
    return sorted(pairs, key=functools.cmp_to_key(_by(order)) if order else _FIRST)


def after(pairs: Sequence[tuple[Place, S]], cursor: str | None, order: Order) -> Sequence[tuple[Place, S]]:
    """What comes after the place of a cursor.

    Raises:
        Missing: when the cursor is none of ours.
    """
    if not cursor:
        return pairs
    last, compare = (place_in(cursor, len(order)), None), _by(order)
    return [pair for pair in pairs if compare(pair, last) > 0]


def _place(one: Any, order: Order, key: str) -> Place:
    return [*(_value(getattr(one, name)) for name, _ in order), key]


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


def cursor_of(place: Sequence[Any]) -> str:
    """A cursor that begins after a place."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def number_in(cursor: str) -> int:
    """The number after which a page of a list that only grows begins.

    Raises:
        Missing: when the cursor is none of ours.
    """
    (number,) = place_in(cursor, 0)
    if not str(number).isdecimal() or len(number) > _DIGITS:
        raise none_of_ours()
    return int(number)


def none_of_ours() -> Missing:
    """What to say of a cursor that this server did not give."""
    text = N_("This cursor is not one of ours for this order; begin at the first page.")
    return Missing(400, "cursor", Sentence(text))


def place_in(cursor: str, fields: int) -> Place:
    """The place that a cursor says, for an order of so many fields.

    Raises:
        Missing: when it is none of ours.
    """
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
        raise none_of_ours()
    return place
