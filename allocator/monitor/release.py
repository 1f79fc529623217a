"""A release: the figures as everybody may read them."""

from collections.abc import Collection, Mapping

from allocator.domain.monitored import ALL, By, CategoryLabel, Cell, Measure, MonitorRelease, Published, Town
from allocator.monitor import periods
from allocator.monitor.figures import count
from allocator.monitor.hiding import hidden
from allocator.monitor.records import Records


def release(
    records: Records,
    earlier: Collection[Published] = (),
    names: Mapping[str, str] | None = None,
    labels: tuple[CategoryLabel, ...] = (),
) -> MonitorRelease:
    """Count, and leave out what is too small or would give it away.

    Only whole quarters are published with their weeks: a quarter that grows week by week would tell each week by the
    difference of two releases.

    Args:
        records: all that is known.
        earlier: figures of releases before this one; what they left out stays out.
        names: of the municipalities, by code.
        labels: words for groups, forms and reasons.
    """
    made = count(records)
    numbers = made.numbers
    before = {one.cell for one in earlier if one.value is None}
    shown = {one.cell for one in earlier if one.value is not None}
    out = hidden(numbers, made.sums, importance, before=before & numbers.keys(), shown=shown & numbers.keys())
    figures = tuple(Published(cell, None if cell in out else n) for cell, n in sorted(numbers.items(), key=_order))
    days = [day for period in made.quarters for day in periods.bounds(period)]
    first, last = (min(days), max(days)) if days else (records.first, records.first)
    towns = tuple(Town(code=code, name=(names or {}).get(code, code)) for code in records.municipalities)
    return MonitorRelease(
        first=first, last=last, towns=towns, labels=labels, figures=figures, unreadable=made.unreadable
    )


def importance(cell: Cell) -> float:
    """How much a figure would be missed: who is in shelter, totals and long periods most."""
    by_period = {"week": 1.0, "quarter": 4.0, "year": 12.0}[periods.kind(cell.period)]
    of_stock = 8.0 if cell.measure is Measure.IN_SHELTER else 4.0 if cell.measure is Measure.READY else 1.0
    of_total = (8.0 if cell.municipality == ALL else 1.0) * (4.0 if cell.by is By.NOTHING else 1.0)
    return by_period * of_stock * of_total


_MEASURES = list(Measure)
_DIVISIONS = list(By)


def _order(item: tuple[Cell, int]) -> tuple[int, int, int, str, str, str]:
    cell, _ = item
    kind = ("year", "quarter", "week").index(periods.kind(cell.period))
    place = "" if cell.municipality == ALL else cell.municipality
    return _MEASURES.index(cell.measure), _DIVISIONS.index(cell.by), kind, cell.period, place, cell.category
