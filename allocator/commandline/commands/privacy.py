"""``allocator privacy``: keys, what is destroyed on its date, and all that is kept of one household."""

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
    help=N_("Make a key for ALLOCATOR_KEYS, in front of the keys that stand there. Keep it outside the database."),
    epilog="allocator privacy key k2026",
)
def key(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("A short name for the key."), show_default=False)],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Make a key."""
    from allocator.commandline.kept import privacy

    return privacy.key(screen(lang, as_json), name)


@app.command(
    cls=Command,
    help=N_("Wrap all keys of households by the newest key of ALLOCATOR_KEYS; then an older one can go."),
    epilog="allocator privacy rewrap",
)
def rewrap(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Wrap keys again."""
    from allocator.commandline.kept import privacy

    return privacy.rewrap(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Destroy the facts of all households past their date, and contact data past theirs. For good."),
    epilog="allocator privacy purge --dry-run",
)
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Only say what would be destroyed."))] = False,
    yes: given.Yes = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Purge."""
    from allocator.commandline.kept import privacy

    return privacy.purge(screen(lang, as_json), yes=yes, dry_run=dry_run)


@app.command(
    cls=Command,
    help=N_("All that is kept of one household, for that household (GDPR, article 15)."),
    epilog="allocator privacy export H3 --out H3.json",
)
def export(
    household: given.Household,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=N_("The file that is written; only you can read it."), show_default=False),
    ] = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Export a household."""
    from allocator.commandline.kept import privacy

    return privacy.export(screen(lang, as_json), household, out)
