"""``monitor``: figures counted, published, shown, and written as open data."""

from datetime import date
from pathlib import Path

from allocator.actions import monitor
from allocator.actions.monitor import Draft, Released
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.progress import meter
from allocator.commandline.screen import Screen, key, number, text
from allocator.domain.monitored import ALL, By, Cell, Measure
from allocator.locale import N_
from allocator.reports.disk import check as check_folder
from allocator.reports.disk import put

SHOWN: dict[Measure, str] = {
    Measure.IN_SHELTER: N_("In shelter"),
    Measure.READY: N_("Only a home"),
    Measure.INTO_SHELTER: N_("Came in"),
    Measure.OUT_OF_SHELTER: N_("Left"),
    Measure.PLACED: N_("Leases"),
    Measure.SUPPORT: N_("Support"),
    Measure.REFUSED: N_("Refused"),
}
"""Short headings: a terminal is narrow."""

HIDDEN = "–"


def publish(screen: Screen, first: date | None, last: date | None, *, yes: bool) -> Exit:
    """Count, show what will be published, and publish it when that is right.

    Raises:
        Conflict: when there is no whole quarter, or somebody published in between.
    """
    with opened(screen) as desk:
        with meter(screen) as shown:
            shown.phase(screen.tongue(N_("Counting, and looking for what has to be left out")))
            draft = monitor.count_figures(desk.office, desk.actor, first, last)
        if not screen.as_json:
            _summary(screen, draft)
        saying.must_confirm(screen, yes=yes)
        kept = monitor.publish_figures(desk.office, desk.actor, draft)
    if screen.as_json:
        return saying.show(screen, {"release": kept, "figures": _tally(draft)})
    saying.done(screen, N_("The figures are published, under the key {key}."), key=kept.sha256)
    saying.hint(screen, N_("Next: `allocator monitor write --out FOLDER` writes the open data and the report."))
    return Exit.DONE


def _tally(draft: Draft) -> dict[str, int]:
    values = [one.value for one in draft.release.figures]
    return {"all": len(values), "left_out": values.count(None)}


def _summary(screen: Screen, draft: Draft) -> None:
    found = _tally(draft)
    words = N_("Figures from {first} to {last}: {all}, of which {out} are left out.")
    release = draft.release
    screen.line(
        screen.tongue(words, first=release.first, last=release.last, all=found["all"], out=found["left_out"]), "bold"
    )


def list_releases(screen: Screen) -> Exit:
    """Show all releases."""
    with opened(screen) as desk:
        found = monitor.list_releases(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"releases": found})
    tongue = screen.tongue
    columns = [
        key(tongue(N_("Until"))),
        text(tongue(N_("Published"))),
        text(tongue(N_("By"))),
        text(tongue(N_("Key")), 3),
    ]
    rows = [(saying.on(one.as_of), saying.moment(one.kept_at), one.kept_by, one.sha256) for one in found]
    screen.table(columns, rows, tongue(N_("Releases: {n}"), n=len(found)))
    saying.hint(screen, N_("Next: `allocator monitor show` shows the figures of the last one."))
    return Exit.DONE


def show(screen: Screen, which: str | None, period: str | None) -> Exit:
    """Show municipalities side by side.

    Raises:
        NotFound: when nothing was published yet.
        WrongUse: when the release has no such period.
    """
    with opened(screen) as desk:
        found = monitor.show_release(desk.office, desk.actor, which)
    if screen.as_json:
        return saying.show(screen, found)
    spans = sorted({one.cell.period for one in found.release.figures})
    wanted = period or max(span for span in spans if "Q" in span)
    if wanted not in spans:
        raise WrongUse(screen.tongue(N_("There is no {period} in this release."), period=wanted))
    _table(screen, found, wanted)
    saying.hint(screen, N_("{dash}: left out, because it or what follows from it is below 5."), dash=HIDDEN)
    saying.hint(screen, N_("Next: `allocator monitor write --out FOLDER` writes the open data and the report."))
    return Exit.DONE


def _table(screen: Screen, found: Released, period: str) -> None:
    tongue, release, values = screen.tongue, found.release, found.release.values
    cells = {one: Cell(one, By.NOTHING, ALL, ALL, period) for one in SHOWN}
    measures = [one for one in SHOWN if cells[one] in values]
    places = [*(town.code for town in release.towns), ALL]
    columns = [key(tongue(N_("Municipality"))), *(number(tongue(SHOWN[one])) for one in measures)]
    rows = [
        (
            release.place(place, tongue.lang),
            *(_shown(screen, values.get(cells[one]._replace(municipality=place))) for one in measures),
        )
        for place in places
    ]
    screen.table(columns, rows, tongue(N_("Households in {period}"), period=period))


def _shown(screen: Screen, value: int | None) -> str:
    return HIDDEN if value is None else screen.tongue.number(value)


def write(screen: Screen, which: str | None, out: Path) -> Exit:
    """Write the files of a release.

    Raises:
        NotFound: when nothing was published yet.
        OSError: when the folder cannot be written.
    """
    check_folder(out)
    with opened(screen) as desk:
        files = {
            name: monitor.write_release(desk.office, desk.actor, name, which, screen.lang) for name in monitor.FILES
        }
    paths = put(files, out)
    if screen.as_json:
        return saying.show(screen, {"files": [str(path) for path in paths]})
    saying.done(screen, N_("Written:"))
    screen.bullets(str(path) for path in paths)
    return Exit.DONE
