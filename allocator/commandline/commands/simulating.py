"""``allocator simulate``: its arguments and its help."""

from pathlib import Path
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

_Case = Annotated[
    Path,
    typer.Argument(
        metavar="CASE",
        help=N_("A folder with scenario.toml and perhaps policy.toml, or a scenario alone."),
        show_default=False,
    ),
]
_Weeks = Annotated[int, typer.Option("--weeks", min=1, max=260, help=N_("How many weeks, five years at most."))]
_Worlds = Annotated[
    int, typer.Option("--replications", metavar="N", min=1, max=10_000, help=N_("How many worlds are drawn."))
]
_Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="NAME",
        help=N_("waiting, urgency, vacancy, exact or ahead; say it again for another one. Default: all five."),
        show_default=False,
    ),
]
_Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=1, max=1024, help=N_("Processes on this machine."))
]
_Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help=N_("Address of a dask.distributed scheduler that does the work; or set ALLOCATOR_SCHEDULER."),
        show_default=False,
    ),
]
_Out = Annotated[
    Path, typer.Option("--out", metavar="FOLDER", help=N_("Where results are kept; the same folder goes on with them."))
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        cls=Command,
        help=N_("Simulate weeks or years of rounds under several policies, in the same made-up worlds."),
        epilog="allocator simulate fixtures/simulation --weeks 52\n"
        "allocator simulate fixtures/simulation --policy exact --policy ahead --replications 100 --workers 8",
    )(simulate)


def simulate(
    case: _Case,
    weeks: _Weeks = 52,
    replications: _Worlds = 1,
    policy: _Policies = None,
    seed: options.Drawn = "1",
    workers: _Workers = 1,
    scheduler: _Scheduler = None,
    out: _Out = Path("out/simulation"),
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Run a study and write its reports."""
    from allocator.commandline import simulating

    return simulating.simulate(
        screen(lang, as_json),
        case,
        policy or (),
        weeks=weeks,
        replications=replications,
        seed=seed,
        workers=workers,
        scheduler=scheduler,
        out=out,
    )


__all__ = ["register", "simulate"]
