"""Maps: circles or tiles with lines to neighbours, or the boundaries that were given."""

from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import Any

import altair as alt

from allocator.reports.maps import MOST_NAMES, Node, Spot, nodes
from allocator.reports.plots.kinds import Region
from allocator.reports.plots.letters import clean
from allocator.reports.plots.style import INK, SIZE, TONES, layered, start, svg
from allocator.reports.words import Tongue

WIDTH = 600
CODES = ("code", "statcode", "gemeentecode")
TILE = (140, 60)
DIGIT = SIZE * 0.36
"""Half the width of a digit in a circle, about."""
COLUMNS = 4


def draw(figure: Region, tongue: Tongue) -> str:
    """Boundaries where they are given, circles where there are coordinates, tiles where there are none."""
    if figure.boundaries is not None:
        chart = _outlines(figure.spots, figure.boundaries)
    elif any(spot.lat is None or spot.lon is None for spot in figure.spots):
        chart = _tiles(figure.spots)
    else:
        chart = _circles(figure.spots)
    return svg(chart, tongue.lang)


def _plane(chart: Any, width: float, height: float) -> Any:
    return chart.properties(width=width, height=height).resolve_scale(size="independent", color="independent")


def _x(field: str, width: float) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)


def _y(field: str, height: float) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)


# ------------------------------------------------------------------------------------------------ circles and tiles


def _circles(spots: Sequence[Spot]) -> Any:
    found, wide, high = nodes(spots)
    zoom = WIDTH / wide if wide > 0 else 1.0
    width, height = WIDTH, max(1.0, high * zoom)
    at = {node.spot.code: node for node in found}
    joined = sorted({
        tuple(sorted((code, other))) for code, node in at.items() for other in node.spot.neighbours
        if other in at and other != code
    })  # fmt: skip
    lines = [{"x": at[a].x * zoom, "y": at[a].y * zoom, "x2": at[b].x * zoom, "y2": at[b].y * zoom} for a, b in joined]
    layers: list[Any] = []
    if lines:
        borders = start(lines).mark_rule(color="#b4bcc6", strokeWidth=1.5)
        layers.append(borders.encode(x=_x("x", width), y=_y("y", height), x2="x2:Q", y2="y2:Q"))
    named = len(spots) <= MOST_NAMES
    rows = [_row(node, zoom, named) for node in found]
    layers += _toned(rows, width, height, "circle")
    if named:
        layers += _words(rows, width, height)
    return _plane(layered(*layers or [_nothing()]), width, height)


def _row(node: Node, zoom: float, named: bool) -> dict[str, Any]:
    r = max(node.r * zoom, DIGIT * len(node.spot.text) + 3 if named else 0.0)
    return {
        "x": node.x * zoom, "y": node.y * zoom, "area": 3.141592653589793 * r**2,
        "below": node.y * zoom + r + SIZE * 0.85, "tone": node.spot.tone,
        "name": clean(node.spot.label), "text": clean(node.spot.text),
    }  # fmt: skip


def _toned(rows: list[dict[str, Any]], width: float, height: float, shape: str) -> list[Any]:
    layers = []
    for tone, (fill, line, thick, dash) in TONES.items():
        mine = [row for row in rows if row["tone"] == tone]
        if not mine:
            continue
        mark = start(mine).mark_point(
            shape=shape, fill=fill, stroke=line, strokeWidth=thick, strokeDash=dash, opacity=1
        )
        size = alt.Size("area:Q", scale=None, legend=None)
        layers.append(mark.encode(x=_x("x", width), y=_y("y", height), size=size))
    return layers


def _words(rows: list[dict[str, Any]], width: float, height: float) -> list[Any]:
    base = start(rows)
    name = {"x": _x("x", width), "y": _y("below", height), "text": "name:N"}
    return [
        base.mark_text(fontWeight="bold").encode(x=_x("x", width), y=_y("y", height), text="text:N"),
        base.mark_text(stroke="white", strokeWidth=4, strokeJoin="round").encode(**name),
        base.mark_text().encode(**name),
    ]


def _tiles(spots: Sequence[Spot]) -> Any:
    wide, high = TILE[0] + 10, TILE[1] + 10
    rows = [
        {
            "x": n % COLUMNS * wide + 5, "x2": n % COLUMNS * wide + 5 + TILE[0], "y": n // COLUMNS * high + 5,
            "y2": n // COLUMNS * high + 5 + TILE[1], "middle": n % COLUMNS * wide + 5 + TILE[0] / 2,
            "upper": n // COLUMNS * high + 25, "lower": n // COLUMNS * high + 48, "tone": spot.tone,
            "name": clean(spot.label), "text": clean(spot.text),
        }
        for n, spot in enumerate(spots)
    ]  # fmt: skip
    width, height = COLUMNS * wide, -(-len(spots) // COLUMNS) * high or 1
    layers: list[Any] = []
    for tone, (fill, line, thick, dash) in TONES.items():
        if mine := [row for row in rows if row["tone"] == tone]:
            box = start(mine).mark_rect(fill=fill, stroke=line, strokeWidth=thick, strokeDash=dash)
            layers.append(box.encode(x=_x("x", width), y=_y("y", height), x2="x2:Q", y2="y2:Q"))
    base = start(rows)
    x = _x("middle", width)
    layers += [
        base.mark_text(limit=TILE[0] - 8).encode(x=x, y=_y("upper", height), text="name:N"),
        base.mark_text(fontWeight="bold").encode(x=x, y=_y("lower", height), text="text:N"),
    ]
    return _plane(layered(*layers), width, height)


def _nothing() -> Any:
    return start([]).mark_point().encode(x=alt.X("x:Q", axis=None))


# ------------------------------------------------------------------------------------------------ boundaries


def _outlines(spots: Sequence[Spot], boundaries: Mapping[str, Any]) -> Any:
    """Shapes on a plane of our own, so that the direction of a ring does not matter; words at their middle."""
    shapes = {code: feature for feature in boundaries.get("features", ()) if (code := _code(feature))}
    mine = [spot for spot in spots if spot.code in shapes]
    lats = [lat for spot in mine for _, lat in _corners(shapes[spot.code]["geometry"]["coordinates"])]
    squeeze = cos(radians((min(lats) + max(lats)) / 2)) if lats else 1.0
    features = [
        {
            "type": "Feature",
            "properties": {"tone": spot.tone},
            "geometry": {
                "type": shapes[spot.code]["geometry"]["type"],
                "coordinates": _flat(shapes[spot.code]["geometry"]["coordinates"], squeeze),
            },
        }
        for spot in mine
    ]
    layers: list[Any] = []
    for tone, (fill, line, thick, dash) in TONES.items():
        found = [feature for feature in features if feature["properties"]["tone"] == tone]  # type: ignore[index]
        if found:
            mark = start(found).mark_geoshape(fill=fill, stroke=line, strokeWidth=thick, strokeDash=dash)
            layers.append(mark)
    if not layers:
        return _plane(layered(_nothing()), WIDTH, 1)
    return (
        layered(*layers, *_middles(mine, shapes, squeeze))
        .project(type="identity", reflectY=True)
        .properties(width=WIDTH, height=WIDTH * 0.8)
    )


def _middles(spots: Sequence[Spot], shapes: Mapping[str, Any], squeeze: float) -> list[Any]:
    rows = []
    for spot in spots:
        corners = list(_corners(shapes[spot.code]["geometry"]["coordinates"]))
        lon = spot.lon if spot.lon is not None else sum(x for x, _ in corners) / len(corners)
        lat = spot.lat if spot.lat is not None else sum(y for _, y in corners) / len(corners)
        rows.append({"x": lon * squeeze, "y": lat, "text": clean(spot.text), "name": clean(spot.label)})
    base = start(rows).encode(longitude="x:Q", latitude="y:Q")
    return [
        base.mark_text(dy=8, fontWeight="bold", color=INK).encode(text="text:N"),
        base.mark_text(dy=-8, stroke="white", strokeWidth=3, strokeJoin="round").encode(text="name:N"),
        base.mark_text(dy=-8).encode(text="name:N"),
    ]


def _code(feature: Mapping[str, Any]) -> str:
    told = feature.get("properties") or {}
    return str(next((told[name] for name in CODES if told.get(name)), feature.get("id") or ""))


def _corners(part: Any) -> Any:
    if part and isinstance(part[0], int | float):
        yield part[0], part[1]
    else:
        for inner in part:
            yield from _corners(inner)


def _flat(part: Any, squeeze: float) -> Any:
    if part and isinstance(part[0], int | float):
        return [part[0] * squeeze, part[1]]
    return [_flat(inner, squeeze) for inner in part]
