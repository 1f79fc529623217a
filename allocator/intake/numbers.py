"""Numbers, money and dates as people write them, read exactly."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from allocator.intake import faults
from allocator.intake.faults import Unreadable

_SPACES = re.compile(r"[\s\u00a0\u202f]")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_DATES = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII), (3, 2, 1)),
)
_LONGEST = 60
_OLDEST_YEAR = 1900


class Exact(str):
    """Text of a value that was a real number or date in its source, so its separators are in no doubt."""

    def strip(self, chars: str | None = None, /) -> "Exact":  # noqa: ARG002 - nothing stands around it
        """The text itself."""
        return self


def decimal(text: str, *, plain: bool = False) -> Decimal:
    """A number with a decimal comma or point; thousands separators only where they leave no doubt.

    Args:
        text: what stands in the cell.
        plain: whether thousands separators make no sense here (coordinates), so that 53.218 is in no doubt.

    Raises:
        Unreadable: when this is no number, or can be read in two ways.
    """
    compact = _SPACES.sub("", text)
    if len(compact) > _LONGEST or not compact.isascii():
        raise Unreadable(faults.NUMBER)
    if not (plain or isinstance(text, Exact)) and _AMBIGUOUS.fullmatch(compact):
        raise Unreadable(faults.AMBIGUOUS)
    compact = _without_thousands(compact)
    if not _PLAIN.fullmatch(compact):
        raise Unreadable(faults.NUMBER)
    try:
        return Decimal(compact)
    except InvalidOperation as error:
        raise Unreadable(faults.NUMBER) from error


def _without_thousands(text: str) -> str:
    """The number with a point for decimals and nothing else between its digits."""
    for thousands, mark in ((".", ","), (",", ".")):
        groups = rf"[+-]?\d{{1,3}}(\{thousands}\d{{3}})"
        if re.fullmatch(rf"{groups}+\{mark}\d+", text) or re.fullmatch(rf"{groups}{{2,}}", text):
            return text.replace(thousands, "").replace(mark, ".")
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def whole(text: str) -> int:
    """A whole number; ``3,0`` counts, ``3,5`` does not."""
    if len(text) < 10 and text.isascii() and text.isdigit():
        return int(text)
    try:
        number = decimal(text)
    except Unreadable as error:
        raise Unreadable(faults.AMBIGUOUS if error.fault is faults.AMBIGUOUS else faults.WHOLE) from error
    if number.adjusted() > _LONGEST or number != number.to_integral_value():
        raise Unreadable(faults.WHOLE)
    return int(number)


def cents(text: str) -> int:
    """Euros, exactly, as whole cents."""
    stripped = re.sub(r"(?i)^\s*(€|eur(o)?\b)\s*|\s*(€|eur(o)?)\s*$|,-+\s*$", "", text)
    amount = decimal(Exact(stripped) if isinstance(text, Exact) else stripped)
    if amount.adjusted() > _LONGEST or amount.adjusted() < -_LONGEST:
        raise Unreadable(faults.NUMBER)
    exact = Fraction(amount) * 100
    if exact.denominator != 1:
        raise Unreadable(faults.CENTS)
    return int(exact)


def day(text: str) -> date:
    """A date: ``2026-01-31``, ``31-1-2026`` or ``31/1/2026``; a midnight behind it is ignored."""
    for pattern, (year, month, number) in _DATES:
        if found := pattern.fullmatch(text.strip()):
            try:
                read = date(int(found[year]), int(found[month]), int(found[number]))
            except ValueError as error:
                raise Unreadable(faults.DATE) from error
            if read.year < _OLDEST_YEAR:
                raise Unreadable(faults.YEAR)
            return read
    raise Unreadable(faults.DATE)


def written(text: str, *, plain: bool = False) -> str:
    """A number as text that reads back as exactly the same number, never as thousands.

    1.125 is written as 1125E-3, because 1.125 in a Dutch file may mean eleven hundred twenty-five.
    """
    if plain or not _AMBIGUOUS.fullmatch(text):
        return text
    return text.replace(".", "") + "E-3"
