"""A plot of growth as a small SVG: seconds against pairs, both on a logarithmic scale."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from math import ceil, floor, log10

from tests.benchmarks.rows import OURS, PEERS, Result

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 30, 60
COLOURS = dict(zip((OURS, *PEERS), ("#005f9e", "#b3471d", "#d98b1f", "#4c7a34", "#7b4fa3", "#6b6b6b"), strict=True))


class _Scale:
    """Whole powers of ten around the values, from pixels to pixels."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.high += self.high == self.low
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        part = (log10(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        return [10.0**k for k in range(self.low, self.high + 1)]


def growth_svg(results: Sequence[Result], limit: float) -> str:
    """The plot; results without a time are left out, those that ran into the limit are marked hollow.

    Raises:
        ValueError: when there is nothing to draw.
    """
    timed = [r for r in results if r.seconds is not None and r.pairs]
    if not timed:
        raise ValueError("There are no measurements to draw; run the benchmark with its growth rows.")
    across = _Scale([r.pairs for r in timed], LEFT, WIDTH - RIGHT)
    up = _Scale([r.seconds or 1.0 for r in timed], HEIGHT - BOTTOM, TOP)
    parts = [*_grid(across, up)]
    ends: list[tuple[float, str]] = []
    order = [OURS, *PEERS]
    for who, mine in groupby(sorted(timed, key=lambda r: (order.index(r.who), r.pairs)), key=lambda r: r.who):
        dots = [(across.at(r.pairs), up.at(r.seconds or 1.0), r.proven or who == "greedy") for r in mine]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in dots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[who]}" stroke-width="2"/>')
        parts += [_dot(x, y, COLOURS[who], sure) for x, y, sure in dots]
        ends.append((dots[-1][1], who))
    parts += _names(ends)
    title = "Seconds to a plan against the number of pairs (households × homes)"
    words = f"{title}. Filled: every aim proven, or the greedy rule; hollow: stopped at {limit:.0f} s."
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title><desc>{escape(words)}</desc>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def _grid(across: _Scale, up: _Scale) -> list[str]:
    parts = []
    for value in across.ticks:
        x = across.at(value)
        parts.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{value:,.0f}</text>')
    for value in up.ticks:
        y = up.at(value)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g} s</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 16}" text-anchor="middle">households × homes</text>')
    return parts


def _dot(x: float, y: float, colour: str, sure: bool) -> str:
    fill = colour if sure else "#ffffff"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="{colour}" stroke-width="2"/>'


def _names(ends: list[tuple[float, str]]) -> list[str]:
    """The name of each line at its right, pushed apart where they would overlap."""
    parts, last = [], 0.0
    for y, who in sorted(ends):
        last = max(y, last + 16)
        parts.append(f'<text x="{WIDTH - RIGHT + 12}" y="{last + 4:.1f}" fill="{COLOURS[who]}">{escape(who)}</text>')
    return parts
