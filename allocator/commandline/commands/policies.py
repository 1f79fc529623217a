"""``allocator policy``: versions of the policy: added by the committee, approved by its chair."""

from pathlib import Path
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import further
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()

_Rounds = Annotated[
    int,
    typer.Option(metavar="N", min=1, max=52, help=N_("How many of the last rounds; each takes a match.")),
]
_Version = Annotated[str, typer.Argument(metavar="VERSION", help=N_("The version of the policy."), show_default=False)]


@app.command(
    "list",
    cls=Command,
    help=N_("All versions, from when they hold, and who approved them."),
    epilog="allocator policy list",
)
def list_(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List policies."""
    from allocator.commandline.kept import policies

    return policies.list_policies(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Add a version of the policy; it holds once the chair approves it."),
    epilog="allocator policy add policy-2027.toml",
)
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("A policy.toml."), show_default=False)],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Add a policy."""
    from allocator.commandline.kept import policies

    return policies.add(screen(lang, as_json), file)


@app.command(
    cls=Command,
    help=N_("Approve a version: it is in force from its date, for rounds that are opened from then on. For the chair."),
    epilog="allocator policy approve 2027-1",
)
def approve(version: _Version, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Approve a policy."""
    from allocator.commandline.kept import policies

    return policies.approve(screen(lang, as_json), version)


@app.command(
    cls=Command,
    help=N_("The text of a version; without one, of the policy in force today."),
    epilog="allocator policy show\nallocator policy show 2027-1 > policy-2027.toml",
)
def show(
    version: Annotated[
        str | None,
        typer.Argument(metavar="VERSION", help=N_("The version; the one in force today."), show_default=False),
    ] = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show a policy."""
    from allocator.commandline.kept import policies

    return policies.show(screen(lang, as_json), version)


@app.command(
    cls=Command,
    help=N_("Every setting that differs between two versions."),
    epilog="allocator policy diff 2026-1 2027-1",
)
def diff(first: _Version, second: _Version, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Compare two policies."""
    from allocator.commandline.kept import policies

    return policies.diff(screen(lang, as_json), first, second)


@app.command(
    cls=Command,
    help=N_("What a version, approved or not, would have done in the last rounds: who loses and who gains a home."),
    epilog="allocator policy effect 2027-1\nallocator policy effect 2027-1 --rounds 12 --out out/effect",
)
def effect(
    version: _Version,
    rounds: _Rounds = 4,
    out: options.Report = None,
    time_limit: further.Limit = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Foresee a policy."""
    from allocator.commandline.kept import foreseeing

    return foreseeing.effect(screen(lang, as_json), version, rounds, out, time_limit)
