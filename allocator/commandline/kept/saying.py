"""What the commands on the database have in common on the screen: moments, states, what comes next, and asking."""

import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import typer

from allocator.actions.rounds import Run
from allocator.actions.studies import Study
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept.plain import plain
from allocator.commandline.screen import Screen, harmless
from allocator.domain.sentence import Value
from allocator.domain.workflow import Role, State, Step
from allocator.locale import N_
from allocator.reports.words import Tongue
from allocator.workflow import ROLE_NAMES, STATE_NAMES, STEPS

_HERE = ZoneInfo("Europe/Amsterdam")
_YES = frozenset({"j", "ja", "y", "yes"})
_KINDS = {
    "corporation": N_("corporation"),
    "care_provider": N_("care provider"),
    "municipality": N_("municipality"),
}


def moment(at: datetime | None) -> str:
    """A moment in a table: date and time in the Netherlands."""
    return "–" if at is None else f"{at.astimezone(_HERE):%Y-%m-%d %H:%M}"


def on(day: date | None) -> str:
    """A date in a table."""
    return "–" if day is None else day.isoformat()


def state(one: State | str, tongue: Tongue) -> str:
    """A state of a placement in words."""
    return tongue(STATE_NAMES[State(one)])


def step(one: Step | str, tongue: Tongue) -> str:
    """A step in words."""
    return tongue(STEPS[Step(one)].title)


def role(one: Role | str, tongue: Tongue) -> str:
    """A role in words."""
    return tongue(ROLE_NAMES[Role(one)])


def roles(some: Iterable[Role], tongue: Tongue) -> str:
    """Roles in words, in the order of the list; chair and member together are the committee."""
    found = [one for one in Role if one in set(some) and one is not Role.SYSTEM]
    words = [role(one, tongue) for one in found]
    if {Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR} <= set(found):
        words = [tongue(N_("committee")), *words[2:]]
    return ", ".join(words)


def kind(one: str, tongue: Tongue) -> str:
    """A kind of organisation in words."""
    return tongue(_KINDS.get(one, one))


def show(screen: Screen, found: Any, **instead: Any) -> Exit:
    """What an action gave, for programs; some parts of it said otherwise."""
    screen.data(plain(found, screen.lang) | instead if instead else plain(found, screen.lang))
    return Exit.DONE


def run(one: Run, lang: str) -> dict[str, Any]:
    """A run, for programs."""
    return dict(plain(one, lang)) | why(one, lang)


def why(piece: Run | Study, lang: str) -> dict[str, str | None]:
    """Why long work failed, for people and for programs; empty when it did not."""
    found = piece.failure
    return {"error": found.sentence.render(lang) if found else "", "code": found.code if found else None}


def hint(screen: Screen, words: str, **values: Value) -> None:
    """What one would do next; the words are marked where they stand."""
    screen.console.print()
    screen.item(">", screen.tongue(words, **values))


def facts(screen: Screen, rows: Iterable[tuple[str, str]]) -> None:
    """Facts one below the other, each with its name."""
    screen.bullets(f"{name}: {value}" for name, value in rows if value)


def done(screen: Screen, words: str, **values: Value) -> None:
    """What was done, in one sentence."""
    screen.line(screen.tongue(words, **values), "bold")


def must_confirm(screen: Screen, *, yes: bool) -> None:
    """Ask whether it is right, and stop when it is not.

    Raises:
        WrongUse: when there is nobody to answer.
        Abort: when the answer is no.
    """
    if yes:
        return
    if answer(screen, N_("Is this right? [y/N]"), "--yes").lower() not in _YES:
        raise typer.Abort


def agrees(screen: Screen, question: str) -> bool:
    """Ask something at a terminal; no answer is no."""
    sys.stderr.write(harmless(screen.tongue(question)) + " ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in _YES


def answer(screen: Screen, question: str, instead: str) -> str:
    """Ask something, and wait for a line.

    Args:
        screen: where it is asked.
        question: what is asked.
        instead: the options that say it beforehand.

    Raises:
        WrongUse: when there is nobody to answer.
    """
    if screen.as_json:
        raise WrongUse(screen.tongue(N_("With --json nobody can be asked; add {options}."), options=instead))
    sys.stderr.write(harmless(screen.tongue(question)) + " ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        words = N_("Nobody answered, so nothing was done. Answer the question, or add {options}.")
        raise WrongUse(screen.tongue(words, options=instead))
    return line.strip()
