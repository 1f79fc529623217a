"""``allocator whatif``, ``reserves`` and ``fit``: what else could be, from files."""

from pathlib import Path
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

Household = Annotated[
    str | None,
    typer.Argument(metavar="HOUSEHOLD", help=N_("The pseudonym of the household."), show_default=False),
]
Unit = Annotated[str | None, typer.Argument(metavar="UNIT", help=N_("The home it would get."), show_default=False)]
Home = Annotated[
    str | None, typer.Argument(metavar="HOME", help=N_("The key of a home that is on offer."), show_default=False)
]
Homes = Annotated[
    Path | None,
    typer.Option(
        "--homes",
        metavar="FILE",
        help=N_("Homes that are not offered yet: rows of units.csv, or a workbook with a sheet units."),
        show_default=False,
    ),
]
Each = Annotated[int, typer.Option(metavar="K", min=1, max=5, help=N_("Reserves per home at most."))]


def register(app: typer.Typer) -> None:
    """Add them."""
    app.command(
        "whatif",
        cls=Command,
        help=N_("What it would cost if a household got a home; without them: where people are free to choose."),
        epilog="allocator whatif fixtures/tiny out/tiny\nallocator whatif fixtures/tiny out/tiny H3 U2 --json",
    )(whatif)
    app.command(
        "reserves",
        cls=Command,
        help=N_("Who takes a home when its household refuses, chosen for all homes together."),
        epilog="allocator reserves fixtures/region out/region\nallocator reserves fixtures/region out/region --each 3",
    )(reserves)
    app.command(
        "fit",
        cls=Command,
        help=N_("Whom a home would fit, which rules make it hard to fill, and which one change would open it most."),
        epilog="allocator fit fixtures/region U0052\nallocator fit fixtures/region --homes new-homes.csv",
    )(fit)


def whatif(
    case: options.Case,
    proposal: options.Proposal,
    household: Household = None,
    unit: Unit = None,
    audience: options.Reader = options.Audience.COMMITTEE,
    time_limit: options.TimeLimit = None,
    policy: options.Policy = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show an alternative, or what is free."""
    from allocator.commandline import supposing
    from allocator.commandline.inputs import Given

    shown = screen(lang, as_json)
    given = Given(case, proposal, policy, seed)
    if household is None and unit is None:
        return supposing.freedom(shown, given, audience.value, time_limit)
    return supposing.alternative(shown, given, (household or "", unit or ""), audience.value, time_limit)


def reserves(
    case: options.Case,
    proposal: options.Proposal,
    each: Each = 2,
    policy: options.Policy = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show the reserves of a proposal."""
    from allocator.commandline import supposing
    from allocator.commandline.inputs import Given

    return supposing.cover(screen(lang, as_json), Given(case, proposal, policy, seed), each)


def fit(
    case: options.Case,
    home: Home = None,
    homes: Homes = None,
    policy: options.Policy = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show whom a home would fit."""
    from allocator.commandline import fitting

    return fitting.fits(screen(lang, as_json), case, home, homes, policy, seed)
