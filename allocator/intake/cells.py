"""One cell of text to one value, by the type that the domain gives the field."""

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from allocator.domain.base import BagId, Cents, MunicipalityCode, Postcode, PostcodeArea
from allocator.domain.sentence import Sentence
from allocator.intake import faults, numbers, places, words
from allocator.intake.faults import Fault, Unreadable
from allocator.locale import N_

UNKNOWN = "?"
NO_ITEMS = "-"
"""A list without items, where an empty cell means something else."""

_QUOTED = re.compile(r"'(['=+\-@\t\r]|\?$)")


@dataclass
class Reading:
    """What reading a cell needs to know, and the warnings it gives."""

    names: Mapping[str, str] = field(default_factory=dict)
    """Normal form of municipality names to their code."""
    vera: bool = False
    """Whether the codes of corporations (VERA) are understood."""
    warn: Callable[[Fault], None] = lambda _: None


Reader = Callable[[str, Reading], Any]
"""Reads a cell that is neither empty nor unknown; raises ``Unreadable`` when that cannot be done."""


def reader_of(hint: Any) -> Reader:
    """How cells of a type are read.

    Args:
        hint: type of the field in the domain, with its ``Annotated`` aliases.
    """
    hint = without_none(hint)
    if typing.get_origin(hint) is not tuple:
        return _reader_of_one(hint)
    read = _reader_of_one(typing.get_args(hint)[0])

    def read_list(text: str, reading: Reading) -> tuple[Any, ...]:
        if text.strip() == NO_ITEMS:
            return ()
        return tuple(read(part, reading) for part in map(str.strip, unquoted(text).split("|")) if part)

    return read_list


def without_none(hint: Any) -> Any:
    """The type of a field apart from its None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def _reader_of_one(hint: Any) -> Reader:
    if hint == MunicipalityCode:
        return _municipality
    for alias, read in _ALIASES:
        if hint == alias:
            return _plainly(read)
    kind = typing.get_args(hint)[0] if hasattr(hint, "__metadata__") else hint
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda text, reading: _code(text, kind, reading)
    return _plainly(_KINDS.get(kind, unquoted))


def _plainly(read: Callable[[str], Any]) -> Reader:
    return lambda text, _: read(text)


def _municipality(text: str, reading: Reading) -> str:
    code = places.municipality(text, reading.names)
    if code in places.OLD_CODES:
        reading.warn(places.replaced(code))
    return places.OLD_CODES.get(code, code)


_ALIASES: tuple[tuple[Any, Callable[[str], Any]], ...] = (
    (Cents, numbers.cents),
    (Postcode, places.postcode),
    (PostcodeArea, lambda text: places.postcode(text, area=True)),
    (BagId, places.bag_id),
)


def unquoted(text: str) -> str:
    """Text without the quote that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if _QUOTED.match(text) else text


def quoted(text: str) -> str:
    """Text as ``unquoted`` reads it back; never a formula in a spreadsheet."""
    if re.match(r"['=+\-@\t\r]", text) or text == UNKNOWN:
        return text if re.fullmatch(r"-?[0-9]+([.][0-9]+)?|-", text) else "'" + text
    return text


def _boolean(text: str) -> bool:
    word = text.strip().casefold()
    if word in words.YES:
        return True
    if word in words.NO:
        return False
    raise Unreadable(faults.BOOLEAN)


def _code(text: str, kind: type[StrEnum], reading: Reading) -> StrEnum:
    found = words.code_of(kind, text, vera=reading.vera)
    if found is None:
        values = {"codes": tuple(member.value for member in kind)}
        raise Unreadable(
            Fault(Sentence(N_("This code is not known."), values), Sentence(N_("Choose one of: {codes}."), values))
        )
    return found


def _float(text: str) -> float:
    return float(numbers.decimal(text))


def coordinate(text: str) -> float:
    """Degrees; 53.218 is in no doubt here."""
    return float(numbers.decimal(text, plain=True))


_KINDS: dict[Any, Callable[[str], Any]] = {
    bool: _boolean,
    int: numbers.whole,
    float: _float,
    Decimal: numbers.decimal,
    date: numbers.day,
}
