"""All commands of ``allocator``: their arguments, their help, and where the work is done.

What is heavy (OR-Tools, pandas, the models) is brought in by a command, never by its help.
"""

from pathlib import Path
from typing import Annotated

import typer

import allocator
from allocator.commandline import language, options
from allocator.commandline.commands import every
from allocator.commandline.commands.given import screen as _screen
from allocator.commandline.door import Command, Group, seldom_search
from allocator.commandline.exits import Exit
from allocator.locale import N_

_ABOUT = N_(
    "Match households in shelters, and others who are urgent, to homes: with the proof, the reasons and a fair share "
    "per municipality. It proposes; people decide."
)
app = typer.Typer(cls=Group, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)


def main() -> None:
    """Start the command line; ends the process with an exit code."""
    seldom_search()
    app(prog_name="allocator")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"allocator {allocator.__version__}")
        raise typer.Exit


@app.callback(help=_ABOUT, epilog="allocator demo\nallocator match fixtures/tiny\nallocator match --help")
def _root(
    lang: Annotated[
        options.Lang | None,
        typer.Option(
            language.OPTION,
            envvar=language.VARIABLE,
            metavar="nl|en",
            help=N_("Language of the screens: nl or en. Default: nl, or what ALLOCATOR_LANG says."),
            show_default=False,
            show_envvar=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=N_("Show the version and stop."))
    ] = False,
) -> None:
    """Options before the command; both are dealt with while they are read."""


@app.command(
    cls=Command,
    help=N_("Match the example region and show the result."),
    epilog="allocator demo\nallocator demo --serve\nallocator demo --lang en --out out/demo",
)
def demo(
    out: options.Out = None,
    serve: options.Serve = False,
    port: options.Port = 8000,
    time_limit: options.TimeLimit = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Match the fixture region, or the same region generated; or show it as pages."""
    from allocator.commandline import matching

    screen, folder = _screen(lang, as_json), out or Path("out/demo")
    if not serve and (done := matching.demo(screen, folder, time_limit)) is not None:
        return done
    from allocator.commandline import showing

    return showing.show(screen, folder, port)


@app.command(
    cls=Command,
    help=N_("Make a large, obviously fake case."),
    epilog="allocator generate --households 600 --units 60 --out out/week\n"
    "allocator generate --households 5000 --units 2500 --municipalities country --seed 3 --out out/country",
)
def generate(
    households: options.Households,
    units: options.Units,
    out: options.NewFolder,
    municipalities: options.Where = options.Municipalities.TEN,
    seed: options.Drawn = "1",
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Write a generated case."""
    from allocator.commandline import generating

    return generating.generate(_screen(lang, as_json), households, units, municipalities.value, seed, out)


@app.command(
    cls=Command,
    help=N_("Name all problems in the input at once: file, line, column, what to do."),
    epilog="allocator check fixtures/tiny\nallocator check fixtures/tiny --policy my-policy.toml --json",
)
def check(
    case: options.Case,
    policy: options.Policy = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Read a case and say what is in it."""
    from allocator.commandline import checking

    return checking.check(_screen(lang, as_json), case, policy)


@app.command(
    cls=Command,
    help=N_("Make the proposal and its reports: who gets which home, why, and how sure that is."),
    epilog="allocator match fixtures/tiny\nallocator match fixtures/region --out out/week-48 --time-limit 60",
)
def match(
    case: options.Case,
    policy: options.Policy = None,
    out: options.Out = None,
    time_limit: options.TimeLimit = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Match a case, write the files and show the proposal."""
    from allocator.commandline import matching

    return matching.match(_screen(lang, as_json), case, policy, out, time_limit, seed)


@app.command(
    cls=Command,
    help=N_("Recompute a proposal, independently of the solver, and accept it or say what is wrong."),
    epilog="allocator verify fixtures/tiny out/tiny/proposal.json",
)
def verify(
    case: options.Case,
    proposal: options.Proposal,
    policy: options.Policy = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Judge a proposal by the round it was made for."""
    from allocator.commandline import verifying

    return verifying.verify(_screen(lang, as_json), case, proposal, policy, seed)


@app.command(
    cls=Command,
    help=N_("Why this household got this home, or none; with a home: why not that one. Of a home: why it stays empty."),
    epilog="allocator explain fixtures/tiny out/tiny H3 --deep\n"
    "allocator explain fixtures/tiny out/tiny H3 U2 --audience household",
)
def explain(
    case: options.Case,
    proposal: options.Proposal,
    household: options.Household,
    unit: options.Unit = None,
    audience: options.Reader = options.Audience.COMMITTEE,
    deep: options.Deep = False,
    policy: options.Policy = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Explain one household, or one household and one home."""
    from allocator.commandline import inputs, why

    given = inputs.Given(case, proposal, policy, seed)
    return why.explain_household(_screen(lang, as_json), given, household, unit, audience.value, deep=deep)


@app.command(
    cls=Command,
    help=N_("What each municipality has done and still owes; with a proposal also what that adds."),
    epilog="allocator balance fixtures/region\nallocator balance fixtures/region out/region",
)
def balance(
    case: options.Case,
    proposal: options.MaybeProposal = None,
    policy: options.Policy = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Show the fair share per municipality and group."""
    from allocator.commandline import shares

    return shares.balance(_screen(lang, as_json), case, proposal, policy, seed)


@app.command(
    cls=Command,
    help=N_("Match the same round under two policies and show who gains and who loses."),
    epilog="allocator compare fixtures/region --policy policy-a.toml --policy policy-b.toml",
)
def compare(
    case: options.Case,
    policy: options.Policies,
    out: options.Report = None,
    time_limit: options.TimeLimit = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Compare two policies on one case."""
    from allocator.commandline import comparing

    return comparing.compare(_screen(lang, as_json), case, policy, out, time_limit, seed)


@app.command(
    cls=Command,
    help=N_("Write the reports of a proposal again."),
    epilog="allocator report fixtures/tiny out/tiny\nallocator report fixtures/tiny out/tiny --xlsx --lang en",
)
def report(
    case: options.Case,
    proposal: options.Proposal,
    out: options.Beside = None,
    xlsx: options.Xlsx = False,
    policy: options.Policy = None,
    seed: options.Seed = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Write reports and tables from a proposal."""
    from allocator.commandline import checking

    return checking.report(_screen(lang, as_json), case, proposal, out, xlsx=xlsx, policy=policy, seed=seed)


every.register(app)
