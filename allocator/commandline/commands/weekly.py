"""Commands of one word on what is kept: import, export, decide, backup, restore, worker, upkeep."""

from pathlib import Path
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import given
from allocator.commandline.commands.given import screen
from allocator.commandline.commands.steps import Step
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

PANEL = N_("The weekly work, kept in a database")

_STEP = N_(
    "accept, confirm_support, accept_home, offer, accept_offer, sign, move_in or start_support; and with a reason: "
    "refuse, withdraw, end or reopen."
)
_DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only say what would change."))]
_OutFolder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help=N_("A new or empty folder for the case."), show_default=False)
]
_Placements = Annotated[
    list[int],
    typer.Argument(metavar="PLACEMENT", min=1, help=N_("The numbers of the placements."), show_default=False),
]
_Version = Annotated[
    int | None,
    typer.Option(
        "--version",
        metavar="NUMBER",
        min=0,
        help=N_("Only when it is still as you saw it; `placement show` says the version."),
        show_default=False,
    ),
]
_Backup = Annotated[Path, typer.Argument(metavar="FILE", help=N_("A file that `backup` wrote."), show_default=False)]
_Once = Annotated[bool, typer.Option("--once", help=N_("Take one run when there is one, and stop."))]
_Every = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, max=3600, help=N_("How often to look for a run that waits."))
]
_Host = Annotated[str, typer.Option(metavar="ADDRESS", help=N_("Address to listen on."))]
_BehindProxy = Annotated[
    bool, typer.Option("--behind-proxy", help=N_("A proxy with TLS stands before it, and tells who really calls."))
]

_WithWorker = Annotated[
    bool, typer.Option("--worker/--no-worker", help=N_("Whether a worker runs beside it, which makes the proposals."))
]


def import_(
    case: options.Case,
    dry_run: _DryRun = False,
    policy: options.Policy = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Import a case."""
    from allocator.commandline.kept import exchange

    return exchange.import_case(screen(lang, as_json), case, policy, dry_run=dry_run)


def export(
    folder: _OutFolder,
    round_id: given.RoundOption = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Export a case."""
    from allocator.commandline.kept import exchange

    return exchange.export_case(screen(lang, as_json), folder, round_id)


def decide(
    step: Annotated[Step, typer.Argument(metavar="STEP", help=_STEP, show_choices=False)],
    placement: _Placements,
    reason: given.Reason = None,
    note: given.Note = "",
    on: given.Day = None,
    version: _Version = None,
    yes: given.Yes = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Take a step with placements that are named one by one."""
    from allocator.commandline.kept import deciding

    how = deciding.How(step.value, reason, note, on, version)
    return deciding.decide(screen(lang, as_json), placement, how, yes=yes)


def backup(file: given.NewFile, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Write everything to a file."""
    from allocator.commandline.kept import database

    return database.backup(screen(lang, as_json), file)


def restore(file: _Backup, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Put a backup into an empty database."""
    from allocator.commandline.kept import database

    return database.restore(screen(lang, as_json), file)


def worker(
    once: _Once = False, every: _Every = 2.0, as_json: options.Json = False, lang: options.Language = None
) -> Exit:
    """Take runs from the queue until stopped."""
    from allocator.commandline.kept import working

    return working.work(screen(lang, as_json), once=once, every=every)


def serve(
    host: _Host = "127.0.0.1",
    port: options.Port = 8000,
    behind_proxy: _BehindProxy = False,
    with_worker: _WithWorker = True,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Serve the API until stopped."""
    from allocator.commandline.kept import serving

    return serving.serve_api(screen(lang, as_json), host, port, behind_proxy=behind_proxy, with_worker=with_worker)


def upkeep(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """What the passing of days asks."""
    from allocator.commandline.kept import database

    return database.upkeep(screen(lang, as_json))


def register(app: typer.Typer) -> None:
    """Put these commands on the first level."""
    for name, function, words, example in (
        ("import", import_, _IMPORT, "allocator import fixtures/tiny --dry-run\nallocator import fixtures/tiny"),
        ("export", export, _EXPORT, "allocator export out/now\nallocator export out/week-48 --round 2026-w48"),
        ("decide", decide, _DECIDE, "allocator decide accept 1 2 5\nallocator decide refuse 3 --reason too_far"),
        ("backup", backup, _BACKUP, "allocator backup backup-2026-11-23.zip"),
        ("restore", restore, _RESTORE, "allocator restore backup-2026-11-23.zip"),
        ("worker", worker, _WORKER, "allocator worker\nallocator worker --once"),
        ("serve", serve, _SERVE, "allocator serve\nallocator serve --port 8080"),
        ("upkeep", upkeep, _UPKEEP, "allocator upkeep"),
    ):
        app.command(name, cls=Command, rich_help_panel=PANEL, help=words, epilog=example)(function)


_IMPORT = N_("Take in a case: only what it says anew is changed, and you see what that is.")
_EXPORT = N_("Write a case as it stands now, or a round as it was frozen; `match` and `explain` read it.")
_DECIDE = N_(
    "Take a step with one or more placements. What a reason does to the household is shown before you confirm it."
)
_BACKUP = N_("Write the whole database to one file, while it is in use. Facts of people stay sealed in it.")
_RESTORE = N_("Put a backup into a new, empty database: of the same kind or the other one.")
_WORKER = N_("Make proposals for runs that wait, one after the other, until you stop it.")
_SERVE = N_("Serve the HTTP API: for systems of corporations and care providers, and for municipalities.")
_UPKEEP = N_("Let expire what has passed its term, and seal the log of who read whose file. Do this every day.")
