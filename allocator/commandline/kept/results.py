"""``results``: what was kept is listed, shown, and written as reports."""

from pathlib import Path

from allocator.actions import results
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.screen import Screen, key, number, text
from allocator.domain.study import KINDS
from allocator.locale import N_
from allocator.reports import disk
from allocator.reports.columns import Told, told
from allocator.reports.document import SHORT, Chart, Document, Facts, Grid, Heading, Items, Tiles, Words, origin
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
    words = told(table, screen.tongue)
    if len(words.heads) > _MOST_COLUMNS:
        _records(screen, table.title, words)
        return
    longest = [max((len(row[n]) for row in words.rows), default=0) for n in range(len(words.heads))]
    widths = zip(table.columns, longest, strict=True)
    ratios = [2 if one.width > SHORT else 1 if most > SHORT else None for one, most in widths]
    columns = [
        number(head) if right else text(head, ratio)
        for head, right, ratio in zip(words.heads, words.right, ratios, strict=True)
    ]
    screen.table(columns, words.rows, table.title)


def _records(screen: Screen, title: str, words: Told) -> None:
    """Rows one below the other, for a table that has no room beside itself."""
    screen.heading(title)
    _, *heads = words.heads
    for first, *rest in words.rows:
        screen.line(first, "bold")
        screen.line("; ".join(f"{head}: {cell}" for head, cell in zip(heads, rest, strict=True)))


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
