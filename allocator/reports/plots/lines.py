"""Lines over time, with their intervals and their names at the end."""

import textwrap
from datetime import UTC, date, datetime
from typing import Any

import altair as alt

from allocator.reports.plots.kinds import Lines, Place
from allocator.reports.plots.letters import clean
from allocator.reports.plots.style import (  # fmt: skip
    DASHES,
    LINES,
    MARKERS,
    MOST_SERIES,
    SIZE,
    WIDTH,
    axis,
    layered,
    spread,
    start,
    svg,
)
from allocator.reports.words import Tongue

HEIGHT = 280
FEW = 16
"""With more points than this only every so many get a marker."""
LETTERS = 24
"""Of a name on one line; a longer one takes more lines."""


def draw(figure: Lines, tongue: Tongue) -> str:
    """One layer a line, so that each keeps its colour, dash and marker.

    Raises:
        ValueError: when there are more lines than can be told apart.
    """
    if len(figure.series) > MOST_SERIES:
        raise ValueError(f"at most {MOST_SERIES} lines can be told apart, {figure.title!r} has {len(figure.series)}")
    rows = [_rows(figure, n) for n in range(len(figure.series))]
    x, y = _axes(figure, [row for series in rows for row in series])
    layers: list[Any] = []
    for n, series in enumerate(rows):
        layers += _line(series, n, x, y)
    if len(rows) > 1:  # the name of a single line is that of the chart
        layers += _ends(figure, rows, y)
    chart = layered(*layers).properties(width=WIDTH, height=HEIGHT)
    return svg(chart, tongue.lang)


def _rows(figure: Lines, number: int) -> list[dict[str, Any]]:
    points = figure.series[number].points
    step = -(-len(points) // FEW)
    return [
        {
            "x": _place(point.x),
            "y": None if point.y is None else float(point.y),
            "low": None if point.low is None else float(point.low),
            "high": None if point.high is None else float(point.high),
            "mark": n % step == 0,
        }
        for n, point in enumerate(points)
    ]


def _place(x: Place) -> str | float:
    """Days as milliseconds, so that no time zone has a say."""
    if isinstance(x, date):
        return datetime(x.year, x.month, x.day, tzinfo=UTC).timestamp() * 1000
    return clean(x) if isinstance(x, str) else float(x)


def _axes(figure: Lines, rows: list[dict[str, Any]]) -> tuple[alt.X, alt.Y]:
    places = [point.x for series in figure.series for point in series.points]
    title = clean(figure.x_name)
    if any(isinstance(place, date) for place in places):
        x = alt.X("x:T", scale=alt.Scale(type="utc"), axis=axis(title, tickCount=8, labelOverlap=True))
    elif any(isinstance(place, str) for place in places):
        order = list(dict.fromkeys(str(row["x"]) for row in rows))
        x = alt.X("x:O", sort=order, scale=alt.Scale(type="point"), axis=axis(title, labelAngle=0, labelOverlap=True))
    else:
        x = alt.X("x:Q", scale=alt.Scale(nice=False, zero=False), axis=axis(title, tickMinStep=1))
    low, high = _span(rows)
    return x, alt.Y(
        "y:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=axis(clean(figure.y_name), tickCount=6)
    )


def _span(rows: list[dict[str, Any]]) -> tuple[float, float]:
    found = [row[name] for row in rows for name in ("y", "low", "high") if row[name] is not None]
    low, high = min([0.0, *found]), max([0.0, *found])
    return low, (high + (high - low) * 0.05 if high > low else low + 1)


def _line(rows: list[dict[str, Any]], number: int, x: alt.X, y: alt.Y) -> list[Any]:
    colour, dash, shape = LINES[number], DASHES[number], MARKERS[number]
    base = start(rows).encode(x=x)
    layers = []
    if any(row["low"] is not None for row in rows):
        layers.append(base.mark_area(color=colour, opacity=0.16).encode(y=alt.Y("low:Q"), y2="high:Q"))
    layers.append(base.mark_line(color=colour, strokeWidth=2.5, strokeDash=dash).encode(y=y))
    marked = start(row for row in rows if row["mark"]).encode(x=x, y=y)
    layers.append(marked.mark_point(shape=shape, size=60, color=colour, fill="white", opacity=1))
    return layers


def _ends(figure: Lines, rows: list[list[dict[str, Any]]], y: alt.Y) -> list[Any]:
    """Names to the right of the last point, moved apart where they would cover each other."""
    low, high = _span([row for series in rows for row in series])
    last = [next((row for row in reversed(series) if row["y"] is not None), None) for series in rows]
    heights = {n: row["y"] for n, row in enumerate(last) if row is not None}
    shown = list(heights)
    names = [textwrap.wrap(clean(series.name), LETTERS) for series in figure.series]
    line = (high - low) * SIZE * 1.25 / HEIGHT
    at = spread(list(heights.values()), line * max(map(len, names)))
    return [
        start([{"y": place, "name": names[n]}])
        .mark_text(align="left", baseline="middle", fontWeight="bold", color=LINES[n], limit=220)
        .encode(x=alt.value(WIDTH + 10), y=y, text="name:N")
        for n, place in zip(shown, at, strict=True)
    ]
