"""Own small drawings as SVG text: bars with a mark.

Every drawing carries a title and a description for who cannot see it; the numbers stand in the table beside it.
Lengths are units of the drawing (``viewBox``); the page scales them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape

WIDTH = 480
ROW = 46
BAR = 13


@dataclass(frozen=True)
class Bar:
    """One row: what it is of, how long, where the mark stands, and the numbers in words."""

    label: str
    value: Fraction
    mark: Fraction | None
    text: str


def svg(ident: str, title: str, desc: str, width: float, height: float, parts: Sequence[str]) -> str:
    """A drawing with its title and description, named for screen readers; ``ident`` is unique on the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {width:g} {height:g}" '
        f'aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{escape(title)}</title>'
        f'<desc id="{ident}-d">{escape(desc)}</desc>{"".join(parts)}</svg>'
    )


def text(x: float, y: float, words: str, css: str = "", anchor: str = "start") -> str:
    """One line of text in a drawing."""
    kind = f' class="{css}"' if css else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(words)}</text>'


def bars(ident: str, title: str, rows: Sequence[Bar], value_name: str, mark_name: str) -> str:
    """Horizontal bars, one a row, with a mark each (for example the fair share) and a legend.

    Args:
        ident: unique name on the page.
        title: what the chart shows.
        rows: in the order of the table beside the chart.
        value_name: what a bar is, for the legend.
        mark_name: what a mark is, for the legend.
    """
    scale = _scale(rows)
    parts = [_legend(value_name, mark_name)]
    for number, row in enumerate(rows):
        parts.append(_row(row, 34 + ROW * number, scale))
    desc = "; ".join(f"{row.label}: {row.text}" for row in rows)
    return svg(ident, title, desc, WIDTH, 34 + ROW * len(rows), parts)


@dataclass(frozen=True)
class _Scale:
    low: Fraction
    span: Fraction

    def x(self, value: Fraction) -> float:
        return float((value - self.low) / self.span) * (WIDTH - 4) + 2


def _scale(rows: Sequence[Bar]) -> _Scale:
    ends = [r.value for r in rows] + [r.mark for r in rows if r.mark is not None] + [Fraction(0)]
    low = min(ends)
    return _Scale(low, max(ends) - low or Fraction(1))


def _legend(value_name: str, mark_name: str) -> str:
    return (
        '<rect x="2" y="5" width="18" height="12" class="bar"/>'
        + text(26, 16, value_name, "small")
        + f'<line x1="{WIDTH / 2 + 9:g}" x2="{WIDTH / 2 + 9:g}" y1="1" y2="21" class="mark"/>'
        + text(WIDTH / 2 + 18, 16, mark_name, "small")
    )


def _row(row: Bar, top: float, scale: _Scale) -> str:
    zero, end = scale.x(Fraction(0)), scale.x(row.value)
    left, width = min(zero, end), abs(end - zero)
    base = top + 20
    parts = [
        text(2, top + 14, row.label, "name"),
        text(WIDTH - 2, top + 14, row.text, "value", "end"),
        f'<rect x="2" y="{base:g}" width="{WIDTH - 4}" height="{BAR}" class="track"/>',
        f'<rect x="{left:.1f}" y="{base:g}" width="{width:.1f}" height="{BAR}" class="bar"/>',
    ]
    if scale.low < 0:
        parts.append(f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="{base:g}" y2="{base + BAR:g}" class="zero"/>')
    if row.mark is not None:
        x = scale.x(row.mark)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{base - 4:g}" y2="{base + BAR + 4:g}" class="mark"/>')
    return "".join(parts)
