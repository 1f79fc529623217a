"""Arguments and options that commands share, each with its help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from allocator.commandline import language
from allocator.locale import N_


class Lang(StrEnum):
    """Languages of the screens."""

    NL = "nl"
    EN = "en"


class Audience(StrEnum):
    """For whom an explanation is written; as ``allocator.domain.sentence.Audience``, without the public."""

    COMMITTEE = "committee"
    PROVIDER = "provider"
    HOUSEHOLD = "household"
    CORPORATION = "corporation"
    MUNICIPALITY = "municipality"


class Municipalities(StrEnum):
    """Sets of municipalities that can be generated."""

    TEN = "ten"
    COUNTRY = "country"


LONGEST = 10_000_000
"""Seconds of a time limit; more is no limit to people, and too much for clocks."""
MOST = 1_000_000
"""Households or homes that can be generated."""


def _bearable(seconds: float | None) -> float | None:
    return None if seconds is None else min(seconds, LONGEST)


def _readable(seed: str | None) -> str | None:
    """A seed that can be written down, and so used again.

    Raises:
        WrongUse: when it is empty or has signs that nobody can see.
    """
    if seed is None or (seed.strip() and seed.isprintable()):
        return seed
    from allocator.commandline.faults import WrongUse

    raise WrongUse(language.say(N_("A seed is a word or sentence that can be written down again.")))


Case = Annotated[
    Path,
    typer.Argument(
        metavar="CASE", help=N_("The folder with the files of the case, or one workbook (.xlsx)."), show_default=False
    ),
]
Proposal = Annotated[
    Path,
    typer.Argument(metavar="PROPOSAL", help=N_("proposal.json, or the folder in which it stands."), show_default=False),
]
Language = Annotated[
    Lang | None,
    typer.Option(
        language.OPTION,
        metavar="nl|en",
        help=N_("Language of the screens: nl or en. Default: nl, or what ALLOCATOR_LANG says."),
        show_default=False,
    ),
]
Report = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FOLDER", help=N_("Also write the report here, as HTML, PDF and XLSX."), show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help=N_("Print JSON, for programs."))]
Policy = Annotated[
    Path | None,
    typer.Option(
        "--policy", metavar="FILE", help=N_("Another policy than the policy.toml of the case."), show_default=False
    ),
]
Seed = Annotated[
    str | None,
    typer.Option(
        "--seed",
        metavar="TEXT",
        callback=_readable,
        help=N_("A lottery seed chosen by hand; the proposal says so."),
        show_default=False,
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        min=0.1,
        callback=_bearable,
        help=N_("Stop after so many seconds with the best plan found; the exit code is 4 when it is not proven."),
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help=N_("Where the files are written. Default: a folder under out, named after the case."),
        show_default=False,
    ),
]
Households = Annotated[
    int, typer.Option(metavar="N", min=1, max=MOST, help=N_("How many households."), show_default=False)
]
Units = Annotated[int, typer.Option(metavar="M", min=1, max=MOST, help=N_("How many homes."), show_default=False)]
NewFolder = Annotated[
    Path, typer.Option(metavar="FOLDER", help=N_("A new or empty folder for the case."), show_default=False)
]
Where = Annotated[
    Municipalities,
    typer.Option(metavar="ten|country", help=N_("The ten municipalities of the region, or a country that is made up.")),
]
Drawn = Annotated[str, typer.Option(metavar="TEXT", callback=_readable, help=N_("The same seed gives the same case."))]
Household = Annotated[
    str, typer.Argument(metavar="HOUSEHOLD", help=N_("The pseudonym of the household."), show_default=False)
]
Unit = Annotated[str | None, typer.Argument(metavar="UNIT", help=N_("One home: why not that one?"), show_default=False)]
Reader = Annotated[
    Audience,
    typer.Option(
        metavar="WHO",
        help=N_(
            "Who reads it: committee, provider, household, corporation or municipality. Others than the committee "
            "see no special or safety facts and no other households."
        ),
    ),
]
Deep = Annotated[
    bool,
    typer.Option("--deep", help=N_("Also the smallest changes that would place it, or fill the home; takes seconds.")),
]
MaybeProposal = Annotated[
    Path | None,
    typer.Argument(metavar="PROPOSAL", help=N_("proposal.json, or the folder in which it stands."), show_default=False),
]
Policies = Annotated[
    list[Path],
    typer.Option("--policy", metavar="FILE", help=N_("A policy; give this option twice."), show_default=False),
]
Beside = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help=N_("Where the files are written. Default: beside the proposal."),
        show_default=False,
    ),
]
Xlsx = Annotated[bool, typer.Option("--xlsx", help=N_("Also write the proposal as a workbook."))]

Serve = Annotated[bool, typer.Option("--serve", help=N_("Show the example region as pages, in a browser."))]
Port = Annotated[int, typer.Option(metavar="NUMBER", min=1, max=65_535, help=N_("Port to listen on."))]
