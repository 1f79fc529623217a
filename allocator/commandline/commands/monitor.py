"""``allocator monitor``: figures for councils, published as open data."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import given
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()

_First = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=given.day,
        metavar="DATE",
        help=N_("A day in the first quarter; the first quarter of last year."),
        show_default=False,
    ),
]
_Last = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=given.day,
        metavar="DATE",
        help=N_("A day in the last week; the last week that is over."),
        show_default=False,
    ),
]
_Key = Annotated[
    str | None,
    typer.Option("--release", metavar="KEY", help=N_("Which release; the last one."), show_default=False),
]


@app.command(
    cls=Command,
    help=N_("Count the figures of the quarters that are over, and publish them; small numbers are left out."),
    epilog="allocator monitor publish\nallocator monitor publish --from 2026-01-01 --yes",
)
def publish(
    first: _First = None,
    last: _Last = None,
    yes: given.Yes = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Publish figures."""
    from allocator.commandline.kept import monitor

    return monitor.publish(screen(lang, as_json), first, last, yes=yes)


@app.command("list", cls=Command, help=N_("Releases, the newest first."), epilog="allocator monitor list")
def list_(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List releases."""
    from allocator.commandline.kept import monitor

    return monitor.list_releases(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("The figures of a release: municipalities side by side, in a year, quarter or week."),
    epilog="allocator monitor show\nallocator monitor show --period 2026-Q3",
)
def show(
    period: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help=N_("2026, 2026-Q3 or 2026-W40; the last quarter."), show_default=False),
    ] = None,
    key: _Key = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show figures."""
    from allocator.commandline.kept import monitor

    return monitor.show(screen(lang, as_json), key, period)


@app.command(
    cls=Command,
    help=N_("Write a release into a folder: open data (CSV with its descriptions) and the report."),
    epilog="allocator monitor write --out out/monitor",
)
def write(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help=N_("Where the files are written."))],
    key: _Key = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Write the files of a release."""
    from allocator.commandline.kept import monitor

    return monitor.write(screen(lang, as_json), key, out)
