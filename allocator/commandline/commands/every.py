"""Puts the commands on the database into the command line, in the order in which a week uses them."""

import typer

from allocator.commandline.commands import further, simulating, supposing, weekly
from allocator.commandline.speech import branch
from allocator.locale import N_

FILES = N_("From files, without a database")

BRANCHES = (
    ("round", "rounds", N_("The rounds of the weeks: open, run, propose, close, replay."), "allocator round open"),
    ("placement", "placements", N_("Placements under way, and what comes next."), "allocator placement list"),
    ("household", "households", N_("Files of households, and words on a home."), "allocator household show H3"),
    ("objection", "objections", N_("Objections against decisions."), "allocator objection list"),
    ("ledger", "ledgers", N_("The fair share per municipality."), "allocator ledger balance"),
    ("policy", "policies", N_("Versions of the policy."), "allocator policy list"),
    ("monitor", "monitor", N_("Figures for councils, as open data."), "allocator monitor show"),
    ("results", "results", N_("What was worked out and kept, as reports."), "allocator results list"),
    ("region", "region", N_("Homes, support, and who takes part."), "allocator region homes"),
    ("user", "users", N_("Who may come in, and as what."), "allocator user add secretary --role committee_member"),
    ("token", "tokens", N_("What people show to come in."), "allocator token add --for secretary"),
    ("audit", "audit", N_("What was done, by whom; and that nobody changed it."), "allocator audit verify"),
    ("privacy", "privacy", N_("Keys, dates on which facts go, and access requests."), "allocator privacy export H3"),
    ("remote", "remote", N_("The same on a server, from another machine."), "allocator remote submit units.csv"),
    ("db", "database", N_("The tables of the database."), "allocator db upgrade"),
)
"""Name, module, what it is about, and an example, of each group of commands."""


def register(app: typer.Typer) -> None:
    """Add them all, under a heading of their own; what stands there already works on files."""
    supposing.register(app)
    simulating.register(app)
    further.register(app)
    for command in app.registered_commands:
        command.rich_help_panel = FILES
    weekly.register(app)
    for name, module, words, example in BRANCHES:
        app.add_typer(
            typer.Typer(),
            name=name,
            cls=branch(module),
            help=words,
            epilog=example,
            no_args_is_help=True,
            rich_help_panel=weekly.PANEL,
        )
