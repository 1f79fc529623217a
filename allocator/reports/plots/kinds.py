"""What each kind of chart is made of. Titles, names and labels are final words in the language of the report.

A value that is None is not known or not published; charts and tables show a dash for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allocator.reports.maps import Spot

Number = int | Fraction | Decimal | float
Place = date | str | int | float
"""Where a point of a line stands: a day, the name of a period (`2026-W05`), or a number."""


@dataclass(frozen=True)
class Bar:
    """A row: what it is of, how long (negative: to the left of zero), and where a mark stands."""

    label: str
    value: Number | None
    mark: Number | None = None


@dataclass(frozen=True)
class Bars:
    """Horizontal bars around zero, with a mark each where there is one (the fair share, for example).

    Attributes:
        title: what the chart shows.
        about: one or two sentences under it: what to see, where the numbers are from.
        of: heading of the labels (``Municipality``).
        value_name: what a bar is, with its unit.
        rows: top to bottom.
        mark_name: what a mark is; empty: no marks.
        signed: whether values are written with their sign, as deviations are.
    """

    title: str
    about: str
    of: str
    value_name: str
    rows: tuple[Bar, ...]
    mark_name: str = ""
    signed: bool = False


@dataclass(frozen=True)
class Point:
    """A value at a place on the line, with the interval in which it lies where that is known."""

    x: Place
    y: Number | None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class Series:
    """A line by name; points from left to right."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Lines:
    """At most six lines over time, each with its own dash, marker and name at its end; intervals as bands.

    Attributes:
        title: what the chart shows.
        about: one or two sentences under it.
        x_name: what the places are (``Week``).
        y_name: what the values are, with their unit.
        series: top of the legend first.
    """

    title: str
    about: str
    x_name: str
    y_name: str
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Stacked:
    """Horizontal bars of parts that add up; at most six names, so that the greys differ in print.

    Attributes:
        title: what the chart shows.
        about: one or two sentences under it.
        of: heading of the labels of the bars.
        value_name: what is counted.
        names: of the parts, left to right.
        rows: label of a bar with a value for each name; values are not negative.
    """

    title: str
    about: str
    of: str
    value_name: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number | None, ...]], ...]


@dataclass(frozen=True)
class Heat:
    """A grid of numbers, darker where larger, each number written in its cell.

    Attributes:
        title: what the chart shows.
        about: one or two sentences under it.
        of: heading of the labels of the rows.
        columns: names of the columns.
        rows: label of a row with a value for each column.
    """

    title: str
    about: str
    of: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number | None, ...]], ...]


@dataclass(frozen=True)
class Dot:
    """A point of a curve; a name is written beside it, unless it is minor: then only the table has it."""

    x: Number
    y: Number
    name: str = ""
    minor: bool = False

    @property
    def shown(self) -> bool:
        """Whether the name stands in the drawing."""
        return bool(self.name) and not self.minor


@dataclass(frozen=True)
class Curve:
    """Points in the plane, joined by a line in their order or left apart (scatter), some of them named."""

    title: str
    about: str
    x_name: str
    y_name: str
    points: tuple[Dot, ...]
    joined: bool = True


@dataclass(frozen=True)
class Region:
    """A schematic map: circles at the centres of municipalities with lines to neighbours, or the true boundaries.

    Attributes:
        title: what the map shows.
        about: one or two sentences under it.
        value_name: what the text in a municipality is.
        spots: municipalities; without coordinates they become tiles.
        boundaries: GeoJSON in degrees whose features carry the code of a municipality (``id``, or a property
            ``code``, ``statcode`` or ``gemeentecode``); those that are missing are left out of the map, not of the
            table.
        source: whose boundaries they are, shown under the map.
    """

    title: str
    about: str
    value_name: str
    spots: tuple[Spot, ...]
    boundaries: Mapping[str, Any] | None = None
    source: str = ""


Figure = Bars | Lines | Stacked | Heat | Curve | Region
