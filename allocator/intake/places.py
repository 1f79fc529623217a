"""Municipality codes, postcodes and BAG numbers as people and systems write them."""

import re
from collections.abc import Mapping

from allocator.domain.sentence import Sentence
from allocator.intake import faults
from allocator.intake.faults import Fault, Unreadable
from allocator.intake.numbers import Exact
from allocator.intake.words import normal
from allocator.locale import N_

_MERGED: dict[str, tuple[int, ...]] = {
    "GM0014": (9, 17),
    "GM1950": (7, 48),
    "GM1952": (18, 40, 1987),
    "GM1966": (5, 1663, 1651, 53),
    "GM1969": (22, 25, 15, 56),
    "GM1979": (3, 10, 24),
}
OLD_CODES = {f"GM{old:04d}": new for new, merged in _MERGED.items() for old in merged}
"""Codes of municipalities that merged between 2018 and 2021 in the province of Groningen, to their successor.

Source: CBS. Winsum (GM0053) was split between Het Hogeland and Westerkwartier; by far most of it went to the first.
"""

_EXACT_DIGITS = 15
"""So many digits of a number are kept by a spreadsheet."""
_LETTERS_NEVER_USED = ("SA", "SD", "SS")


def municipality(text: str, names: Mapping[str, str]) -> str:
    """The CBS code behind ``GM0014``, ``0014``, ``14`` or a name; old codes are returned as they are.

    Args:
        text: what stands in the cell.
        names: normal form of a name to its code.

    Raises:
        Unreadable: when it is neither a code nor a known name.
    """
    found = re.fullmatch(r"(?i)(?:GM\s?)?([0-9]{1,4})(?:\.0)?", text.strip())
    if found:
        return f"GM{int(found[1]):04d}"
    code = names.get(normal(text))
    if not code:
        raise Unreadable(faults.MUNICIPALITY)
    return code


def replaced(code: str) -> Fault:
    """The warning that an old code was replaced by that of the municipality it merged into."""
    values = {"old": code, "new": OLD_CODES[code]}
    return Fault(
        Sentence(N_("Municipality {old} no longer exists; {new} is used, into which it merged."), values),
        Sentence(N_("Correct the code in the file if another municipality was meant."), values),
    )


def postcode(text: str, *, area: bool = False) -> str:
    """A postcode without space, or with ``area`` also its four digits alone."""
    compact = re.sub(r"\s", "", text).upper()
    if area and re.fullmatch(r"[1-9][0-9]{3}", compact):
        return compact
    if not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", compact):
        raise Unreadable(faults.POSTCODE_AREA if area else faults.POSTCODE)
    if compact.endswith(_LETTERS_NEVER_USED):
        raise Unreadable(faults.POSTCODE_LETTERS)
    return compact


def bag_id(text: str) -> str:
    """The 16 digits of an addressable object; spaces between them are left out.

    A spreadsheet drops leading zeros of a number, so 13 to 15 digits get their zeros back (0014... is Groningen).
    Of a number with 16 digits it has dropped the last one already.
    """
    digits = re.sub(r"\s", "", text)
    if isinstance(text, Exact) and len(digits) > _EXACT_DIGITS:
        raise Unreadable(faults.BAG_ROUNDED)
    if re.fullmatch(r"[0-9]{13,15}", digits):
        digits = digits.zfill(16)
    if not re.fullmatch(r"[0-9]{4}(01|02|03)[0-9]{10}", digits):
        raise Unreadable(faults.BAG)
    return digits
