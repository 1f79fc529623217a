"""The same numbers in words and in a table: nobody has to see a drawing to know what it says."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from allocator.locale import day
from allocator.reports.columns import NOTHING
from allocator.reports.plots.kinds import Bars, Curve, Figure, Heat, Lines, Number, Place, Point, Region, Stacked
from allocator.reports.table import Cell, Column, Table, decimal
from allocator.reports.words import Tongue

MOST_WORDS = 24
"""Longer lists than this are told by their ends; the table has all."""


def said(value: Number | None, tongue: Tongue, *, signed: bool = False) -> str:
    """A number in words; a dash when there is none to show."""
    return NOTHING if value is None else tongue.number(exact(value), 2, signed=signed)


def exact(value: Number) -> Fraction:
    """Any kind of number as a fraction."""
    return Fraction(value)


def place_words(x: Place, tongue: Tongue) -> str:
    """Where a point stands, in words."""
    if isinstance(x, date):
        return day(x, tongue.lang)
    return x if isinstance(x, str) else tongue.number(Fraction(x), 2)


# ------------------------------------------------------------------------------------------------ in words


def caption(figure: Figure, tongue: Tongue) -> str:
    """What stands under a figure: what it is about, and how to read it."""
    more = ""
    if isinstance(figure, Bars) and figure.mark_name:
        more = tongue("Bar: {value}. Line: {mark}.", value=figure.value_name, mark=figure.mark_name)
    elif isinstance(figure, Region):
        more = tongue("Circles and lines are schematic: about where a municipality lies, and who its neighbours are.")
        more = more if figure.boundaries is None else figure.source
    elif isinstance(figure, Lines) and any(p.low is not None for s in figure.series for p in s.points):
        more = tongue("The band around a line is the interval in which the value lies.")
    return " ".join(part for part in (figure.about, more) if part)


def alt_text(figure: Figure, tongue: Tongue) -> str:
    """What the drawing says, for who cannot see it."""
    told: list[str]
    match figure:
        case Bars():
            told = [_bar_words(figure, n, tongue) for n in range(len(figure.rows))]
        case Region():
            told = [f"{spot.label}: {spot.text}" for spot in figure.spots]
        case Lines():
            told = [_line_words(figure, n, tongue) for n in range(len(figure.series))]
        case Stacked():
            told = [f"{label}: {_listed(figure.names, values, tongue)}" for label, values in figure.rows]
        case Heat():
            told = [f"{label}: {_listed(figure.columns, values, tongue)}" for label, values in figure.rows]
        case _:
            dots = [dot for dot in figure.points if dot.shown] or list(figure.points)
            told = [f"{dot.name or NOTHING}: {said(dot.x, tongue)}, {said(dot.y, tongue)}" for dot in dots]
    if len(told) > MOST_WORDS:
        rest = tongue("and {n} more, see the table", n=len(told) - MOST_WORDS)
        told = [*told[:MOST_WORDS], rest]
    return f"{figure.title}. " + "; ".join(told)


def _bar_words(figure: Bars, number: int, tongue: Tongue) -> str:
    row = figure.rows[number]
    mark = f" ({figure.mark_name}: {said(row.mark, tongue)})" if figure.mark_name else ""
    return f"{row.label}: {said(row.value, tongue, signed=figure.signed)}{mark}"


def _line_words(figure: Lines, number: int, tongue: Tongue) -> str:
    series = figure.series[number]
    known = [(p.x, exact(p.y)) for p in series.points if p.y is not None]
    if not known:
        return f"{series.name}: {NOTHING}"
    least, most = min(known, key=lambda p: p[1]), max(known, key=lambda p: p[1])
    return tongue(
        "{name}: from {first} ({start}) to {last} ({end}); lowest {low} ({at_low}), highest {high} ({at_high})",
        name=series.name,
        first=said(known[0][1], tongue),
        start=place_words(known[0][0], tongue),
        last=said(known[-1][1], tongue),
        end=place_words(known[-1][0], tongue),
        low=said(least[1], tongue),
        at_low=place_words(least[0], tongue),
        high=said(most[1], tongue),
        at_high=place_words(most[0], tongue),
    )


def _listed(names: Sequence[str], values: Sequence[Number | None], tongue: Tongue) -> str:
    return ", ".join(f"{name} {said(value, tongue)}" for name, value in zip(names, values, strict=True))


# ------------------------------------------------------------------------------------------------ as a table


def table_of(figure: Figure, tongue: Tongue) -> Table:
    """All numbers of a figure, in final words; lengths of rows are those of the headings."""
    heads: list[str]
    rows: list[list[Cell]]
    match figure:
        case Bars():
            heads = [figure.of, figure.value_name, *([figure.mark_name] if figure.mark_name else [])]
            rows = [
                [row.label, cell(row.value), *([cell(row.mark)] if figure.mark_name else [])] for row in figure.rows
            ]
        case Region():
            heads = [tongue("Municipality"), figure.value_name]
            rows = [[spot.label, spot.text] for spot in figure.spots]
        case Stacked():
            heads = [figure.of, *figure.names]
            rows = [[label, *map(cell, values)] for label, values in figure.rows]
        case Heat():
            heads = [figure.of, *figure.columns]
            rows = [[label, *map(cell, values)] for label, values in figure.rows]
        case Curve():
            heads = [tongue("Point"), figure.x_name, figure.y_name]
            rows = [[dot.name or None, cell(dot.x), cell(dot.y)] for dot in figure.points]
        case _:
            heads, rows = _of_lines(figure, tongue)
    columns = tuple(Column(f"c{n}", head, 22 if n == 0 else 14) for n, head in enumerate(heads))
    return Table("figure", figure.title, columns, tuple(tuple(row) for row in rows))


def cell(value: Number | None) -> Cell:
    """A number as a table holds it: whole, or with two decimals."""
    if value is None:
        return None
    found = exact(value)
    return int(found) if found.denominator == 1 else decimal(found)


def _of_lines(figure: Lines, tongue: Tongue) -> tuple[list[str], list[list[Cell]]]:
    """One row a place; the values of each line, with its interval where any of its points has one."""
    heads: list[str] = [figure.x_name]
    found: dict[Place, list[Cell]] = {}
    for series in figure.series:
        for point in series.points:
            found.setdefault(point.x, [place_words(point.x, tongue)])
    for series in figure.series:
        at = {point.x: point for point in series.points}
        wide = any(point.low is not None for point in series.points)
        heads += [
            series.name,
            *([tongue("{name}, low", name=series.name), tongue("{name}, high", name=series.name)] if wide else []),
        ]
        for x, row in found.items():
            found_at = at.get(x, Point(x, None))
            row.append(cell(found_at.y))
            row += [cell(found_at.low), cell(found_at.high)] if wide else []
    return heads, list(found.values())
