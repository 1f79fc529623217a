"""``/share/*.svg``: the charts of a fair share. Each shows what stands in a table of the page."""

from fractions import Fraction

from fastapi import APIRouter, Response

from allocator.api.pages.boundaries import boundaries_of
from allocator.api.pages.views.ledgers import Books, Which, books_of
from allocator.api.pages.views.share import months_of
from allocator.api.pages.visitor import Known, Visitor
from allocator.domain.period import bounds
from allocator.ledger import forecast
from allocator.locale import N_
from allocator.reports.maps import Spot
from allocator.reports.plots import Bar, Bars, Figure, Lines, Point, Region, Series, drawn
from allocator.reports.shares import tone
from allocator.reports.words import COUNTS

router = APIRouter(prefix="/share")
SVG = "image/svg+xml"


def _drawing(visitor: Visitor, figure: Figure) -> Response:
    return Response(drawn(figure, visitor.tongue).svg, media_type=SVG)


@router.get("/beside.svg")
def beside(visitor: Known, which: Which = "") -> Response:
    """What each municipality did of its task."""
    found, t = books_of(visitor, which), visitor.tongue
    figure = Bars(
        title=t(N_("Realised and committed, beside what is due by now")),
        about=found.title,
        of=t(N_("Municipality")),
        value_name=t(COUNTS[found.which.unit]),
        rows=tuple(Bar(one.name, one.now.so_far, _tenth(one.due + one.now.so_far)) for one in found.rows.values()),
        mark_name=t(N_("due by now")),
    )
    return _drawing(visitor, figure)


def _tenth(value: Fraction) -> Fraction:
    return Fraction(round(value * 10), 10)


@router.get("/map.svg")
def region(visitor: Known, which: Which = "") -> Response:
    """Where in the region municipalities are behind or ahead."""
    found, t = books_of(visitor, which), visitor.tongue
    outlines = boundaries_of(visitor)
    figure = Region(
        title=t(N_("Behind or ahead by now, on the map")),
        about=found.title,
        value_name=t(N_("Ahead (less than 0: behind)")),
        spots=tuple(_spot(visitor, found, code) for code in found.towns),
        boundaries=outlines.shapes,
        source=outlines.source,
    )
    return _drawing(visitor, figure)


def _spot(visitor: Visitor, found: Books, code: str) -> Spot:
    town, row = found.towns[code], found.rows.get(code)
    return Spot(
        code=code,
        label=town.name,
        text=visitor.tongue.number(-row.due, signed=True) if row else "–",
        tone=tone(-row.due) if row else "none",
        share=(row.of_region or row.now.task) if row else found.part * 0,
        lat=town.lat,
        lon=town.lon,
        neighbours=town.neighbours,
    )


@router.get("/groups.svg")
def groups(visitor: Known, which: Which = "") -> Response:
    """How far each group and level of support is, in percent."""
    found, t = books_of(visitor, which), visitor.tongue
    figure = Bars(
        title=t(N_("How far each group is")),
        about=found.title,
        of=t(N_("Group or support")),
        value_name=t(N_("percent of the task")),
        rows=tuple(
            Bar(one.name, None if one.done is None else round(one.done * 100), round(found.part * 100))
            for one in found.groups
        ),
        mark_name=t(N_("due by now")),
    )
    return _drawing(visitor, figure)


@router.get("/months.svg")
def months(visitor: Known, which: Which = "") -> Response:
    """What was done and what was due at the end of each month, and where that leads."""
    found, t = books_of(visitor, which), visitor.tongue
    rows = months_of(visitor, found)
    done = tuple(Point(one.on, one.standing.so_far) for one in rows)
    due = tuple(Point(one.on, one.standing.so_far + one.due) for one in rows)
    lines = [Series(t(N_("done so far")), done), Series(t(N_("due")), due)]
    ahead = forecast(rows[-1].standing, found.part) if rows else None
    last = bounds(found.which.period)[1]
    if ahead and rows[-1].on < last:
        lines.append(Series(t(N_("forecast")), (done[-1], Point(last, ahead.done))))
    figure = Lines(
        title=t(N_("Month by month")),
        about=found.title,
        x_name=t(N_("Day")),
        y_name=t(COUNTS[found.which.unit]),
        series=tuple(lines),
    )
    return _drawing(visitor, figure)
