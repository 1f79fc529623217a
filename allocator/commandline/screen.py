"""What the terminal shows: tidy tables, sentences and bars on any width, without colour as well as with it."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from allocator.commandline import language
from allocator.reports.words import Tongue

WIDEST = 160
"""Wider than this, lines are no longer easy to read."""

Cell = str | Text | None
Amount = int | Fraction


@dataclass(frozen=True)
class Column:
    """A column: heading, whether it holds numbers, whether it may be wrapped and how much room it claims."""

    title: str
    number: bool = False
    whole: bool = False
    ratio: int | None = None
    style: str = ""


def key(title: str) -> Column:
    """A column of keys, which are never broken."""
    return Column(title, whole=True, style="bold")


def short(title: str) -> Column:
    """A column of short names, which are never broken."""
    return Column(title, whole=True)


def number(title: str) -> Column:
    """A column of numbers, one under the other."""
    return Column(title, number=True)


def text(title: str, ratio: int | None = None) -> Column:
    """A column of words; with a ratio it takes the room that others leave."""
    return Column(title, ratio=ratio)


@dataclass(frozen=True)
class Screen:
    """One run's output: the words, the terminal, and whether programs read it."""

    tongue: Tongue
    console: Console
    as_json: bool = False

    @classmethod
    def of(cls, lang: str | None, as_json: bool) -> "Screen":
        """The screen of this run; `lang` as the command was told, None for what was chosen before it."""
        return cls(Tongue(lang or language.spoken()), terminal(), as_json)

    @property
    def lang(self) -> str:
        """Language of the words."""
        return self.tongue.lang

    @property
    def wide(self) -> bool:
        """Whether there is room for more columns."""
        return self.console.width >= 120

    def heading(self, words: str) -> None:
        """A heading with room above it."""
        self.console.print()
        self.console.print(Text(harmless(words), style="bold"))

    def line(self, words: str, style: str = "") -> None:
        """A sentence, wrapped at the width of the terminal."""
        self.console.print(Text(harmless(words), style=style))

    def bullets(self, lines: Iterable[str], mark: str = "-", indent: int = 0) -> None:
        """Sentences one under the other; a wrapped line stays under its own text."""
        for words in lines:
            self.item(mark, words, indent)

    def item(self, mark: str, words: str, indent: int = 0) -> None:
        """One sentence behind a mark."""
        start = " " * indent + mark + " "
        lines = Text(harmless(words)).wrap(self.console, max(20, self.console.width - len(start)))
        for count, line in enumerate(lines):
            self.console.print(Text((start if count == 0 else " " * len(start)) + line.plain.rstrip()))

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], title: str = "") -> None:
        """A table that fits the terminal."""
        if title:
            self.heading(title)
        told, stacked = [list(row) for row in rows], not self.wide
        if _least(columns, told, stacked=stacked) > self.console.width:  # rather fold names than cut numbers off
            columns = [replace(one, whole=False) for one in columns]
        self.console.print(_table(columns, told, stacked=stacked))

    def data(self, found: Any) -> None:
        """JSON for programs; amounts are numbers, everything else is as it is."""
        sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False, default=_plain) + "\n")


GAP = 2
"""Columns of a terminal between two columns of a table."""

_UNSEEN = dict.fromkeys((*range(32), *range(127, 160), *range(8234, 8239), *range(8294, 8298)), "�")
del _UNSEEN[ord("\n")]


def harmless(words: str) -> str:
    """Words without signs that would make the terminal do something."""
    return words.translate(_UNSEEN)


def terminal(stderr: bool = False) -> Console:
    """The terminal, or a file or pipe: then nothing but plain text is written."""
    found = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if found.width > WIDEST:
        found.width = WIDEST
    return found


def _least(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, stacked: bool) -> int:
    """The width of a table of which nothing is broken that should stay whole."""

    def of(place: int, column: Column) -> int:
        heads = column.title.split(" " if stacked and column.number else None if not column.whole else "\n")
        cells = [str(row[place] or "") for row in rows]
        parts = [
            *heads,
            *(cells if column.number or column.whole else (word for cell in cells for word in cell.split())),
        ]
        return max(map(cell_len, parts), default=0)

    return sum(of(n, column) for n, column in enumerate(columns)) + GAP * (len(columns) - 1)


def _table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, stacked: bool) -> RenderableType:
    grows = any(column.ratio for column in columns)
    found = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, expand=grows, header_style="bold", show_edge=False, padding=(0, 1, 0, 0)
    )
    for column in columns:
        found.add_column(
            Text(column.title.replace(" ", "\n") if stacked and column.number else column.title),
            justify="right" if column.number else "left",
            no_wrap=column.number or column.whole,
            overflow="fold",
            ratio=column.ratio,
            style=column.style,
            vertical="top",
        )
    for row in rows:
        found.add_row(*(Text(harmless(cell or "")) if not isinstance(cell, Text) else cell for cell in row))
    return found


def bar(value: Amount, mark: Amount | None, most: Amount, width: int, *, ascii_only: bool = False) -> str:
    """A bar of a value with a mark at another: ``███│  ``; the same figures always stand beside it."""
    full, sign = ("#", "|") if ascii_only else ("█", "│")

    def cells_of(amount: Amount) -> int:
        return round((width - 1) * min(Fraction(1), max(Fraction(0), Fraction(amount) / most))) if most > 0 else 0

    filled = cells_of(value)
    cells = [full] * filled + [" "] * (width - filled)
    if mark is not None:
        cells[cells_of(mark)] = sign
    return "".join(cells)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return str(value)
