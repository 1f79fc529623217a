"""``allocator audit``: the chain of everything that was done, and the log of who read whose file."""

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


@app.command(
    cls=Command,
    help=N_("Check the whole chain and name the first link that is wrong; else give its end, to write down elsewhere."),
    epilog="allocator audit verify\nallocator audit verify --ends /elsewhere/ends.txt\n"
    "allocator audit verify --backup backup.zip\nallocator audit verify --head 318:1f6c...",
)
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help=N_("An end that you wrote down before, as number:hash: the chain must still go through it."),
            show_default=False,
        ),
    ] = None,
    ends: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=N_("A file of ends, best kept elsewhere: the chain must go through all of them; this one is added."),
            show_default=False,
        ),
    ] = None,
    backup: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=N_("A backup: the chain must still go through the end that it had then."),
            show_default=False,
        ),
    ] = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Verify the chain."""
    from allocator.commandline.kept import trail

    return trail.verify(screen(lang, as_json), head=head, ends=ends, backup=backup)


@app.command(
    cls=Command,
    help=N_("What was done, the newest first: by whom, to what, why."),
    epilog="allocator audit show\nallocator audit show --household H3\nallocator audit show --what rounds.open_round",
)
def show(
    whom: Annotated[str | None, typer.Option(metavar="KEY", help=N_("Only of this thing."), show_default=False)] = None,
    household: Annotated[
        str | None, typer.Option(metavar="KEY", help=N_("Only about this household."), show_default=False)
    ] = None,
    what: Annotated[str | None, typer.Option(metavar="NAME", help=N_("Only this action."), show_default=False)] = None,
    most: given.Most = 50,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show events."""
    from allocator.commandline.kept import trail

    return trail.show(screen(lang, as_json), whom, household, what, most)


@app.command(
    cls=Command,
    help=N_("Who read the file of a household, when, and for what."),
    epilog="allocator audit readings H3",
)
def readings(household: given.Household, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show readings."""
    from allocator.commandline.kept import trail

    return trail.readings(screen(lang, as_json), household)


@app.command(
    cls=Command,
    help=N_("Seal the readings since the last time into the chain."),
    epilog="allocator audit seal",
)
def seal(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Seal readings."""
    from allocator.commandline.kept import trail

    return trail.seal(screen(lang, as_json))
