"""Arguments and options that the commands on the database share."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allocator.commandline import options
from allocator.commandline.language import say
from allocator.locale import N_

if TYPE_CHECKING:
    from allocator.commandline.screen import Screen


def screen(lang: options.Lang | None, as_json: bool) -> "Screen":
    """Where this run shows what it has to say."""
    from allocator.commandline.screen import Screen

    return Screen.of(lang, as_json)


def day(written: str) -> date:
    """A date as people write it: 2026-11-23 or 23-11-2026.

    Raises:
        WrongUse: when it is no date.
    """
    turned = re.sub(r"^(\d{1,2})-(\d{1,2})-(\d{4})$", lambda m: f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}", written)
    try:
        return date.fromisoformat(turned)
    except ValueError:
        from allocator.commandline.faults import WrongUse

        raise WrongUse(say(N_("{value} is not a date; write 2026-11-23 or 23-11-2026."), value=written)) from None


Day = Annotated[
    date | None,
    typer.Option(
        "--on", parser=day, metavar="DATE", help=N_("The day on which it happened; today."), show_default=False
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=day, metavar="DATE", help=N_("The day of which it is the state; today."), show_default=False
    ),
]
Round = Annotated[
    str | None,
    typer.Argument(metavar="ROUND", help=N_("The name of the round; the last one."), show_default=False),
]
RoundOption = Annotated[
    str | None,
    typer.Option("--round", metavar="NAME", help=N_("Only this round."), show_default=False),
]
Number = Annotated[
    int | None,
    typer.Option("--proposal", metavar="NUMBER", min=1, help=N_("Which proposal; the last one."), show_default=False),
]
Period = Annotated[
    str | None,
    typer.Option(metavar="PERIOD", help=N_("The period of the ledger: 2026, 2026-H2 or 2026-Q4."), show_default=False),
]
Placement = Annotated[int, typer.Argument(metavar="PLACEMENT", min=1, help=N_("The number of the placement."))]
Reason = Annotated[
    str | None,
    typer.Option(metavar="CODE", help=N_("The coded reason; without it you see which there are."), show_default=False),
]
Note = Annotated[str, typer.Option(metavar="TEXT", help=N_("A short note, without names."), show_default=False)]
Yes = Annotated[bool, typer.Option("--yes", help=N_("Do not ask whether it is right."))]
Household = Annotated[
    str, typer.Argument(metavar="HOUSEHOLD", help=N_("The pseudonym of the household."), show_default=False)
]
Home = Annotated[str, typer.Argument(metavar="HOME", help=N_("The key of the home."), show_default=False)]
Most = Annotated[int, typer.Option(metavar="NUMBER", min=1, max=10_000, help=N_("At most so many lines."))]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", help=N_("The file that is written."), show_default=False)]
Group = Annotated[
    str, typer.Option("--group", metavar="CODE", help=N_("The group of the ledger; all of them together."))
]
Persons = Annotated[bool, typer.Option("--persons", help=N_("Count people instead of households."))]
Paper = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=N_("A .pdf, .xlsx or .html file; a PDF named after the round."),
        show_default=False,
    ),
]
Reserves = Annotated[
    int, typer.Option("--reserves", metavar="NUMBER", min=0, max=5, help=N_("Work out so many reserves per place."))
]
