"""``allocator results``: studies that were worked out and kept, with what they were made of."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import further
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()


class Kind(StrEnum):
    """What can be kept, by the names of the commands."""

    PRICE = "price"
    WANTED = "wanted"
    WANTED_OVER = "wanted-over"
    EFFECT = "effect"
    SIMULATION = "simulation"
    WANTED_AHEAD = "wanted-ahead"


_What = Annotated[
    Kind, typer.Argument(metavar="WHAT", help=N_("price, wanted, wanted-over, effect, simulation or wanted-ahead."))
]
_Of = Annotated[
    str,
    typer.Argument(
        metavar="OF",
        help=N_("The round; of effect the version of the policy; of a simulation its scenario, else the delivered."),
        show_default=False,
    ),
]
_Number = Annotated[
    int | None,
    typer.Option("--proposal", metavar="N", min=1, help=N_("Which proposal; the last one."), show_default=False),
]
_Rounds = Annotated[
    int, typer.Option(metavar="N", min=1, max=52, help=N_("How many rounds of the past, the last ones."))
]
_Weeks = Annotated[int, typer.Option(min=1, max=260, help=N_("How many weeks, five years at most."))]
_Worlds = Annotated[int, typer.Option(metavar="N", min=1, max=1000, help=N_("How many worlds are drawn."))]
_Ways = Annotated[
    list[str] | None,
    typer.Option(
        "--way",
        metavar="NAME",
        help=N_("waiting, urgency, vacancy, exact or ahead; say it again for another one. Default: all five."),
        show_default=False,
    ),
]
_Version = Annotated[
    str,
    typer.Option(
        metavar="VERSION", help=N_("Version of the policy of a simulation; the one in force."), show_default=False
    ),
]
_Key = Annotated[str, typer.Argument(metavar="KEY", help=N_("Key of the result, or how it begins."))]


@app.command(
    cls=Command,
    help=N_("Work out what balance costs, what is wanted, what a policy would do or a simulation, and keep it."),
    epilog="allocator results keep price 2026-w48\nallocator results keep wanted 2026-w48 --verified 8\n"
    "allocator results keep wanted-over --rounds 26\nallocator results keep effect 2027-1 --rounds 12\n"
    "allocator results keep simulation --weeks 52 --replications 10 --way exact --way ahead --queue",
)
def keep(
    what: _What,
    of: _Of = "",
    number: _Number = None,
    points: further.Points = 12,
    verified: further.Verified = 4,
    rounds: _Rounds = 4,
    weeks: _Weeks = 26,
    replications: _Worlds = 1,
    way: _Ways = None,
    policy: _Version = "",
    seed: options.Drawn = "1",
    queue: Annotated[bool, typer.Option("--queue", help=N_("Leave the work to an `allocator worker`."))] = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Work a study out and keep it."""
    from allocator.commandline.kept import studies

    asked = studies.Numbers(number, points, verified, rounds, weeks, replications, seed, tuple(way or ()), policy)
    return studies.keep(screen(lang, as_json), what.value, of, asked, queue=queue)


@app.command(
    cls=Command,
    help=N_("Studies that were asked for, and how each stands."),
    epilog="allocator results asked",
)
def asked(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List studies."""
    from allocator.commandline.kept import studies

    return studies.list_asked(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Call off a study that waits or is at work."),
    epilog="allocator results cancel 3",
)
def cancel(
    study: Annotated[int, typer.Argument(metavar="NUMBER", min=1, help=N_("The number of the study."))],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Call off a study."""
    from allocator.commandline.kept import studies

    return studies.cancel(screen(lang, as_json), study)


@app.command(
    "list",
    cls=Command,
    help=N_("Results that were kept, the newest first."),
    epilog="allocator results list\nallocator results list --kind wanted --json",
)
def list_(
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help=N_(
                "Only of this kind: balance, wanted, wanted-over, wanted-ahead, policy-effect, simulation or monitor."
            ),
            show_default=False,
        ),
    ] = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """List results."""
    from allocator.commandline.kept import results

    return results.list_results(screen(lang, as_json), kind)


@app.command(
    cls=Command,
    help=N_("A result: what it says, what it was made of, and who kept it."),
    epilog="allocator results show 3f9c2a71",
)
def show(key: _Key, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show a result."""
    from allocator.commandline.kept import results

    return results.show(screen(lang, as_json), key)


@app.command(
    cls=Command,
    help=N_("Write the report of a result into a folder, as HTML, PDF, XLSX and CSV."),
    epilog="allocator results write 3f9c2a71 --out out/study",
)
def write(
    key: _Key,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help=N_("Where the files are written."))],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Write the report of a result."""
    from allocator.commandline.kept import results

    return results.write(screen(lang, as_json), key, out)
