"""Bars around zero, with marks."""

import altair as alt

from allocator.reports.plots.kinds import Bars
from allocator.reports.plots.letters import clean
from allocator.reports.plots.style import BLUE, INK, ORANGE, SIZE, WIDTH, axis, layered, names, start, svg
from allocator.reports.plots.telling import said
from allocator.reports.words import Tongue

ROW = 30


def draw(figure: Bars, tongue: Tongue) -> str:
    """Labels to the left, numbers in a column to the right, so that nothing covers anything."""
    rows = [
        {
            "n": n,
            "label": clean(row.label),
            "value": float(row.value or 0),
            "mark": None if row.mark is None else float(row.mark),
            "text": said(row.value, tongue, signed=figure.signed),
            "also": f"| {said(row.mark, tongue)}" if figure.mark_name else "",
        }
        for n, row in enumerate(figure.rows)
    ]
    y = alt.Y("n:O", axis=None)
    ends = [float(end) for row in figure.rows for end in (row.value, row.mark) if end is not None]
    x = alt.X(
        "value:Q",
        axis=axis(clean(figure.value_name), tickCount=6),
        scale=alt.Scale(domain=_domain(ends), nice=True),
    )
    base = start(rows).properties(width=WIDTH, height=ROW * max(1, len(rows)))
    layers = [
        base.mark_bar(height=16, stroke=INK, strokeWidth=0.5).encode(
            x=x, y=y, color=alt.condition("datum.value < 0", alt.value(ORANGE), alt.value(BLUE))
        ),
        names(base, y),
        start([{"value": 0}]).mark_rule(color=INK, strokeWidth=1.5).encode(x="value:Q"),
        base.mark_text(align="left", fontWeight="bold").encode(y=y, x=alt.value(WIDTH + 10), text="text:N"),
    ]
    if figure.mark_name:
        widest = max((len(str(row["text"])) for row in rows), default=1)
        layers += [
            base.mark_tick(color="white", thickness=7, height=26).encode(x="mark:Q", y=y),
            base.mark_tick(color=INK, thickness=3, height=26).encode(x="mark:Q", y=y),
            base.mark_text(align="left").encode(y=y, x=alt.value(WIDTH + 16 + widest * SIZE * 0.62), text="also:N"),
        ]
    return svg(layered(*layers), tongue.lang)


def _domain(ends: list[float]) -> list[float]:
    low, high = min([0.0, *ends]), max([0.0, *ends])
    return [low, high] if high > low else [0.0, 1.0]
