"""The monitor as a report for councils: what stands out first, then charts with their tables. All of it is public."""

from collections.abc import Sequence

from allocator.domain.monitored import (  # fmt: skip
    ALL,
    BY_NAMES,
    CATEGORIES,
    LEAST,
    MEASURE_NAMES,
    By,
    Cell,
    Measure,
    MonitorRelease,
)  # fmt: skip
from allocator.domain.provenance import Provenance
from allocator.locale import day
from allocator.reports.document import Block, Document, Heading, Tiles, Tone, Words, chart, grid
from allocator.reports.plots import Bar, Bars, Heat, Lines, Point, Series, Stacked
from allocator.reports.words import Tongue

HIDDEN = "–"
MOST_WEEKS = 54


class _View:
    """A release, asked in words of one language."""

    def __init__(self, release: MonitorRelease, tongue: Tongue) -> None:
        self.release, self.tongue, self.values = release, tongue, release.values
        spans = list(dict.fromkeys(one.cell.period for one in release.figures))
        self.years = sorted(p for p in spans if len(p) == 4)
        self.quarters = sorted(p for p in spans if "Q" in p)
        self.weeks = sorted(p for p in spans if "W" in p)[-MOST_WEEKS:]
        self.span = self.years[-1] if self.years else self.quarters[-1]
        self.places = [town.code for town in release.towns]

    def of(
        self, measure: Measure, period: str, place: str = ALL, by: By = By.NOTHING, category: str = ALL
    ) -> int | None:
        return self.values.get(Cell(measure, by, category, place, period))

    def name(self, measure: Measure) -> str:
        return self.tongue(MEASURE_NAMES[measure])

    def category(self, by: By, code: str) -> str:
        return self.release.category(by, code, self.tongue.lang)

    def place(self, code: str) -> str:
        return self.release.place(code, self.tongue.lang)

    def number(self, value: int | None) -> str:
        return HIDDEN if value is None else self.tongue.number(value)

    def categories(self, measure: Measure, by: By) -> list[str]:
        """Codes that occur, in their own order where they have one."""
        found = {c.category for c in self.values if c.measure is measure and c.by is by}
        own = CATEGORIES.get(by, ())
        return [code for code in own if code in found] + sorted(found - set(own), key=lambda c: self.category(by, c))


def document(release: MonitorRelease, provenance: Provenance, tongue: Tongue) -> Document:
    """The report of a release; it says nothing that is not published.

    Args:
        release: the figures.
        provenance: what they were made of.
        tongue: the language.
    """
    view = _View(release, tongue)
    blocks: list[Block] = [*_first(view), *_shelter(view), *_placed(view), *_beside(view), *_support(view)]
    lead = tongue("From {first} to {last}.", first=day(release.first, tongue.lang), last=day(release.last, tongue.lang))
    return Document(
        title=tongue("Monitor of shelter and housing"),
        kind=tongue("For councils and for everybody: open data"),
        lead=lead,
        blocks=tuple(blocks),
        provenance=provenance,
        lang=tongue.lang,
    )


def _first(view: _View) -> list[Block]:
    tongue = view.tongue
    rules = tongue(
        "Numbers below {least} are left out and show as {dash}. Others are left out with them, so that nobody can"
        " compute the small ones from the rest.",
        least=LEAST,
        dash=HIDDEN,
    )
    weeks = tongue("A quarter is made of whole weeks: those whose Thursday it has. All numbers are households.")
    found: list[Block] = [
        Heading(tongue("What stands out")),
        Tiles(_tiles(view)),
        Words(f"{rules} {weeks}", Tone.NOTE),
    ]
    if view.release.unreadable:
        text = tongue(
            "Facts of past households are destroyed on their date. In one week at most {n} were missing because of it.",
            n=view.release.unreadable,
        )
        found.append(Words(text, Tone.CALLOUT))
    return found


def _tiles(view: _View) -> tuple[tuple[str, str, str], ...]:
    """The question of the region: who needs only a home, how long already, and which places that freed."""
    tongue, last = view.tongue, view.quarters[-1]
    only = view.of(Measure.READY, last)
    long = [view.of(Measure.READY, last, by=By.WAIT, category=code) for code in ("weeks_13", "weeks_26")]
    waits = None if any(n is None for n in long) else sum(n or 0 for n in long)
    freed = view.of(Measure.PLACED, view.span, by=By.FREED, category="freed")
    of = view.number(view.of(Measure.IN_SHELTER, last))
    return (
        (
            view.number(only),
            tongue("in shelter, need only a home"),
            tongue("of {n} in shelter, at the end of {period}", n=of, period=last),
        ),
        (
            view.number(waits),
            tongue("of them ready for 13 weeks or longer"),
            tongue("at the end of {period}", period=last),
        ),
        (
            view.number(freed),
            tongue("shelter places freed by a move to a home"),
            tongue("in {period}", period=view.span),
        ),
    )


def _line(view: _View, measure: Measure, spans: Sequence[str], place: str = ALL) -> Series:
    return Series(view.name(measure), tuple(Point(span, view.of(measure, span, place)) for span in spans))


def _lines(title: str, about: str, of: str, tongue: Tongue, *lines: Series) -> Block:
    return chart(Lines(title, about, of, tongue("households"), lines), tongue)


def _shelter(view: _View) -> list[Block]:
    tongue, last = view.tongue, view.quarters[-1]
    return [
        Heading(tongue("Shelter")),
        _lines(
            tongue("In shelter, week by week"),
            tongue("Households in shelter in the whole region at the end of each week."),
            tongue("Week"),
            tongue,
            _line(view, Measure.IN_SHELTER, view.weeks),
        ),
        _lines(
            tongue("Into shelter and out of it"),
            tongue("Households that came and that left, in the whole region, per quarter."),
            tongue("Quarter"),
            tongue,
            _line(view, Measure.INTO_SHELTER, view.quarters),
            _line(view, Measure.OUT_OF_SHELTER, view.quarters),
        ),
        chart(
            Bars(
                tongue("How long people are ready who need only a home"),
                tongue("In the whole region, at the end of {period}.", period=last),
                tongue(BY_NAMES[By.WAIT]),
                tongue("households"),
                tuple(
                    Bar(view.category(By.WAIT, code), view.of(Measure.READY, last, by=By.WAIT, category=code))
                    for code in CATEGORIES[By.WAIT]
                ),
            ),
            tongue,
        ),
    ]


def _stack(view: _View, measure: Measure, by: By, title: str) -> Block:
    """Parts per municipality in the last year or quarter; with more than six parts a grid of numbers."""
    tongue, codes = view.tongue, view.categories(measure, by)
    about = tongue("Per municipality, in {period}.", period=view.span)
    names = tuple(view.category(by, code) for code in codes)
    rows = tuple(
        (view.place(place), tuple(view.of(measure, view.span, place, by, code) for code in codes))
        for place in (*view.places, ALL)
    )
    if all(value is None for _, values in rows for value in values):
        return _nothing(title, tongue)
    if len(codes) > 3 or any(value is None for _, values in rows for value in values):
        return chart(Heat(title, about, tongue("Municipality"), names, rows), tongue)
    return chart(Stacked(title, about, tongue("Municipality"), tongue("households"), names, rows[:-1]), tongue)


def _nothing(title: str, tongue: Tongue) -> Words:
    """Instead of a chart without a single number, and a table of dashes."""
    return Words(tongue("{title}: all numbers are left out.", title=title))


def _placed(view: _View) -> list[Block]:
    tongue = view.tongue
    title, about = tongue("Leases signed, week by week"), tongue("In the whole region.")
    return [
        Heading(tongue("Homes")),
        _lines(title, about, tongue("Week"), tongue, _line(view, Measure.PLACED, view.weeks)),
        _stack(view, Measure.PLACED, By.ORIGIN, tongue("In the municipality of origin or not")),
        _stack(view, Measure.PLACED, By.FREED, tongue("Shelter places that were freed")),
        _stack(view, Measure.PLACED, By.GROUP, tongue("Leases by target group")),
        _stack(view, Measure.PLACED, By.FORM, tongue("Leases by housing form")),
    ]


def _beside(view: _View) -> list[Block]:
    """All municipalities in one table: the last year, else the last quarter."""
    tongue = view.tongue
    measures = tuple(MEASURE_NAMES)
    heads = [tongue("Municipality"), *(view.name(one) for one in measures)]
    rows = [[view.place(place), *(view.of(one, view.span, place) for one in measures)] for place in (*view.places, ALL)]
    about = tongue("People in shelter count for the municipality where they come from, leases for that of the home.")
    found: list[Block] = [
        Heading(tongue("Municipalities side by side")),
        Words(about),
        grid(tongue("Municipalities in {period}", period=view.span), heads, rows),
    ]
    per = tuple(
        (view.place(place), tuple(view.of(Measure.PLACED, period, place) for period in view.quarters[-8:]))
        for place in view.places
    )
    title, text = tongue("Leases per quarter"), tongue("Per municipality of the home.")
    return [*found, chart(Heat(title, text, tongue("Municipality"), tuple(view.quarters[-8:]), per), tongue)]


def _support(view: _View) -> list[Block]:
    tongue = view.tongue
    reasons = view.categories(Measure.REFUSED, By.REASON)
    counted = [(code, view.of(Measure.REFUSED, view.span, by=By.REASON, category=code)) for code in reasons]
    ordered = sorted(counted, key=lambda one: (-(one[1] or 0), view.category(By.REASON, one[0])))
    shown = [(code, n) for code, n in ordered if n is not None]
    rest = len(ordered) - len(shown)
    about = tongue("In the whole region, in {period}. Reasons that are left out: {n}.", period=view.span, n=rest)
    title = tongue("Refusals by reason")
    bars = tuple(Bar(view.category(By.REASON, code), n) for code, n in shown)
    return [
        Heading(tongue("Support and refusals")),
        _stack(view, Measure.SUPPORT, By.STARTED, tongue("Support after the move")),
        chart(Bars(title, about, tongue("Reason"), tongue("refusals"), bars), tongue)
        if bars
        else _nothing(title, tongue),
    ]
