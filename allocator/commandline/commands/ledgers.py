"""``allocator ledger``: the fair share in life: seen by all, changed by those who agreed."""

from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import given
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()

_Which = Annotated[
    str | None,
    typer.Argument(metavar="PERIOD", help=N_("2026, 2026-H2 or 2026-Q4; the one of today."), show_default=False),
]
_Amount = Annotated[int, typer.Argument(metavar="AMOUNT", help=N_("How many."), show_default=False)]
_Municipality = Annotated[
    str, typer.Argument(metavar="MUNICIPALITY", help=N_("Its code or its name."), show_default=False)
]
_Transfer = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help=N_("The number of the transfer."))]
_Why = Annotated[str, typer.Option(metavar="TEXT", help=N_("Why, in a few words, without names."), show_default=False)]
_Pending = Annotated[bool, typer.Option("--pending", help=N_("Only those that wait for an answer."))]


@app.command(
    cls=Command,
    help=N_("What each municipality has to do, has done, and still owes."),
    epilog="allocator ledger balance\nallocator ledger balance 2026-H2",
)
def balance(period: _Which = None, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show balances."""
    from allocator.commandline.kept import ledgers

    return ledgers.balance(screen(lang, as_json), period)


@app.command(
    "postings",
    cls=Command,
    help=N_("Every posting of a period with its number, and of one ledger what is owed after it."),
    epilog="allocator ledger postings 2026-H2\nallocator ledger postings 2026-H2 --running --group all",
)
def postings_(
    period: _Which = None,
    running: Annotated[bool, typer.Option("--running", help=N_("With the balance after each line."))] = False,
    group: given.Group = "all",
    persons: given.Persons = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show postings."""
    from allocator.commandline.kept import ledgers, postings

    if running:
        return postings.lines(screen(lang, as_json), ledgers.Which(period, group, persons))
    return postings.postings(screen(lang, as_json), period)


@app.command(
    cls=Command,
    help=N_("How each municipality stood at the end of each month, and stands now."),
    epilog="allocator ledger months 2026-H2",
)
def months(
    period: _Which = None,
    group: given.Group = "all",
    persons: given.Persons = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show month ends."""
    from allocator.commandline.kept import ledgers, postings

    return postings.months(screen(lang, as_json), ledgers.Which(period, group, persons))


@app.command(
    cls=Command,
    help=N_("Work all balances out again from the postings, and say whether any differs."),
    epilog="allocator ledger check",
)
def check(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Check balances."""
    from allocator.commandline.kept import ledgers

    return ledgers.check(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Transfers between municipalities, with who has to answer."),
    epilog="allocator ledger transfers --pending",
)
def transfers(pending: _Pending = False, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List transfers."""
    from allocator.commandline.kept import agreements

    return agreements.transfers(screen(lang, as_json), pending=pending)


@app.command(
    cls=Command,
    help=N_("Ask that one municipality takes over part of the task of another; it counts once both agree."),
    epilog="allocator ledger propose 2 --giver Groningen --taker Stadskanaal --period 2026-H2",
)
def propose(
    amount: _Amount,
    giver: Annotated[str, typer.Option(metavar="CODE", help=N_("Whose task shrinks."), show_default=False)],
    taker: Annotated[str, typer.Option(metavar="CODE", help=N_("Whose task grows."), show_default=False)],
    period: given.Period = None,
    note: given.Note = "",
    group: given.Group = "all",
    persons: given.Persons = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Ask for a transfer."""
    from allocator.commandline.kept import agreements, ledgers

    which = ledgers.Which(period, group, persons)
    return agreements.propose(screen(lang, as_json), which, giver=giver, taker=taker, amount=amount, note=note)


@app.command(cls=Command, help=N_("Agree to a transfer that was asked."), epilog="allocator ledger accept 4")
def accept(number: _Transfer, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Accept a transfer."""
    from allocator.commandline.kept import agreements

    return agreements.answer(screen(lang, as_json), number, "accept")


@app.command(cls=Command, help=N_("Decline a transfer that was asked."), epilog="allocator ledger decline 4")
def decline(number: _Transfer, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Decline a transfer."""
    from allocator.commandline.kept import agreements

    return agreements.answer(screen(lang, as_json), number, "decline")


@app.command(
    "take-back",
    cls=Command,
    help=N_("Take back a transfer that you asked, before it is answered."),
    epilog="allocator ledger take-back 4",
)
def take_back(number: _Transfer, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Take back a transfer."""
    from allocator.commandline.kept import agreements

    return agreements.answer(screen(lang, as_json), number, "take back")


@app.command(
    cls=Command,
    help=N_("Bring the quota of the region to another total during the period, divided by the same key."),
    epilog='allocator ledger revision 520 --note "higher target of the ministry" --period 2026-H2',
)
def revision(
    total: Annotated[int, typer.Argument(metavar="TOTAL", min=0, help=N_("The new total."), show_default=False)],
    note: _Why,
    period: given.Period = None,
    dimension: Annotated[
        str, typer.Option(metavar="NAME", help=N_("What is counted: a dimension of the policy."))
    ] = "all",
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Revise the quota."""
    from allocator.commandline.kept import agreements

    return agreements.revise(screen(lang, as_json), period, dimension, total, note)


@app.command(
    cls=Command,
    help=N_("Excuse part of what a municipality still owes, because nobody suitable was there."),
    epilog='allocator ledger excuse Eemsdelta 2 --note "nobody with this need"',
)
def excuse(
    municipality: _Municipality,
    amount: _Amount,
    note: _Why,
    period: given.Period = None,
    group: given.Group = "all",
    persons: given.Persons = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Excuse an amount."""
    from allocator.commandline.kept import agreements, ledgers

    which = ledgers.Which(period, group, persons)
    return agreements.excuse(screen(lang, as_json), which, municipality, amount, note)


@app.command(
    cls=Command,
    help=N_("Mend a posting: it is reversed, and booked again as it should have been. Nothing is ever taken away."),
    epilog="allocator ledger correction 118 --amount 3\nallocator ledger correction 118",
)
def correction(
    number: Annotated[int, typer.Argument(metavar="NUMBER", min=1, help=N_("The number of the posting."))],
    amount: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER", help=N_("The right amount; without it the posting is only reversed."), show_default=False
        ),
    ] = None,
    municipality: Annotated[
        str | None,
        typer.Option(metavar="CODE", help=N_("The right municipality; the same one."), show_default=False),
    ] = None,
    yes: given.Yes = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Correct a posting."""
    from allocator.commandline.kept import agreements

    return agreements.correct(screen(lang, as_json), number, amount, municipality, yes=yes)


@app.command(
    "carry-over",
    cls=Command,
    help=N_("Close a period: what is under way goes along, and the balance is carried into the next one. For good."),
    epilog="allocator ledger carry-over 2026-H2 2027-H1",
)
def carry_over(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help=N_("The period that ends."), show_default=False)],
    following: Annotated[str, typer.Argument(metavar="NEXT", help=N_("The next one."), show_default=False)],
    yes: given.Yes = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Close a period."""
    from allocator.commandline.kept import agreements

    return agreements.carry_over(screen(lang, as_json), period, following, yes=yes)
