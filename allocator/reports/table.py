"""What a table is, and how its cells are written.

Column keys are English snake_case (headings of the CSV files); titles are headings of the workbook, in its language.
Several values in one cell are separated by ``|``, as in the input files. Amounts are euros, shares percentages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from allocator.domain.proposal import Text
from allocator.reports.words import Tongue

Cell = str | int | Decimal | bool | None


@dataclass(frozen=True)
class Column:
    """A column: key, title (to be translated) and width in characters."""

    key: str
    title: str
    width: int = 14


@dataclass(frozen=True)
class Table:
    """A table with its title (to be translated), columns and rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def euros(cents: int | None) -> Decimal | None:
    """Cents as euros with two decimals."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def decimal(value: Fraction) -> Decimal:
    """A fraction with two decimals, halves to even."""
    return Decimal(round(value * 100)).scaleb(-2)


def joined(texts: Iterable[Text], tongue: Tongue) -> str:
    """Sentences as one running text."""
    return " ".join(tongue.of(text) for text in texts)
