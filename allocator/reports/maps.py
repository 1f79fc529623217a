"""A schematic map of a region: circles at the centres of the municipalities with lines between neighbours.

Own drawing from the coordinates in ``municipalities.csv``; no boundaries. Without coordinates: a row of tiles.
Circles are moved apart where they would cover each other, so places are about right and never exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, radians, sqrt

from allocator.reports.charts import svg, text

WIDTH = 600
MARGIN = 66
MOST_NAMES = 40
LARGEST = 54.0
SMALLEST = 22.0
DOT = 4.0
TILE = (142, 62)
LETTER = 8.0  # width of a letter of a name, about
DIGIT = 3.6  # half the width of a digit in a circle, about
ROUNDS = 300


@dataclass(frozen=True)
class Spot:
    """A municipality on the map.

    Attributes:
        code: key by which neighbours name it.
        label: name.
        text: the number in it.
        tone: ``behind``, ``even``, ``ahead`` or ``none``; decides colour and outline.
        share: decides the area of the circle.
        lat: latitude in degrees, if known.
        lon: longitude in degrees, if known.
        neighbours: codes of neighbouring municipalities.
    """

    code: str
    label: str
    text: str
    tone: str
    share: Fraction
    lat: float | None = None
    lon: float | None = None
    neighbours: tuple[str, ...] = ()


@dataclass
class Node:
    """A municipality with its place and radius in the drawing."""

    spot: Spot
    x: float
    y: float
    r: float
    half: tuple[float, float]  # half width and height of circle and name together


def region_map(ident: str, title: str, spots: Sequence[Spot]) -> str:
    """The map as SVG; a row of tiles when a coordinate is missing. ``ident`` is unique on the page."""
    desc = "; ".join(f"{spot.label}: {spot.text}" for spot in spots)
    if any(spot.lat is None or spot.lon is None for spot in spots):
        parts, height = _tiles(spots)
    else:
        parts, height = _circles(spots)
    return svg(ident, title, desc, WIDTH, height, parts)


def _tiles(spots: Sequence[Spot]) -> tuple[list[str], float]:
    columns = WIDTH // (TILE[0] + 8)
    parts = []
    for number, spot in enumerate(spots):
        x, y = (number % columns) * (TILE[0] + 8) + 4, (number // columns) * (TILE[1] + 8) + 4
        parts.append(
            f'<g class="{spot.tone}"><rect x="{x}" y="{y}" width="{TILE[0]}" height="{TILE[1]}" rx="6" class="spot"/>'
            + text(x + TILE[0] / 2, y + 25, spot.label, "name", "middle")
            + text(x + TILE[0] / 2, y + 48, spot.text, "value", "middle")
            + "</g>"
        )
    return parts, -(-len(spots) // columns) * (TILE[1] + 8) + 4


def _circles(spots: Sequence[Spot]) -> tuple[list[str], float]:
    named = len(spots) <= MOST_NAMES
    found, right, height = nodes(spots)
    zoom = WIDTH / right if right > 0 else 1.0
    parts = [f'<g transform="scale({zoom:.4f})">', *_lines(found), *(_drawn(n, named) for n in found), "</g>"]
    return parts, round(height * zoom)


def nodes(spots: Sequence[Spot]) -> tuple[list[Node], float, float]:
    """Where circles and names stand, from the upper left; with the width and height of all together."""
    named = len(spots) <= MOST_NAMES
    found = _nodes(spots, named)
    if named:
        _move_apart(found)
    left = min((n.x - n.half[0] for n in found), default=0) - 4
    top = min((n.y - n.r for n in found), default=0) - 4
    for node in found:
        node.x, node.y = node.x - left, node.y - top
    right = max((n.x + n.half[0] for n in found), default=0) + 4
    return found, right, max((n.y + n.r for n in found), default=0) + (22 if named else 4)


def _nodes(spots: Sequence[Spot], named: bool) -> list[Node]:
    flat = [((s.lon or 0) * cos(radians(_middle(spots))), -(s.lat or 0)) for s in spots]
    xs, ys = [x for x, _ in flat], [y for _, y in flat]
    span = max(max(xs) - min(xs), (max(ys) - min(ys)) * 0.9, 1e-6) if flat else 1.0
    zoom = (WIDTH - 2 * MARGIN) / span
    most = max((s.share for s in spots), default=Fraction(0)) or Fraction(1)
    large, small = (LARGEST, SMALLEST) if named else (LARGEST / 2, DOT)
    found = []
    for spot, (x, y) in zip(spots, flat, strict=True):
        least = max(small, DIGIT * len(spot.text) + 2) if named else small
        r = max(least, large * sqrt(float(max(spot.share, Fraction(0)) / most)))
        half = (max(r, LETTER * len(spot.label) / 2), r + 9) if named else (r, r)
        found.append(Node(spot, (x - min(xs)) * zoom, (y - min(ys)) * zoom, r, half))
    return found


def _middle(spots: Sequence[Spot]) -> float:
    lats = [s.lat for s in spots if s.lat is not None]
    return sum(lats) / len(lats)


def _move_apart(nodes: list[Node]) -> None:
    """Push pairs that cover each other apart along the way that is shortest, until none does."""
    for _ in range(ROUNDS):
        moved = False
        for i, a in enumerate(nodes):
            for b in nodes[i + 1 :]:
                dx = a.half[0] + b.half[0] + 5 - abs(b.x - a.x)
                dy = a.half[1] + b.half[1] + 5 - abs(b.y + 9 - a.y - 9)
                if dx <= 0 or dy <= 0:
                    continue
                moved = True
                if dx < dy:
                    step = dx / 2 if b.x >= a.x else -dx / 2
                    a.x, b.x = a.x - step, b.x + step
                else:
                    step = dy / 2 if b.y >= a.y else -dy / 2
                    a.y, b.y = a.y - step, b.y + step
        if not moved:
            return


def _lines(nodes: list[Node]) -> list[str]:
    at = {node.spot.code: node for node in nodes}
    pairs = {
        tuple(sorted((node.spot.code, other)))
        for node in nodes
        for other in node.spot.neighbours
        if other in at and other != node.spot.code
    }
    return [
        f'<line x1="{at[a].x:.1f}" y1="{at[a].y:.1f}" x2="{at[b].x:.1f}" y2="{at[b].y:.1f}" class="border"/>'
        for a, b in sorted(pairs)
    ]


def _drawn(node: Node, named: bool) -> str:
    spot = node.spot
    parts = [f'<g class="{spot.tone}"><circle cx="{node.x:.1f}" cy="{node.y:.1f}" r="{node.r:.1f}" class="spot"/>']
    if named:
        parts.append(text(node.x, node.y + 5, spot.text, "value", "middle"))
        parts.append(text(node.x, node.y + node.r + 14, spot.label, "name halo", "middle"))
    return "".join([*parts, "</g>"])
