"""From the data of a figure to its drawing, text alternative and table."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from xml.sax.saxutils import escape

from allocator.reports.plots.kinds import Bars, Curve, Figure, Heat, Lines, Region, Stacked
from allocator.reports.plots.letters import clean
from allocator.reports.plots.telling import alt_text, caption, table_of
from allocator.reports.table import Table
from allocator.reports.words import Tongue


@dataclass(frozen=True)
class Drawn:
    """A figure that is ready for a page.

    Attributes:
        title: what it shows.
        caption: how to read it.
        svg: the drawing; it stands by itself and carries title and text alternative.
        alt: the text alternative.
        table: the same numbers, in final words.
    """

    title: str
    caption: str
    svg: str
    alt: str
    table: Table


def drawn(figure: Figure, tongue: Tongue) -> Drawn:
    """Draw a figure. Equal figures give equal text, on every machine and day.

    Raises:
        ValueError: when there are more lines or parts than can be told apart (six), or a row has another number of
            values than there are names.
    """
    drawing = _draw(figure, tongue)
    alt = clean(alt_text(figure, tongue))
    return Drawn(
        title=figure.title,
        caption=caption(figure, tongue),
        svg=_named(drawing, clean(figure.title), alt),
        alt=alt,
        table=table_of(figure, tongue),
    )


def _draw(figure: Figure, tongue: Tongue) -> str:
    # Here, not above: what draws takes long to load, and most programs and servers draw nothing.
    from allocator.reports.plots import bars, curve, grids, lines, region

    kinds: Mapping[type, Callable[[Any, Tongue], str]] = {
        Bars: bars.draw,
        Lines: lines.draw,
        Stacked: grids.draw_stacked,
        Heat: grids.draw_heat,
        Curve: curve.draw,
        Region: region.draw,
    }
    return kinds[type(figure)](figure, tongue)


def _named(drawing: str, title: str, alt: str) -> str:
    """The drawing with its names for screen readers, scaled by the page, its keys unlike those of any other."""
    ident = "f" + sha256(f"{drawing}\0{title}\0{alt}".encode()).hexdigest()[:10]
    drawing = re.sub(r'\bid="([^"]+)"', rf'id="{ident}-\1"', drawing)
    drawing = re.sub(r"url\(#([^)]+)\)", rf"url(#{ident}-\1)", drawing)
    head, rest = drawing.split(">", 1)
    head = re.sub(r' class="[^"]*"', "", head, count=1)
    return (
        f'{head} class="plot" role="img" aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{escape(title)}'
        f'</title><desc id="{ident}-d">{escape(alt)}</desc>{rest}'
    )
