"""Points in the plane: a curve, or a scatter; some have names."""

import altair as alt

from allocator.reports.plots.kinds import Curve, Number
from allocator.reports.plots.letters import clean
from allocator.reports.plots.style import (  # fmt: skip
    BLUE,
    INK,
    ORANGE,
    SIZE,
    SOFT,
    WIDTH,
    axis,
    layered,
    spread,
    start,
    svg,
)
from allocator.reports.words import Tongue

HEIGHT = 300
ROOM = 0.06
LETTER = 0.6


def draw(figure: Curve, tongue: Tongue) -> str:
    """Named points are larger; their names stand beside them, joined by a thin line where they had to move."""
    rows = [{"n": n, "x": float(dot.x), "y": float(dot.y)} for n, dot in enumerate(figure.points)]
    named = [row for row, dot in zip(rows, figure.points, strict=True) if dot.shown]
    across, up = _span([dot.x for dot in figure.points]), _span([dot.y for dot in figure.points])
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=across, nice=False),
        axis=_axis(figure.x_name, [dot.x for dot in figure.points], 7),
    )
    y = alt.Y(
        "y:Q", scale=alt.Scale(domain=up, nice=False), axis=_axis(figure.y_name, [dot.y for dot in figure.points], 6)
    )
    base = start(rows).properties(width=WIDTH + 60, height=HEIGHT)
    layers = [base.mark_line(color=BLUE, strokeWidth=2).encode(x=x, y=y, order="n:Q")] if figure.joined else []
    layers.append(base.mark_point(color=BLUE, fill="white", size=46, opacity=1).encode(x=x, y=y))
    if named:
        labels = _labels(figure, across, up)
        spots = start(named)
        layers += [
            start(labels).mark_rule(color=SOFT, strokeWidth=0.8).encode(x=x, y=y, x2="to_x:Q", y2="to_y:Q"),
            spots.mark_point(color=INK, fill=ORANGE, shape="diamond", size=130, opacity=1).encode(x=x, y=y),
        ]
        for side in ("left", "right"):
            mine = start(row for row in labels if row["align"] == side)
            for halo in ({"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}, {}):  # readable over the line
                text = mine.mark_text(align=side, fontWeight="bold", dx=4 if side == "left" else -4, **halo)
                layers.append(text.encode(x=alt.X("to_x:Q"), y=alt.Y("to_y:Q"), text="name:N"))
    return svg(layered(*layers), tongue.lang)


def _axis(name: str, values: list[Number], ticks: int) -> alt.Axis:
    """An axis with its name; half a household does not stand along it."""
    counts = all(float(value).is_integer() for value in values)
    return axis(clean(name), tickCount=ticks, **({"tickMinStep": 1} if counts else {}))


def _span(values: list[Number]) -> list[float]:
    """From the lowest to the highest, with room at both ends."""
    found = [float(value) for value in values] or [0.0]
    low, high = min(found), max(found)
    room = (high - low) * ROOM or 1.0
    return [low - room, high + room]


def _labels(figure: Curve, across: list[float], up: list[float]) -> list[dict[str, object]]:
    """Where the names stand: to the right of their point, to the left where there is no room, moved apart."""
    dots = [dot for dot in figure.points if dot.shown]
    wide, high = across[1] - across[0], up[1] - up[0]
    rows: list[dict[str, object]] = []
    for side in ("left", "right"):
        mine = [dot for dot in dots if _side(float(dot.x), dot.name, across) == side]
        at = spread([float(dot.y) + high * 0.03 for dot in mine], high * SIZE * 1.3 / HEIGHT)
        step = wide * 0.02 if side == "left" else -wide * 0.02
        rows += [
            {
                "x": float(dot.x), "y": float(dot.y), "to_x": float(dot.x) + step, "to_y": place,
                "name": clean(dot.name), "align": side,
            }
            for dot, place in zip(mine, at, strict=True)
        ]  # fmt: skip
    return rows


def _side(x: float, name: str, across: list[float]) -> str:
    """Alignment of a name: `left` starts at its point, `right` ends there."""
    room = (across[1] - x) / (across[1] - across[0]) * (WIDTH + 60)
    return "left" if len(name) * SIZE * LETTER + 16 < room else "right"
