"""``fit`` and ``region fit``: whom a home would fit, which rules make it hard to fill, and what would open it most."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from allocator.commandline import inputs
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.screen import Screen
from allocator.domain.base import composed
from allocator.domain.consistency import parts_of, problems
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.round import Round
from allocator.domain.sentence import Audience, Sentence, Term
from allocator.domain.unit import Unit
from allocator.intake import Upload
from allocator.intake.part import Kind, names_of, read_part
from allocator.intake.tables import read_file
from allocator.locale import N_
from allocator.locale.system import fault_of
from allocator.whatif.fitting import Fit, fit

WHICH = N_("Name a home, or give homes that are not offered yet with --homes FILE.")
Found = Sequence[tuple[str, Fit]]
"""Homes by key, each with whom it would fit."""


def fits(screen: Screen, case: Path, key: str | None, file: Path | None, policy: Path | None, seed: str | None) -> Exit:
    """Say it of a home of a case, or of homes in a file that are not offered yet.

    Raises:
        InputProblems: when the case cannot be used, or a home of the file not in it.
        WrongUse: when the case has no such home, or neither a home nor a file is given.
    """
    round_ = inputs.case(case, policy, seed).round

    def known(wanted: str) -> Fit:
        if wanted not in round_.unit_by_id:
            raise WrongUse(screen.tongue(N_("This case has no home {id}."), id=wanted))
        return fit(round_, round_.unit_by_id[wanted], exact=True)

    def new(unit: Unit) -> Fit:
        _must_fit_in(round_, unit)
        return fit(round_, unit, exact=True)

    names = {one.code: one.name for one in round_.municipalities}
    return show(screen, asked(screen, key, file, names, known, new))


def asked(
    screen: Screen,
    key: str | None,
    file: Path | None,
    names: Mapping[str, str],
    known: Callable[[str], Fit],
    new: Callable[[Unit], Fit],
) -> Found:
    """Every home that is asked for, with its answer.

    Args:
        screen: where it will be shown.
        key: a home that is on offer.
        file: homes that are not offered yet: rows of units.csv, or a workbook with a sheet units.
        names: of municipalities by code.
        known: answers for a home on offer.
        new: answers for one that is not.

    Raises:
        WrongUse: when not exactly one of both is given.
        InputProblems: when the file cannot be read; carries all that is wrong with it.
    """
    if (key is None) == (file is None):
        raise WrongUse(screen.tongue(WHICH))
    if key is not None:
        return [(composed(key), known(composed(key)))]
    return [(unit.id, new(unit)) for unit in _homes(Path(str(file)), names)]


def _homes(file: Path, names: Mapping[str, str]) -> tuple[Unit, ...]:
    try:
        data = read_file(file)
    except OSError as error:
        what = Sentence(N_("The file cannot be opened: {fault}."), {"fault": Term(fault_of(error))})
        raise InputProblems([Problem.of(str(file), what, Sentence(WHICH))]) from error
    kind = Kind.XLSX if file.suffix.lower() == ".xlsx" else Kind.JSON if file.suffix.lower() == ".json" else Kind.CSV
    return read_part(Upload(data, kind, file.name), "units", names_of(names), None).models


def _must_fit_in(round_: Round, unit: Unit) -> None:
    others = tuple(one for one in round_.units if one.id != unit.id)
    before, found = (
        problems(parts_of(round_.model_copy(update={"units": units}))) for units in (others, (*others, unit))
    )
    if wrong := [one for one in found if not one.warning and one not in before]:
        raise InputProblems(wrong)


# ------------------------------------------------------------------------------------------------ what it says


def show(screen: Screen, found: Found) -> Exit:
    """Show each home, or print them for programs."""
    if screen.as_json:
        screen.data({"homes": [_data(key, one, screen) for key, one in found]})
        return Exit.DONE
    for key, one in found:
        screen.heading(f"{key}: {_many(one, screen)}")
        if not one.exact:
            words = N_("Counts of people leave the committee in fives, so that nobody can be recognised.")
            screen.line(screen.tongue(words), "dim")
        screen.line(_opens(one, screen))
        _keeps_out(one, screen)
    return Exit.DONE


def _many(found: Fit, screen: Screen) -> str:
    if found.households is None:
        return screen.tongue(N_("It fits fewer than five waiting households"))
    if found.exact:
        text = N_("It fits {n:waiting household|waiting households}")
    else:
        text = N_("It fits at least {n} waiting households")
    return screen.tongue(text, n=found.households)


def _opens(found: Fit, screen: Screen) -> str:
    tongue = screen.tongue
    if found.opens is None:
        return tongue(N_("No single change would let more households in."))
    text = N_("Then it fits {n:household|households}.") if found.exact else N_("Then it fits at least {n} households.")
    title = tongue(N_("The one change that opens it most"))
    return f"{title}: {_says(found, screen)} {tongue(text, n=found.opens.households)}"


def _says(found: Fit, screen: Screen) -> str:
    return found.opens.says.render(screen.lang, Audience.COMMITTEE) if found.opens else ""


def _keeps_out(found: Fit, screen: Screen) -> None:
    tongue = screen.tongue
    if not found.hard:
        screen.line(tongue(N_("No single rule makes this home hard to fill.")))
        return
    screen.line(tongue(N_("What keeps people out")) + ":")
    most, some = N_("keeps out most of those who wait"), N_("keeps out some of those who wait")
    screen.bullets(f"{tongue(one.title)} ({one.rule}): {tongue(most if one.most else some)}" for one in found.hard)


def _data(key: str, found: Fit, screen: Screen) -> dict[str, Any]:
    hard = [{"rule": one.rule, "title": screen.tongue(one.title), "most": one.most} for one in found.hard]
    opens = None
    if found.opens is not None:
        says = _says(found, screen)
        opens = {"change": found.opens.change, "says": says, "households": found.opens.households}
    return {"home": key, "households": found.households, "exact": found.exact, "hard": hard, "opens": opens}
