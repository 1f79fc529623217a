"""``allocator region``: homes, support, and who takes no part now."""

from enum import StrEnum
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import given
from allocator.commandline.commands.given import screen
from allocator.commandline.commands.supposing import Home, Homes
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()


class Side(StrEnum):
    """Who can take no part for a while."""

    MUNICIPALITY = "municipality"
    CORPORATION = "corporation"


_Side = Annotated[
    Side, typer.Argument(metavar="WHO", help=N_("municipality or corporation."), show_default=False, show_choices=False)
]
_Key = Annotated[str, typer.Argument(metavar="KEY", help=N_("Its code or key."), show_default=False)]


@app.command(
    cls=Command,
    help=N_("Municipalities, and whether they take part now."),
    epilog="allocator region municipalities",
)
def municipalities(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List municipalities."""
    from allocator.commandline.kept import region

    return region.municipalities(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Homes on the list: a corporation sees its own, a municipality those within it."),
    epilog="allocator region homes",
)
def homes(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List homes."""
    from allocator.commandline.kept import region

    return region.homes(screen(lang, as_json))


@app.command(cls=Command, help=N_("One home, and how many of its places are taken."), epilog="allocator region home U2")
def home(key: given.Home, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show a home."""
    from allocator.commandline.kept import region

    return region.home(screen(lang, as_json), key)


@app.command(
    cls=Command,
    help=N_("Whom a home would fit, which rules make it hard to fill, and which one change would open it most."),
    epilog="allocator region fit U2\nallocator region fit --homes new-homes.csv",
)
def fit(home: Home = None, homes: Homes = None, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show whom a home would fit."""
    from allocator.commandline.kept import region

    return region.fit(screen(lang, as_json), home, homes)


@app.command(
    cls=Command,
    help=N_("Take a home off the list; placements under way go on until somebody decides on them."),
    epilog="allocator region withdraw U2",
)
def withdraw(
    key: given.Home, yes: given.Yes = False, as_json: options.Json = False, lang: options.Language = None
) -> Exit:
    """Withdraw a home."""
    from allocator.commandline.kept import region

    return region.withdraw(screen(lang, as_json), key, yes=yes)


@app.command(
    cls=Command,
    help=N_("Support that care providers can give: a care provider sees its own."),
    epilog="allocator region support",
)
def support(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List pools."""
    from allocator.commandline.kept import region

    return region.support(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Let a municipality or a corporation take no part for a while."),
    epilog="allocator region pause municipality GM0014",
)
def pause(who: _Side, key: _Key, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Pause a side."""
    from allocator.commandline.kept import region

    return region.pause(screen(lang, as_json), who.value, key, paused=True)


@app.command(
    cls=Command,
    help=N_("Let a municipality or a corporation take part again."),
    epilog="allocator region resume municipality GM0014",
)
def resume(who: _Side, key: _Key, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Resume a side."""
    from allocator.commandline.kept import region

    return region.pause(screen(lang, as_json), who.value, key, paused=False)
