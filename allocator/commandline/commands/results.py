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


class Study(StrEnum):
    """What can be kept, by the names of the commands."""

    PRICE = "price"
    WANTED = "wanted"
    WANTED_OVER = "wanted-over"
    EFFECT = "effect"


_Key = Annotated[str, typer.Argument(metavar="KEY", help=N_("Key of the result, or how it begins."))]


@app.command(
    cls=Command,
    help=N_("Work out what balance costs, what is wanted or what a policy would do, and keep it; without households."),
    epilog="allocator results keep price 2026-w48\nallocator results keep wanted 2026-w48 --verified 8\n"
    "allocator results keep wanted-over --rounds 26\nallocator results keep effect 2027-1 --rounds 12",
)
def keep(
    what: Annotated[Study, typer.Argument(metavar="WHAT", help=N_("price, wanted, wanted-over or effect."))],
    of: Annotated[
        str,
        typer.Argument(metavar="OF", help=N_("The round, or of effect the version of the policy."), show_default=False),
    ] = "",
    number: Annotated[
        int | None,
        typer.Option("--proposal", metavar="N", min=1, help=N_("Which proposal; the last one."), show_default=False),
    ] = None,
    points: further.Points = 12,
    verified: further.Verified = 4,
    rounds: Annotated[
        int, typer.Option(metavar="N", min=1, max=52, help=N_("How many rounds of the past, the last ones."))
    ] = 4,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Work a study out and keep it."""
    from allocator.commandline.kept import results

    asked = results.Numbers(number, points, verified, rounds)
    return results.keep(screen(lang, as_json), what.value, of, asked)


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
            help=N_("Only of this kind: balance, wanted, wanted-over, policy-effect, monitor; all."),
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
    help=N_("Write the report of a result into a folder, as HTML, PDF and XLSX."),
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
