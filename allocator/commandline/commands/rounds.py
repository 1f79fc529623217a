"""``allocator round``: open, run, show, compare, close and replay the rounds of the weeks."""

from pathlib import Path
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import given, kept_supposing
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()

_Queue = Annotated[bool, typer.Option("--queue", help=N_("Leave the work to an `allocator worker`."))]
_First = Annotated[
    int | None,
    typer.Argument(
        metavar="FIRST", min=1, help=N_("The number of the one proposal; the last but one."), show_default=False
    ),
]
_Second = Annotated[
    int | None,
    typer.Argument(metavar="SECOND", min=1, help=N_("The number of the other; the last one."), show_default=False),
]
_Folder = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FOLDER", help=N_("Also write the reports and tables, as `match` does."), show_default=False
    ),
]
_Name = Annotated[
    str | None,
    typer.Argument(
        metavar="ROUND", help=N_("A name for the round; the year and the week, such as 2026-w48."), show_default=False
    ),
]


@app.command("list", cls=Command, help=N_("Rounds, the newest first."), epilog="allocator round list")
def list_(most: given.Most = 12, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """List rounds."""
    from allocator.commandline.kept import rounds

    return rounds.list_rounds(screen(lang, as_json), most)


@app.command(
    "open",
    cls=Command,
    help=N_("Open a round: everything is frozen as it stands, and the seed of the lottery is drawn and written down."),
    epilog="allocator round open\nallocator round open 2026-w48 --period 2026-H2",
)
def open_(
    round_id: _Name = None,
    as_of: given.AsOf = None,
    period: given.Period = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Open a round."""
    from allocator.commandline.kept import rounds

    return rounds.open_round(screen(lang, as_json), round_id, as_of, period)


@app.command(
    cls=Command,
    help=N_("Make a proposal; again after decisions: what was accepted stays, what was refused does not come back."),
    epilog="allocator round run\nallocator round run 2026-w48 --time-limit 60",
)
def run(
    round_id: given.Round = None,
    time_limit: options.TimeLimit = None,
    queue: _Queue = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Ask for a run, and do it."""
    from allocator.commandline.kept import working

    return working.run(screen(lang, as_json), round_id, time_limit, queue=queue)


@app.command(
    cls=Command, help=N_("How a round stands: its runs, proposals and placements."), epilog="allocator round show"
)
def show(round_id: given.Round = None, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show a round."""
    from allocator.commandline.kept import rounds

    return rounds.show_round(screen(lang, as_json), round_id)


@app.command(
    cls=Command,
    help=N_("The proposal of a round in full: who goes where and why, who does not, and how sure that is."),
    epilog="allocator round propose\nallocator round propose 2026-w48 --proposal 1 --out out/week-48",
)
def propose(
    round_id: given.Round = None,
    number: given.Number = None,
    out: _Folder = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show a proposal."""
    from allocator.commandline.kept import proposals

    return proposals.propose(screen(lang, as_json), round_id, number, out)


@app.command(
    cls=Command,
    help=N_("Why this household got this home, or none, in the proposal of a round; with a home: why not that one."),
    epilog="allocator round explain H3\nallocator round explain H3 --home U2 --audience household\n"
    "allocator round explain H3 --deep",
)
def explain(
    household: given.Household,
    unit: Annotated[
        str | None, typer.Option("--home", metavar="KEY", help=N_("One home: why not that one?"), show_default=False)
    ] = None,
    round_id: given.RoundOption = None,
    number: given.Number = None,
    audience: options.Reader = options.Audience.COMMITTEE,
    deep: options.Deep = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Explain one household, or one home."""
    from allocator.commandline.kept import proposals

    which = proposals.Which(round_id, number)
    return proposals.explain(screen(lang, as_json), which, household, unit, audience.value, deep=deep)


kept_supposing.register(app)


@app.command(
    cls=Command,
    help=N_("What changed between two proposals of a round, and why."),
    epilog="allocator round diff\nallocator round diff 2026-w48 1 2",
)
def diff(
    round_id: given.Round = None,
    first: _First = None,
    second: _Second = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Compare two proposals."""
    from allocator.commandline.kept import proposals

    return proposals.diff(screen(lang, as_json), round_id, first, second)


@app.command(
    cls=Command,
    help=N_("The pack for the committee: one page a case, without names, with the reasons and what to confirm."),
    epilog="allocator round pack\nallocator round pack 2026-w48 --reserves 2 --out out/pack.pdf",
)
def pack(
    round_id: given.Round = None,
    number: given.Number = None,
    reserves: given.Reserves = 0,
    out: given.Paper = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Write the pack."""
    from allocator.commandline.kept import papers

    return papers.pack(screen(lang, as_json), round_id, number, reserves, out)


@app.command(
    cls=Command,
    help=N_("The minutes of a round: what was decided, and where that differs from the proposal and why."),
    epilog="allocator round minutes\nallocator round minutes 2026-w48 --out out/minutes.xlsx",
)
def minutes(
    round_id: given.Round = None,
    out: given.Paper = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Write the minutes."""
    from allocator.commandline.kept import papers

    return papers.minutes(screen(lang, as_json), round_id, out)


@app.command(
    cls=Command,
    help=N_("Call off the run of a round that waits or is at work; the round stays as it was."),
    epilog="allocator round cancel",
)
def cancel(
    round_id: given.Round = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Call off a run."""
    from allocator.commandline.kept import working

    return working.cancel(screen(lang, as_json), round_id)


@app.command(
    cls=Command,
    help=N_("Close a round: what nobody decided on is called off, and comes back in the next round."),
    epilog="allocator round close",
)
def close(
    round_id: given.Round = None,
    yes: given.Yes = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Close a round."""
    from allocator.commandline.kept import rounds

    return rounds.close_round(screen(lang, as_json), round_id, yes=yes)


@app.command(
    cls=Command,
    help=N_("Make a proposal again from the stored round alone, and compare it byte for byte."),
    epilog="allocator round replay\nallocator round replay 2026-w48 --proposal 1",
)
def replay(
    round_id: given.Round = None,
    number: given.Number = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Replay a proposal."""
    from allocator.commandline.kept import proposals

    return proposals.replay(screen(lang, as_json), round_id, number)
