"""``allocator token``: what people show to come in."""

from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()


@app.command(
    cls=Command,
    help=N_("Make a token; its secret is shown once. An administrator makes them for others."),
    epilog="allocator token add --label laptop\nallocator token add --for secretary --days 30",
)
def add(
    user: Annotated[
        str | None, typer.Option("--for", metavar="NAME", help=N_("For which user; yourself."), show_default=False)
    ] = None,
    label: Annotated[
        str, typer.Option(metavar="TEXT", help=N_("What it is for, so that you know it again."), show_default=False)
    ] = "",
    days: Annotated[int, typer.Option(metavar="DAYS", min=1, help=N_("For how many days it holds."))] = 90,
    reads_only: Annotated[bool, typer.Option("--reads-only", help=N_("It changes nothing."))] = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Make a token."""
    from allocator.commandline.kept import tokens

    return tokens.add_token(screen(lang, as_json), user, label, days, reads_only=reads_only)


@app.command(
    "list", cls=Command, help=N_("Your tokens; an administrator sees all of them."), epilog="allocator token list"
)
def list_(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show tokens, never their secrets."""
    from allocator.commandline.kept import tokens

    return tokens.list_tokens(screen(lang, as_json))


@app.command(cls=Command, help=N_("Let a token hold no more."), epilog="allocator token revoke 3")
def revoke(
    number: Annotated[int, typer.Argument(metavar="NUMBER", min=1, help=N_("The number of the token."))],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Revoke a token."""
    from allocator.commandline.kept import tokens

    return tokens.revoke_token(screen(lang, as_json), number)


@app.command(
    cls=Command,
    help=N_("Keep your token in your own folder, in a file that only you can read; you are asked for it."),
    epilog="allocator token save",
)
def save(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Keep a token for the next commands."""
    from allocator.commandline.kept import tokens

    return tokens.save_token(screen(lang, as_json))


@app.command(cls=Command, help=N_("Remove the token that was saved."), epilog="allocator token forget")
def forget(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Remove the file."""
    from allocator.commandline.kept import tokens

    return tokens.forget_token(screen(lang, as_json))
