"""``results``: what was kept is listed, shown, and written as reports."""

from pathlib import Path

from allocator.actions import results
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.screen import Screen, key, number, short, text
from allocator.domain.study import KINDS
from allocator.locale import N_
from allocator.reports import disk
from allocator.reports.document import Chart, Document, Facts, Grid, Heading, Items, Tiles, Words, origin
from allocator.reports.table import Table

_WHOLE = 64
_MOST_COLUMNS = 7
"""Beyond these the words in a table have no room on a terminal."""


def list_results(screen: Screen, kind: str | None) -> Exit:
    """Show what was kept."""
    with opened(screen) as desk:
        found = results.list_results(desk.office, desk.actor, kind)
    if screen.as_json:
        return saying.show(screen, {"results": found})
    tongue = screen.tongue
    columns = [
        key(tongue(N_("Key"))),
        text(tongue(N_("What it is")), 2),
        text(tongue(N_("Holds for"))),
        text(tongue(N_("Kept at"))),
        text(tongue(N_("By"))),
    ]
    rows = [
        (one.sha256[:8], tongue(KINDS.get(one.kind, one.kind)), saying.on(one.as_of), saying.moment(one.kept_at),
         one.kept_by)
        for one in found
    ]  # fmt: skip
    screen.table(columns, rows, tongue(N_("Results: {n}"), n=len(found)))
    saying.hint(screen, N_("Next: `allocator results show KEY` shows one."))
    return Exit.DONE


def show(screen: Screen, which: str) -> Exit:
    """Show a result with what it was made of.

    Raises:
        NotFound: when there is none that this reader may see.
        WrongUse: when several keys begin so.
        Conflict: when it was kept without a report.
    """
    with opened(screen) as desk:
        whole = _key(screen, desk, which)
        if screen.as_json:
            return saying.show(screen, results.show_result(desk.office, desk.actor, whole))
        found = results.show_result(desk.office, desk.actor, whole).kept
        report = results.read_result(desk.office, desk.actor, whole, screen.lang)
    _report(screen, report)
    about = origin(report.provenance, screen.tongue)
    screen.heading(about.title)
    by = (screen.tongue(N_("Kept at")), saying.moment(found.kept_at)), (screen.tongue(N_("By")), found.kept_by)
    saying.facts(screen, (*about.rows, *by))
    return Exit.DONE


def _report(screen: Screen, report: Document) -> None:
    screen.heading(report.title)
    screen.line(report.kind, "dim")
    screen.line(report.lead)
    for block in report.blocks:
        match block:
            case Heading():
                screen.heading(block.text)
            case Words():
                screen.line(block.text)
            case Items():
                screen.bullets(block.lines)
            case Facts():
                saying.facts(screen, block.rows)
            case Tiles():
                saying.facts(screen, ((name, value) for value, name, _ in block.rows))
            case Grid():
                _table(screen, block.table)
            case Chart():
                _table(screen, block.drawn.table)


def _table(screen: Screen, table: Table) -> None:
    """A table of a report; a terminal has one line for what paper says beside it."""
    if len(table.columns) > _MOST_COLUMNS:
        _records(screen, table)
        return
    wide = max((one.width for one in table.columns), default=0)
    columns = [
        text(one.title, 2) if one.width == wide and n < 2 else number(one.title) if n else short(one.title)
        for n, one in enumerate(table.columns)
    ]
    rows = [[_cell(screen, cell) for cell in row] for row in table.rows]
    screen.table(columns, rows, table.title)


def _records(screen: Screen, table: Table) -> None:
    """Rows one below the other, for a table that has no room beside itself."""
    screen.heading(table.title)
    _, *heads = (one.title for one in table.columns)
    for first, *rest in table.rows:
        screen.line(_cell(screen, first), "bold")
        screen.line("; ".join(f"{head}: {_cell(screen, cell)}" for head, cell in zip(heads, rest, strict=True)))


def _cell(screen: Screen, cell: object) -> str:
    if cell is None:
        return "–"
    return screen.tongue.number(cell) if isinstance(cell, int) else str(cell)


def write(screen: Screen, which: str, out: Path) -> Exit:
    """Write the report of a result.

    Raises:
        NotFound: when there is none that this reader may see.
        OSError: when the folder cannot be written.
    """
    disk.check(out)
    with opened(screen) as desk:
        whole = _key(screen, desk, which)
        kind = results.show_result(desk.office, desk.actor, whole).kept.kind
        files = {
            f"{kind}.{'csv.zip' if form == 'csv' else form}": results.write_result(
                desk.office, desk.actor, whole, form, screen.lang
            )
            for form in results.FORMS
        }
    paths = disk.put(files, out)
    if screen.as_json:
        return saying.show(screen, {"files": [str(path) for path in paths]})
    saying.done(screen, N_("Written:"))
    screen.bullets(str(path) for path in paths)
    return Exit.DONE


def _key(screen: Screen, desk: Desk, begins: str) -> str:
    """The whole key of which the beginning is given, among what this reader may see."""
    if len(begins) == _WHOLE:
        return begins
    found = [one.sha256 for one in results.list_results(desk.office, desk.actor, None, 10**6)]
    fits = [one for one in found if one.startswith(begins)]
    if len(fits) > 1:
        raise WrongUse(screen.tongue(N_("{n} keys begin with {key}; give more of it."), n=len(fits), key=begins))
    return fits[0] if fits else begins
