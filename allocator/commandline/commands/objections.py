"""``allocator objection``: objections (bezwaar) with their terms and outcomes."""

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


class Outcome(StrEnum):
    """As ``allocator.workflow.Outcome``."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    INADMISSIBLE = "inadmissible"
    TAKEN_BACK = "taken_back"


_Pending = Annotated[bool, typer.Option("--pending", help=N_("Only those that wait for a decision."))]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help=N_("The number of the objection."))]


@app.command(
    "list",
    cls=Command,
    help=N_("Objections with their term and outcome."),
    epilog="allocator objection list --pending",
)
def list_(pending: _Pending = False, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List objections."""
    from allocator.commandline.kept import objections

    return objections.list_objections(screen(lang, as_json), pending=pending)


@app.command(
    cls=Command,
    help=N_("Write down an objection against the last decision on a placement."),
    epilog="allocator objection file 12 --on 2026-11-20",
)
def file(
    placement: given.Placement, on: given.Day = None, as_json: options.Json = False, lang: options.Language = None
) -> Exit:
    """File an objection."""
    from allocator.commandline.kept import objections

    return objections.file_objection(screen(lang, as_json), placement, on)


@app.command(
    cls=Command,
    help=N_("Take more time for the decision on an objection; that can be done once."),
    epilog="allocator objection extend 3",
)
def extend(number: _Number, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Extend the term."""
    from allocator.commandline.kept import objections

    return objections.extend(screen(lang, as_json), number)


@app.command(
    cls=Command,
    help=N_("Decide on an objection: the chair does, and never who took the decision that it is against."),
    epilog="allocator objection decide 3 rejected",
)
def decide(
    number: _Number,
    outcome: Annotated[
        Outcome,
        typer.Argument(metavar="OUTCOME", help=N_("upheld, rejected, inadmissible or taken_back."), show_default=False),
    ],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Decide on an objection."""
    from allocator.commandline.kept import objections

    return objections.decide(screen(lang, as_json), number, outcome.value)
