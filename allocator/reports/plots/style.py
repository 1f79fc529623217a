"""The house style: letters, colours, and how a chart becomes SVG.

Colours differ in lightness first and hue second, blue against orange, so that they are told apart in grey print and by
people who do not see red and green (tests/reports/test_plots.py measures both). Nothing is said by colour alone: lines
have dashes and markers, bars and cells have their numbers, places on the map have outlines.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import altair as alt
import vl_convert

from allocator.reports.plots.letters import FONT

INK = "#1b1b1b"
SOFT = "#535353"
GRID = "#d0d5dc"
BLUE = "#154273"
ORANGE = "#c45a00"
PARTS = ("#0b2d52", "#a8480b", "#3f86bd", "#f0a23c", "#b9d6ef", "#f7ead6")
"""Of parts of a stack, dark to light."""
LINES = ("#154273", "#c45a00", "#4d8fc4", "#7a3e00", "#5c6670", "#000000")
DASHES = ([1, 0], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 2])
MARKERS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
MOST_SERIES = len(LINES)
SHADES = ("#f3f6fa", "#154273")
"""Of cells, least to most."""
TONES: Mapping[str, tuple[str, str, float, list[int]]] = {
    "behind": ("#ffd9a8", "#7a3e00", 2.5, [5, 3]),
    "even": ("#ffffff", "#535353", 1.5, [1, 0]),
    "ahead": ("#b9d6ef", "#154273", 3.5, [1, 0]),
    "none": ("#eceff3", "#9aa3ad", 1.0, [1, 0]),
}
"""Fill, outline, width of the outline and its dashes, by tone of a municipality (less, at, more than its share)."""

SIZE = 13
WIDTH = 470
_FORMATS: dict[str, Literal["nl-NL", "en-GB"]] = {"nl": "nl-NL", "en": "en-GB"}


def start(rows: Iterable[Mapping[str, Any]]) -> Any:
    """A chart with its rows inside it; what it becomes is Altair's business, hence no type."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def layered(*layers: Any) -> Any:
    """Charts on top of each other, the last one in front."""
    return alt.layer(*layers)


def axis(title: str | None = None, **more: Any) -> alt.Axis:
    """An axis with its title along it."""
    return alt.Axis(title=title, **more)


def names(base: Any, y: alt.Y) -> Any:
    """The field `label` of each row, to the left of the chart: two rows may bear one name."""
    return base.mark_text(align="right", limit=240).encode(y=y, x=alt.value(-10), text="label:N")


def svg(chart: Any, lang: str) -> str:
    """A chart as SVG text; equal charts give equal text."""
    spec = chart.properties(background="white").configure(**_config()).to_dict(validate=True)
    locale = _FORMATS[lang]
    drawing: str = vl_convert.vegalite_to_svg(
        spec, vl_version="6.4", allowed_base_urls=[], format_locale=locale, time_format_locale=locale
    )
    return drawing


def _config() -> dict[str, Any]:
    words: dict[str, Any] = {"labelFontSize": SIZE, "titleFontSize": SIZE, "labelColor": INK, "titleColor": INK}
    return {
        "aria": False,  # the drawing as a whole carries its description
        "font": FONT,
        # Measured with the font at hand here: where a reader's is wider, the ends of names need room.
        "padding": {"left": 36, "right": 44, "top": 6, "bottom": 6},
        "view": alt.ViewConfig(stroke=None),
        "axis": alt.AxisConfig(
            **words,
            titleFontWeight="normal",
            titlePadding=10,
            gridColor=GRID,
            domainColor=SOFT,
            tickColor=SOFT,
            labelLimit=240,
        ),
        "legend": alt.LegendConfig(
            **words, titleFontWeight="normal", symbolSize=160, labelLimit=240, orient="top", direction="horizontal"
        ),
        "text": alt.MarkConfig(fontSize=SIZE, color=INK),
    }


def spread(wanted: list[float], gap: float) -> list[float]:
    """Places for labels near where they are wanted, at least a gap apart; in the order given.

    The lowest stays; each next one moves up when it must, and what was pushed beyond its place is centred again.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    groups: list[list[int]] = []
    for i in order:
        groups.append([i])
        while (
            len(groups) > 1
            and _middle(groups[-1], wanted) - _middle(groups[-2], wanted)
            < gap * (len(groups[-1]) + len(groups[-2])) / 2 - 1e-12
        ):
            last = groups.pop()
            groups[-1] += last
    found = [0.0] * len(wanted)
    for group in groups:
        start = _middle(group, wanted) - gap * (len(group) - 1) / 2
        for place, i in enumerate(group):
            found[i] = start + gap * place
    return found


def _middle(group: list[int], wanted: list[float]) -> float:
    return sum(wanted[i] for i in group) / len(group)
