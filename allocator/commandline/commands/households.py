"""``allocator household``: files of households, how to reach them, and what people say of them and a home."""

from enum import StrEnum
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import given
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()


class Verdict(StrEnum):
    """As ``allocator.domain.codes.Verdict``."""

    PIN = "pin"
    FORBID = "forbid"
    WAIVE = "waive"


_Reason = Annotated[
    str,
    typer.Option(metavar="CODE", help=N_("A coded reason of the policy (`policy show`)."), show_default=False),
]


@app.command(
    "list",
    cls=Command,
    help=N_("Households on the list. That you read their files is written down."),
    epilog="allocator household list",
)
def list_(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List households."""
    from allocator.commandline.kept import households

    return households.list_households(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("The file of one household. That you read it is written down."),
    epilog="allocator household show H3",
)
def show(household: given.Household, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show a file."""
    from allocator.commandline.kept import households

    return households.show_household(screen(lang, as_json), household)


@app.command(
    cls=Command,
    help=N_("Want this home for this household in the next run. A pin never breaks a rule."),
    epilog="allocator household pin H3 U2 --reason network",
)
def pin(
    household: given.Household,
    home: given.Home,
    reason: _Reason,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Pin a home."""
    from allocator.commandline.kept import households

    return households.say(screen(lang, as_json), "pin", household, home, reason)


@app.command(
    cls=Command,
    help=N_("Do not propose this home to this household again."),
    epilog="allocator household forbid H3 U2 --reason network",
)
def forbid(
    household: given.Household,
    home: given.Home,
    reason: _Reason,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Forbid a home."""
    from allocator.commandline.kept import households

    return households.say(screen(lang, as_json), "forbid", household, home, reason)


@app.command(
    cls=Command,
    help=N_("Lift one rule for one household and one home; the proposal and the minutes list it. For the chair."),
    epilog="allocator household waive H3 U2 R-101 --reason network",
)
def waive(
    household: given.Household,
    home: given.Home,
    rule: Annotated[str, typer.Argument(metavar="RULE", help=N_("The number of the rule."), show_default=False)],
    reason: _Reason,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Waive a rule."""
    from allocator.commandline.kept import households

    return households.waive(screen(lang, as_json), household, home, rule, reason)


@app.command(
    "take-back",
    cls=Command,
    help=N_("Take back what was said of a household and a home."),
    epilog="allocator household take-back H3 U2 pin",
)
def take_back(
    household: given.Household,
    home: given.Home,
    verdict: Annotated[Verdict, typer.Argument(metavar="WORD", help=N_("pin, forbid or waive."), show_default=False)],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Take a word back."""
    from allocator.commandline.kept import households

    return households.take_back(screen(lang, as_json), household, home, verdict.value)


@app.command(
    cls=Command,
    help=N_("How a household can be reached; with --keep that is kept, apart from all else, until its date."),
    epilog='allocator household contact H3\nallocator household contact H3 --keep "by the shelter, Mondays"',
)
def contact(
    household: given.Household,
    keep: Annotated[
        str | None, typer.Option(metavar="TEXT", help=N_("What to keep, without a name."), show_default=False)
    ] = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show or keep contact data."""
    from allocator.commandline.kept import households

    return households.contact(screen(lang, as_json), household, keep)


@app.command(
    cls=Command,
    help=N_("Take a household off the list; its file is kept until its date."),
    epilog="allocator household withdraw H3",
)
def withdraw(
    household: given.Household,
    yes: given.Yes = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Withdraw a household."""
    from allocator.commandline.kept import households

    return households.withdraw(screen(lang, as_json), household, yes=yes)
