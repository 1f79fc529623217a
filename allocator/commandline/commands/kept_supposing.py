"""``allocator round whatif``, ``reserves``, ``price`` and ``wanted``: what else could be, of a round that is kept."""

import typer

from allocator.commandline import options
from allocator.commandline.commands import given
from allocator.commandline.commands.further import Limit, Points, Report, Verified, Workers
from allocator.commandline.commands.given import screen
from allocator.commandline.commands.supposing import Each, Household, Unit
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_


def register(app: typer.Typer) -> None:
    """Add them to the commands of rounds."""
    app.command(
        cls=Command,
        help=N_("What it would cost if a household got a home; without them: where people are free to choose."),
        epilog="allocator round whatif\nallocator round whatif H3 U2 --round 2026-w48",
    )(whatif)
    app.command(
        cls=Command,
        help=N_("Who takes a home when its household refuses, chosen for all homes together."),
        epilog="allocator round reserves\nallocator round reserves --each 3 --round 2026-w48",
    )(reserves)
    app.command(
        cls=Command,
        help=N_("What each step of balance costs in placements, waiting and suitability; who gains and who loses."),
        epilog="allocator round price\nallocator round price --round 2026-w48 --points 20 --out out/price",
    )(price)
    app.command(
        cls=Command,
        help=N_("Which one more home, hours of support or relaxed rule would help most; how demand fits supply."),
        epilog="allocator round wanted\nallocator round wanted --round 2026-w48 --verified 30 --out out/wanted",
    )(wanted)


def whatif(
    household: Household = None,
    unit: Unit = None,
    round_id: given.RoundOption = None,
    number: given.Number = None,
    audience: options.Reader = options.Audience.COMMITTEE,
    time_limit: options.TimeLimit = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show an alternative, or what is free."""
    from allocator.commandline import supposing
    from allocator.commandline.kept.proposals import Kept, Which

    shown = screen(lang, as_json)
    kept = Kept(shown, Which(round_id, number))
    if household is None and unit is None:
        return supposing.freedom(shown, kept, audience.value, time_limit)
    return supposing.alternative(shown, kept, (household or "", unit or ""), audience.value, time_limit)


def reserves(
    each: Each = 2,
    round_id: given.RoundOption = None,
    number: given.Number = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show the reserves of a proposal."""
    from allocator.commandline import supposing
    from allocator.commandline.kept.proposals import Kept, Which

    shown = screen(lang, as_json)
    return supposing.cover(shown, Kept(shown, Which(round_id, number)), each)


def price(
    points: Points = 12,
    round_id: given.RoundOption = None,
    number: given.Number = None,
    out: Report = None,
    time_limit: Limit = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Draw the price of balance; `results keep price` keeps it."""
    from allocator.commandline import pricing
    from allocator.commandline.kept.proposals import Kept, Which

    shown = screen(lang, as_json)
    kept = Kept(shown, Which(round_id, number))
    return pricing.price_of_balance(shown, round_id or "", lambda: kept.read()[0], points, out, time_limit)


def wanted(
    verified: Verified = 12,
    round_id: given.RoundOption = None,
    number: given.Number = None,
    out: Report = None,
    time_limit: Limit = None,
    workers: Workers = 1,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Say what would help most; `results keep wanted` keeps it."""
    from allocator.commandline import wishing
    from allocator.commandline.kept.proposals import Kept, Which
    from allocator.whatif.again import Basis
    from allocator.whatif.many import Side

    shown = screen(lang, as_json)
    kept = Kept(shown, Which(round_id, number))
    return wishing.what_is_wanted(shown, lambda: Basis.of(*kept.read()), verified, out, time_limit, Side(workers, ""))
