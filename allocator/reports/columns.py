"""How the cells of a table are told on a page or on paper: column by column, so that numbers can be compared."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from allocator.reports.table import Cell, Table
from allocator.reports.words import Tongue

NOTHING = "–"
PLACES = 2
"""Most decimals of a number in a table."""
_NUMBER = re.compile(r"[+\u2212-]?\d[\d.,]*(\s?[%/±]\s?\d[\d.,]*)*(\s%)?|€.*\d")


@dataclass(frozen=True)
class Told:
    """A table in final words.

    Attributes:
        heads: titles of the columns.
        rows: words of each cell.
        right: for each column, whether it holds numbers and so stands to the right.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def told(table: Table, tongue: Tongue) -> Told:
    """The words of a table; numbers of one column have equally many decimals."""
    columns = [_column([row[n] for row in table.rows], tongue) for n in range(len(table.columns))]
    rows = tuple(zip(*columns, strict=True)) if table.rows else ()
    return Told(tuple(column.title for column in table.columns), rows, tuple(map(_right, columns)))


def plain(value: Cell, tongue: Tongue, places: int | None = None) -> str:
    """A cell as people read it.

    Args:
        value: the cell.
        tongue: the language.
        places: decimals of a number; None: as many as it has, at most two.
    """
    match value:
        case None:
            return NOTHING
        case bool():
            return tongue("yes") if value else tongue("no")
        case int() | Decimal():
            return tongue.number(Fraction(value), PLACES if places is None else places, fixed=places is not None)
        case str():
            return value


def numeric(cell: Cell) -> bool:
    """Whether a cell stands to the right of its column."""
    return cell is not None and not isinstance(cell, str | bool)


def _column(cells: list[Cell], tongue: Tongue) -> tuple[str, ...]:
    places = max((_places(cell) for cell in cells), default=0)
    return tuple(plain(cell, tongue, places if numeric(cell) else None) for cell in cells)


def _places(cell: Cell) -> int:
    """Decimals that a number needs, at most two."""
    if not isinstance(cell, Decimal):
        return 0
    hundredths = abs(round(cell * 10**PLACES))
    return 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else PLACES


def _right(texts: tuple[str, ...]) -> bool:
    shown = [text for text in texts if text and text != NOTHING]
    if not shown:
        return bool(texts) and all(text == NOTHING for text in texts)  # numbers that are all left out
    return all(_NUMBER.fullmatch(text) for text in shown)


__all__ = ["NOTHING", "Told", "numeric", "plain", "told"]
