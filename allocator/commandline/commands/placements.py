"""``allocator placement``: what is under way, and what can be done with it."""

from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import given
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()

_All = Annotated[bool, typer.Option("--all", help=N_("Also what is over."))]
_Mine = Annotated[bool, typer.Option("--mine", help=N_("Only what waits for your role."))]


@app.command(
    "list",
    cls=Command,
    help=N_("Placements under way: how each stands, what comes next, and until when."),
    epilog="allocator placement list\nallocator placement list --mine\nallocator placement list --round 2026-w48 --all",
)
def list_(
    round_id: given.RoundOption = None,
    everything: _All = False,
    mine: _Mine = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """List placements."""
    from allocator.commandline.kept import placements

    return placements.list_placements(screen(lang, as_json), round_id, everything=everything, mine=mine)


@app.command(
    cls=Command,
    help=N_("One placement: how it stands, what can be done, and what was decided."),
    epilog="allocator placement show 12",
)
def show(number: given.Placement, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show a placement."""
    from allocator.commandline.kept import placements

    return placements.show_placement(screen(lang, as_json), number)


@app.command(
    cls=Command,
    help=N_("Answer an open question of a placement: does the home fit, now that you know?"),
    epilog="allocator placement answer 12 R-301 --fits\nallocator placement answer 12 R-301 --refuses",
)
def answer(
    number: given.Placement,
    rule: Annotated[str, typer.Argument(metavar="RULE", help=N_("The rule that asks."), show_default=False)],
    fits: Annotated[
        bool, typer.Option("--fits/--refuses", help=N_("Whether the rule allows this home."), show_default=False)
    ],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Answer a question."""
    from allocator.commandline.kept import placements

    return placements.answer(screen(lang, as_json), number, rule, fits=fits)


@app.command(
    cls=Command,
    help=N_("Placements that stand longer than their term, the longest first."),
    epilog="allocator placement stalls",
)
def stalls(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List stalls."""
    from allocator.commandline.kept import placements

    return placements.list_stalls(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("All coded reasons that your role may know, with what each does."),
    epilog="allocator placement reasons",
)
def reasons(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List reasons."""
    from allocator.commandline.kept import placements

    return placements.list_reasons(screen(lang, as_json))
