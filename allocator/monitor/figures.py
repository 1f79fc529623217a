"""From records to numbers: every cell of the tables, with the sums by which cells hang together.

Whoever reads the tables knows the sums too, so they are kept beside the numbers: what is left out must not be found by
subtracting. A *sum* says that some cells, with their signs, are 0 together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from allocator.domain.monitored import ALL, CATEGORIES, DIVISIONS, ELSEWHERE, By, Cell, Measure
from allocator.monitor import periods
from allocator.monitor.records import Records, Seen, Signed, Snapshot

Sum = Mapping[Cell, int]
"""Coefficients of cells whose weighted sum is 0."""

FROM_SHELTER = frozenset({Measure.IN_SHELTER, Measure.READY, Measure.INTO_SHELTER, Measure.OUT_OF_SHELTER})
"""Counted by municipality of origin; the others by the municipality of the home."""

EACH_WEEK = frozenset({Measure.IN_SHELTER, Measure.PLACED})
"""Published per week for each municipality; the others, nearly all too small, per week for the region only."""


@dataclass
class Counts:
    """Numbers of all cells, and the sums between them.

    Attributes:
        weeks: Mondays of the weeks in them.
        quarters: whole quarters; only these are counted.
        years: whole years.
        opening: the week before the first one, when its stock is known.
        numbers: households by cell.
        sums: relations that hold between the numbers.
        unreadable: households of whom nothing could be read any more, at most, in one snapshot.
    """

    weeks: tuple[date, ...]
    quarters: tuple[str, ...]
    years: tuple[str, ...]
    opening: str = ""
    numbers: Counter[Cell] = field(default_factory=Counter)
    sums: list[Sum] = field(default_factory=list)
    unreadable: int = 0


def count(records: Records) -> Counts:
    """Count everything in the whole quarters of the records: by week, quarter and whole year."""
    every = tuple(periods.mondays(records.first, records.last))
    quarters, years = periods.whole(every)
    weeks = tuple(day for day in every if periods.quarter(day) in quarters)
    before = _last_before(records, weeks[0]) if weeks else None
    opening = periods.week(weeks[0] - timedelta(days=7)) if before is not None else ""
    made = Counts(weeks, quarters, years, opening, unreadable=max((s.unreadable for s in records.snapshots), default=0))
    happened = [*_shelter(records, weeks), *_placed(records), *_refused(records)]
    _fill(made, records)
    for measure, on, municipality, categories in happened:
        _add(made, measure, on, municipality, categories)
    _relate(made, records)
    return made


Happened = tuple[Measure, date, str, Mapping[By, str]]
"""Measure, day (for a stock: the Monday of the week that it closes), municipality, category by division."""


def places(measure: Measure, records: Records) -> tuple[str, ...]:
    """Municipalities of a table; of people in shelter also those who come from elsewhere."""
    return (*records.municipalities, ELSEWHERE) if measure in FROM_SHELTER else records.municipalities


def categories(by: By, records: Records) -> tuple[str, ...]:
    """Categories of a division."""
    own = {
        By.GROUP: (*records.groups, "no_group"),
        By.FORM: records.forms,
        By.REASON: (*records.reasons, "other_reason"),
    }
    return own[by] if by in own else CATEGORIES[by]


# ------------------------------------------------------------------------------------------------ what happened


def _shelter(records: Records, weeks: tuple[date, ...]) -> Iterable[Happened]:
    """Stock at the end of each week, and who came and went since the week before.

    A week without a snapshot stays as the week before it: nobody was seen to come or go. A household counts for one
    municipality all along, the last one that was known, so that flows and stocks add up.
    """
    home: dict[str, str] = {}
    for snapshot in records.snapshots:
        for one in snapshot.seen:
            known = one.origin if one.origin in records.municipalities else None
            home[one.household] = known or home.get(one.household, ELSEWHERE)
    by_week = {periods.monday(snapshot.on): snapshot for snapshot in records.snapshots}
    before = _last_before(records, weeks[0]) if weeks else None
    for one in (before or {}).values():
        yield Measure.IN_SHELTER, weeks[0] - timedelta(days=7), home[one.household], {}
    for start in weeks:
        now = {one.household: one for one in by_week[start].seen} if start in by_week else before
        if now is None:
            continue
        for key, one in now.items():
            yield Measure.IN_SHELTER, start, home[key], {By.CARE: _care(one)}
            if one.only_home:
                yield Measure.READY, start, home[key], {By.WAIT: _wait(one, start + timedelta(days=6))}
        for key in () if before is None else sorted(now.keys() ^ before.keys()):
            yield Measure.INTO_SHELTER if key in now else Measure.OUT_OF_SHELTER, start, home[key], {}
        before = now


def _last_before(records: Records, start: date) -> dict[str, Seen] | None:
    earlier: list[Snapshot] = [snapshot for snapshot in records.snapshots if snapshot.on < start]
    return {one.household: one for one in earlier[-1].seen} if earlier else None


def _care(one: Seen) -> str:
    return "unknown" if one.only_home is None else "only_home" if one.only_home else "care"


def _wait(one: Seen, on: date) -> str:
    if one.ready_from is None:
        return "unknown"
    weeks = (on - one.ready_from).days // 7
    return "not_yet" if weeks < 0 else f"weeks_{max(n for n in (0, 13, 26) if n <= weeks)}"


def _placed(records: Records) -> Iterable[Happened]:
    for one in records.signed:
        origin = "unknown" if one.origin is None else "same" if one.origin == one.municipality else "other"
        yield (
            Measure.PLACED,
            one.on,
            one.municipality,
            {
                By.GROUP: one.group if one.group in records.groups else "no_group",
                By.FORM: one.form,
                By.ORIGIN: origin,
                By.FREED: "freed" if one.from_shelter else "not_freed",
            },
        )
        if one.needs_support and one.moved_in is not None:
            yield Measure.SUPPORT, one.moved_in, one.municipality, {By.STARTED: _started(one, one.moved_in)}


def _started(one: Signed, moved_in: date) -> str:
    if one.started is None:
        return "waiting"
    return "on_time" if one.started <= (one.start_by or moved_in) else "late"


def _refused(records: Records) -> Iterable[Happened]:
    for one in records.refusals:
        reason = one.reason if one.reason in records.reasons else "other_reason"
        yield Measure.REFUSED, one.on, one.municipality, {By.REASON: reason}


# ------------------------------------------------------------------------------------------------ cells and sums


def _fill(made: Counts, records: Records) -> None:
    """Every cell begins at 0: that nothing happened is a number too."""
    for measure, divisions in DIVISIONS.items():
        for place in (*places(measure, records), ALL):
            spans = (*made.quarters, *made.years)
            for period in (*_weeks(measure, place, made), *spans):
                made.numbers[Cell(measure, By.NOTHING, ALL, place, period)] = 0
            for by in divisions:
                for category in categories(by, records):
                    for period in spans:
                        made.numbers[Cell(measure, by, category, place, period)] = 0


def _weeks(measure: Measure, place: str, made: Counts) -> tuple[str, ...]:
    """The weeks for which a total is published."""
    if measure is Measure.READY or (place != ALL and measure not in EACH_WEEK):
        return ()
    opening = (made.opening,) if made.opening and measure is Measure.IN_SHELTER else ()
    return (*opening, *(periods.week(day) for day in made.weeks))


def _add(made: Counts, measure: Measure, on: date, municipality: str, found: Mapping[By, str]) -> None:
    """One more household, in every cell in which it counts. A stock counts in the period that its week closes."""
    start, quarter = periods.monday(on), periods.quarter(on)
    spans = [quarter, periods.year(quarter)]
    if measure.is_stock:
        spans = [period for period in spans if periods.bounds(period)[1] == start + timedelta(days=6)]
    for place in (municipality, ALL):
        for period in (periods.week(on), *spans):
            for by, category in ((By.NOTHING, ALL), *found.items()):
                cell = Cell(measure, by, category, place, period)
                if cell in made.numbers:
                    made.numbers[cell] += 1


def _relate(made: Counts, records: Records) -> None:
    for cell in made.numbers:
        measure, by, _, place, period = cell
        if place == ALL:
            _say(made, cell, [cell._replace(municipality=one) for one in places(measure, records)])
        if by is By.NOTHING and periods.kind(period) != "week":
            for division in DIVISIONS[measure]:
                parts = [cell._replace(by=division, category=one) for one in categories(division, records)]
                _say(made, cell, parts)
        _say(made, cell, _inside(cell, made))
        if measure is Measure.READY and by is By.NOTHING:
            _say(made, cell, [Cell(Measure.IN_SHELTER, By.CARE, "only_home", place, period)])
    _flow(made, [*filter(None, [made.opening]), *(periods.week(day) for day in made.weeks)], (ALL,))
    _flow(made, [*filter(None, [made.opening]), *made.quarters], (*places(Measure.IN_SHELTER, records), ALL))


def _say(made: Counts, whole: Cell, parts: list[Cell]) -> None:
    """A cell is the sum of these, where all of them are published."""
    if parts and all(part in made.numbers for part in parts):
        made.sums.append({whole: -1} | dict.fromkeys(parts, 1))


def _flow(made: Counts, spans: list[str], places_: tuple[str, ...]) -> None:
    """What is in shelter at the end is what was there before, plus who came, less who left."""
    for before, after in pairwise(spans):
        for place in places_:
            end = Cell(Measure.IN_SHELTER, By.NOTHING, ALL, place, after)
            flows = {end._replace(measure=Measure.INTO_SHELTER): 1, end._replace(measure=Measure.OUT_OF_SHELTER): -1}
            made.sums.append({end: -1, end._replace(period=before): 1} | flows)


def _inside(cell: Cell, made: Counts) -> list[Cell]:
    """The cells of shorter periods of which a cell is the sum: all of them, or of a stock the last one."""
    first, last = periods.bounds(cell.period)
    match periods.kind(cell.period):
        case "year":
            found = [cell._replace(period=q) for q in made.quarters if periods.year(q) == cell.period]
        case "quarter":
            found = [cell._replace(period=periods.week(day)) for day in made.weeks if first <= day <= last]
        case _:
            return []
    found = found[-1:] if cell.measure.is_stock else found
    return [one for one in found if one in made.numbers]
