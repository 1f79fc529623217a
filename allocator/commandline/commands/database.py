"""``allocator db``: the tables, and whether what is in them is sound."""

import typer

from allocator.commandline import options
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()


@app.command(
    cls=Command,
    help=N_("Make the tables, or bring them to the version of this program."),
    epilog="allocator db upgrade",
)
def upgrade(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """All of it, or nothing."""
    from allocator.commandline.kept import database

    return database.upgrade(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Which database this is, and whether its tables are of this version."),
    epilog="allocator db status",
)
def status(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Nothing is changed."""
    from allocator.commandline.kept import database

    return database.status(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Work out anew all that must be true of what is kept: no double placements, balances, hashes, the chain."),
    epilog="allocator db check",
)
def check(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """What is not as it must be, one line each."""
    from allocator.commandline.kept import database

    return database.check(screen(lang, as_json))
