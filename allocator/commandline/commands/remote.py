"""``allocator remote``: the same on a server, from another machine."""

from enum import StrEnum
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


class RowsOf(StrEnum):
    """What a file has."""

    UNITS = "units"
    HOUSEHOLDS = "households"
    POOLS = "support-pools"


_Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        envvar="ALLOCATOR_SERVER",
        metavar="ADDRESS",
        help=N_("Where the server is; or set ALLOCATOR_SERVER."),
        show_default=False,
    ),
]
_File = Annotated[Path, typer.Argument(metavar="FILE", help=N_("CSV, XLSX or JSON; for homes also VERA."))]
_Case = Annotated[Path, typer.Argument(metavar="CASE", help=N_("Folder, ZIP or workbook of a case."))]
_Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help=N_("New folder for the files."))]
_Rows = Annotated[RowsOf, typer.Option("--as", metavar="KIND", help=N_("What the file has."))]
_DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only say what would change."))]
_Complete = Annotated[
    bool, typer.Option("--complete", help=N_("This is all there is: what it no longer names goes off the list."))
]
_Limit = Annotated[
    float | None, typer.Option("--time-limit", metavar="SECONDS", min=0.001, help=N_("Stop solving after so long."))
]


@app.command(
    cls=Command,
    help=N_("Send homes, households or pools of support; every problem comes back by line."),
    epilog="allocator remote submit units.csv\nallocator remote submit pools.xlsx --as support-pools --complete",
)
def submit(
    file: _File,
    server: _Server = None,
    rows: _Rows = RowsOf.UNITS,
    complete: _Complete = False,
    dry_run: _DryRun = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Send rows."""
    from allocator.commandline import remote

    return remote.submit(screen(lang, as_json), server, rows.value, file, complete=complete, dry_run=dry_run)


@app.command(
    "import",
    cls=Command,
    help=N_("Send a whole case; the same case twice changes nothing."),
    epilog="allocator remote import fixtures/tiny --dry-run",
)
def import_(
    case: _Case,
    server: _Server = None,
    dry_run: _DryRun = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Send a case."""
    from allocator.commandline import remote

    return remote.import_case(screen(lang, as_json), server, case, dry_run=dry_run)


@app.command(
    cls=Command,
    help=N_("Fetch everything that is needed for a match, as the files of a case."),
    epilog="allocator remote export out/now\nallocator remote export out/week-48 --round 2026-w48",
)
def export(
    folder: _Folder,
    server: _Server = None,
    round_id: given.RoundOption = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Fetch a case."""
    from allocator.commandline import remote

    return remote.export_case(screen(lang, as_json), server, folder, round_id)


@app.command(
    cls=Command,
    help=N_("Start a run of a round on the server, and follow it to its end."),
    epilog="allocator remote run 2026-w48",
)
def run(
    round_id: Annotated[str, typer.Argument(metavar="ROUND", help=N_("Name of the round."))],
    server: _Server = None,
    time_limit: _Limit = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Start a run and follow it."""
    from allocator.commandline import remote

    return remote.run(screen(lang, as_json), server, round_id, time_limit)
