"""``match`` and ``demo``: from a case to files and a proposal on the screen."""

import sys
from pathlib import Path
from typing import Any

from allocator import run
from allocator.commandline import inputs, result
from allocator.commandline.exits import Exit
from allocator.commandline.faults import problem_data, problems_table
from allocator.commandline.kept import saying
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Screen
from allocator.domain.problem import Problem
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import disk
from allocator.reports.files import write_all
from allocator.run import Matched

REGION = Path(__file__).parents[2] / "fixtures" / "region"
"""The example region, where the program runs from its own sources."""
SEED, HOUSEHOLDS, HOMES = 2026, 600, 60


def match(
    screen: Screen, case: Path, policy: Path | None, out: Path | None, time_limit: float | None, seed: str | None
) -> Exit:
    """Read, match, write and show.

    Raises:
        InputProblems: the case cannot be used.
        Contradiction: people asked for what cannot all be.
        Rejected: the independent judge found a fault; nothing is written.
    """
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Reading the case")))
        read = inputs.case(case, policy, seed)
    return _run(screen, read.round, read.warnings, out or Path("out") / inputs.name_of(case), time_limit)


def demo(screen: Screen, out: Path, time_limit: float | None) -> Exit | None:
    """The same with the example region: as it stands beside the sources, or generated anew.

    Returns:
        None when somebody wants to see the same as pages.
    """
    from allocator.commandline.generating import made_up

    warnings: tuple[Problem, ...] = ()
    with meter(screen) as shown:
        if (REGION / "case.toml").is_file():
            shown.phase(screen.tongue(N_("Reading the case")))
            read = inputs.case(REGION)
            round_, warnings = read.round, read.warnings
        else:
            shown.phase(screen.tongue(N_("Making the example region")))
            round_ = made_up(HOUSEHOLDS, HOMES, "ten", str(SEED))
    done = _run(screen, round_, warnings, out, time_limit)
    return None if _wants_pages(screen) else done


def _wants_pages(screen: Screen) -> bool:
    """Whether somebody at a terminal wants to see the same as pages; elsewhere it is said how."""
    if screen.as_json:
        return False
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        screen.line(screen.tongue(N_("Next: `allocator demo --serve` shows the same as pages, in a browser.")))
        return False
    return saying.agrees(screen, N_("Show the same as pages, in a browser? [y/N]"))


def _run(screen: Screen, round_: Round, warnings: tuple[Problem, ...], out: Path, time_limit: float | None) -> Exit:
    disk.check(out)
    matched, files = _matched(screen, round_, out, time_limit)
    proven = matched.solution.proven
    if screen.as_json:
        screen.data(_data(matched, files, warnings, screen))
    else:
        result.show(screen, matched.round, matched.proposal, files)
        if warnings:
            screen.heading(screen.tongue(N_("Warnings on the input: {n}"), n=len(warnings)))
            problems_table(screen, warnings[: result.FEW])
            result.and_more(screen, len(warnings) - result.FEW, N_("{n} more: allocator check shows them all."))
    return Exit.DONE if proven else Exit.NOT_PROVEN


def _matched(screen: Screen, round_: Round, out: Path, time_limit: float | None) -> tuple[Matched, list[Path]]:
    with meter(screen) as shown:
        shown.phase(screen.tongue(N_("Judging all pairs of household and home")))
        told = shown.of(round_)
        matched = stoppable(lambda: run.run_match(round_, time_limit=time_limit, progress=told))
        shown.phase(screen.tongue(N_("Writing the files")))
        files = write_all(matched.round, matched.proposal, matched.run_info, out, screen.lang)
    return matched, files


def _data(matched: Matched, files: list[Path], warnings: tuple[Problem, ...], screen: Screen) -> dict[str, Any]:
    return {
        "proven": matched.solution.proven,
        "files": [str(file) for file in files],
        "warnings": problem_data(warnings, screen.lang),
        "run": matched.run_info,
        "proposal": matched.proposal.model_dump(mode="json"),
    }
