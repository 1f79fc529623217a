"""Stacked bars and heat maps: numbers stand in what they measure."""

import altair as alt

from allocator.reports.plots.kinds import Heat, Stacked
from allocator.reports.plots.letters import clean
from allocator.reports.plots.style import (  # fmt: skip
    INK,
    MOST_SERIES,
    PARTS,
    SHADES,
    SIZE,
    WIDTH,
    axis,
    layered,
    names,
    start,
    svg,
)
from allocator.reports.plots.telling import said
from allocator.reports.words import Tongue

ROW = 34
CELL = (78, 32)
WIDEST = 720


def draw_stacked(figure: Stacked, tongue: Tongue) -> str:
    """Parts from dark to light with a white line between them; a number where it fits, the sum at the end.

    Raises:
        ValueError: when there are more names than can be told apart, or a row has another number of values.
    """
    if len(figure.names) > MOST_SERIES:
        raise ValueError(f"at most {MOST_SERIES} parts can be told apart, {figure.title!r} has {len(figure.names)}")
    rows, totals = _parts(figure, tongue)
    most = max((float(str(total["to"])) for total in totals), default=0) or 1.0
    shown = [clean(name) for name in figure.names]
    y = alt.Y("n:O", axis=None)
    x = alt.X("from:Q", scale=alt.Scale(domain=[0, most], nice=True), axis=axis(clean(figure.value_name), tickCount=6))
    colour = alt.Color(
        "part:N",
        scale=alt.Scale(domain=shown, range=list(PARTS[: len(shown)])),
        legend=alt.Legend(title=None, columns=3),
    )
    base = start(rows).properties(width=WIDTH, height=ROW * max(1, len(figure.rows)))
    inside = start(row for row in rows if _fits(row, most))
    ends = start(totals)
    return svg(
        layered(
            base.mark_bar(height=20, stroke=INK, strokeWidth=0.6).encode(x=x, x2="to:Q", y=y, color=colour),
            inside.mark_text(fontSize=SIZE - 1).encode(
                x="middle:Q", y=y, text="text:N", color=alt.Color("ink:N", scale=None, legend=None)
            ),
            ends.mark_text(align="left", fontWeight="bold", dx=6).encode(x="to:Q", y=y, text="text:N"),
            names(ends, y),
        ).resolve_scale(color="independent"),
        tongue.lang,
    )


def _fits(row: dict[str, object], most: float) -> bool:
    room = (float(str(row["to"])) - float(str(row["from"]))) / most * WIDTH
    return room > SIZE * 0.62 * len(str(row["text"])) + 4


def _parts(figure: Stacked, tongue: Tongue) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    rows: list[dict[str, object]] = []
    totals: list[dict[str, object]] = []
    for n, (label, values) in enumerate(figure.rows):
        if len(values) != len(figure.names):
            raise ValueError(f"{label!r} of {figure.title!r} has {len(values)} values for {len(figure.names)} names")
        start = 0.0
        for part, (name, value) in enumerate(zip(figure.names, values, strict=True)):
            end = start + float(value or 0)
            rows.append({
                "n": n, "part": clean(name), "from": start, "to": end, "middle": (start + end) / 2,
                "text": said(value, tongue), "ink": "#ffffff" if part < 3 else INK,
            })  # fmt: skip
            start = end
        known = [value for value in values if value is not None]
        text = said(sum(known, start=0) if known else None, tongue)
        totals.append({"n": n, "label": clean(label), "to": start, "text": text})
    return rows, totals


def draw_heat(figure: Heat, tongue: Tongue) -> str:
    """Cells with their number; a dash on white where there is none.

    Raises:
        ValueError: when a row has another number of values than there are columns.
    """
    known = [float(value) for _, values in figure.rows for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known]) or 1.0
    width = min(CELL[0], WIDEST // max(1, len(figure.columns)))
    cells = [
        {
            "n": n, "column": str(c), "value": None if value is None else float(value), "text": said(value, tongue),
            "ink": "#ffffff" if value is not None and float(value) - low > 0.55 * (high - low) else INK,
        }
        for n, (_, values) in enumerate(figure.rows)
        for c, (_, value) in enumerate(zip(figure.columns, values, strict=True))
    ]  # fmt: skip
    y = alt.Y("n:O", axis=None)
    x = alt.X("column:O", sort=[str(c) for c in range(len(figure.columns))], axis=None)
    base = start(cells).properties(width=width * len(figure.columns), height=CELL[1] * len(figure.rows))
    shade = alt.Color(
        "value:Q", scale=alt.Scale(domain=[low, high], range=list(SHADES), interpolate="rgb"), legend=None
    )
    steep = any(len(name) * SIZE * 0.58 > width - 6 for name in figure.columns)
    heads = start({"column": str(c), "name": clean(name)} for c, name in enumerate(figure.columns))
    labels = start({"n": n, "label": clean(label)} for n, (label, _) in enumerate(figure.rows))
    return svg(
        layered(
            base.transform_filter("datum.value !== null").mark_rect(stroke=INK, strokeWidth=0.4).encode(x, y, shade),
            base.mark_text().encode(x=x, y=y, text="text:N", color=alt.Color("ink:N", scale=None, legend=None)),
            heads.mark_text(
                align="left" if steep else "center", angle=320 if steep else 0, limit=200, baseline="bottom"
            ).encode(x=x, y=alt.value(-6), text="name:N"),
            names(labels, y),
        ).resolve_scale(color="independent"),
        tongue.lang,
    )
