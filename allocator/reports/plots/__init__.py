"""Charts in one house style: give the data of a figure, get the drawing, its text alternative and its table.

    drawn(Bars("Placed", "...", of="Municipality", value_name="placed", rows=(Bar("Aardstad", 4, 3),)), Tongue("nl"))

Drawn on the server as SVG; nothing is fetched. Kinds: `Bars`, `Lines`, `Stacked`, `Heat`, `Curve`, `Region`.
"""

from allocator.reports.plots.drawing import Drawn, drawn
from allocator.reports.plots.kinds import (
    Bar,
    Bars,
    Curve,
    Dot,
    Figure,
    Heat,
    Lines,
    Number,
    Point,
    Region,
    Series,
    Stacked,
)

__all__ = [
    "Bar", "Bars", "Curve", "Dot", "Drawn", "Figure", "Heat", "Lines", "Number", "Point", "Region", "Series",
    "Stacked", "drawn",
]  # fmt: skip
