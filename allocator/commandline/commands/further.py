"""Commands that look further than one proposal: what balance costs, what is wanted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands.given import screen
from allocator.commandline.door import Command
from allocator.commandline.exits import Exit
from allocator.locale import N_

if TYPE_CHECKING:
    from allocator.domain.round import Round
    from allocator.whatif.again import Basis

Points = Annotated[
    int, typer.Option(metavar="N", min=2, max=60, help=N_("How many points to make at most; each takes a match."))
]
Verified = Annotated[
    int, typer.Option(metavar="N", min=1, max=200, help=N_("How many of each sort to solve again; each takes a match."))
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help=N_("Also write the report here, as HTML, PDF and XLSX; and what may be shared, as HTML."),
        show_default=False,
    ),
]
Limit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        min=0.1,
        help=N_("Stop each plan after so many seconds; the exit code is 4 when one is not proven."),
        show_default=False,
    ),
]
Workers = Annotated[
    int, typer.Option(metavar="N", min=1, max=256, help=N_("Processes that make plans side by side on this machine."))
]
Scheduler = Annotated[
    str,
    typer.Option(metavar="ADDRESS", help=N_("A dask.distributed scheduler whose workers make the plans instead.")),
]


def price(
    case: options.Case,
    policy: options.Policy = None,
    points: Points = 12,
    out: Report = None,
    time_limit: Limit = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Draw the price of balance."""
    from allocator.commandline import inputs, pricing

    def read() -> "Round":
        return inputs.case(case, policy, seed).round

    return pricing.price_of_balance(screen(lang, as_json), str(case), read, points, out, time_limit)


def wanted(
    case: options.Case,
    policy: options.Policy = None,
    verified: Verified = 12,
    out: Report = None,
    time_limit: Limit = None,
    workers: Workers = 1,
    scheduler: Scheduler = "",
    ahead: Annotated[
        int | None,
        typer.Option(
            metavar="WEEKS",
            min=1,
            max=260,
            help=N_("Over so many simulated weeks (26: a half-year) instead; CASE has a scenario.toml then."),
            show_default=False,
        ),
    ] = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Say what would help most."""
    from allocator.commandline import wishing, wishing_ahead
    from allocator.whatif.many import Side

    side = Side(workers, scheduler)
    if ahead is not None:
        asked = wishing_ahead.Ahead(case, policy, ahead, verified, seed or "1")
        return wishing_ahead.wanted_in_weeks(screen(lang, as_json), asked, out, side)

    def read() -> "Basis":
        return wishing.of_case(case, policy, seed, time_limit)

    return wishing.what_is_wanted(screen(lang, as_json), read, verified, out, time_limit, side)


def register(app: typer.Typer) -> None:
    """Add them to the commands that work on files."""
    app.command(
        cls=Command,
        help=N_("What each step of balance costs in placements, waiting and suitability; who gains and who loses."),
        epilog="allocator price fixtures/region\nallocator price fixtures/region --points 20 --out out/price",
    )(price)
    app.command(
        cls=Command,
        help=N_("Which one more home, hours of support or relaxed rule would help most; how demand fits supply."),
        epilog="allocator wanted fixtures/region\nallocator wanted fixtures/region --verified 30 --out out/wanted\n"
        "allocator wanted fixtures/simulation --ahead 26 --verified 3",
    )(wanted)
