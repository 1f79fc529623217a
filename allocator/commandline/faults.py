"""Whatever goes wrong, as one clear answer: all problems at once, a contradiction in words, where the details are."""

import errno
import os
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from allocator.commandline.exits import Exit
from allocator.commandline.language import spoken
from allocator.commandline.screen import Cell, Screen, number, terminal, text
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import NotAllowed, Refusal
from allocator.locale import N_
from allocator.locale.system import fault_of
from allocator.reports.words import Tongue

LONGEST = 40
"""Characters of a cell that are shown."""


class WrongUse(Exception):
    """The command was called in a way that cannot work; carries the sentence that says so."""


def tell(error: Exception, *, as_json: bool = False) -> Exit:
    """Say what went wrong, on the error stream, or as JSON on the output; gives the exit code."""
    screen = Screen(Tongue(spoken()), terminal(stderr=True), as_json)
    if isinstance(error, WrongUse):
        return _told(screen, Exit.USAGE, "usage", screen.tongue(N_("Wrong use: {what}"), what=str(error)))
    if isinstance(error, InputProblems):
        return _problems(screen, error.problems)
    if isinstance(error, Refusal):
        code = Exit.NOT_ALLOWED if isinstance(error, NotAllowed) else Exit.PROBLEMS
        return _told(screen, code, error.code, screen.tongue(error.sentence.text, **error.sentence.values))
    if (statements := getattr(error, "statements", None)) is not None:
        return _contradiction(screen, statements)
    if (violations := getattr(error, "violations", None)) is not None:
        return _rejected(screen, violations)
    if isinstance(error, OSError) and error.filename is not None:
        words = screen.tongue(
            N_("{file}: {fault}."), file=os.fspath(error.filename), fault=screen.tongue(fault_of(error))
        )
        return _told(screen, Exit.UNEXPECTED, "file", words)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:  # of the output itself, which has no name
        words = screen.tongue(N_("The output cannot be written: {fault}."), fault=screen.tongue(fault_of(error)))
        return _told(screen, Exit.UNEXPECTED, "file", words)
    return _unexpected(screen, error)


def _told(screen: Screen, code: Exit, kind: str, words: str, **more: Any) -> Exit:
    if screen.as_json:
        screen.data({"error": kind, "sentence": words, **more})
    else:
        screen.line(words, "bold red" if code is Exit.UNEXPECTED else "bold")
    return code


# ------------------------------------------------------------------------------------------------ the input


def _problems(screen: Screen, problems: Sequence[Problem]) -> Exit:
    tongue = screen.tongue
    wrong = [p for p in problems if not p.warning]
    warnings = [p for p in problems if p.warning]
    if screen.as_json:
        screen.data({"problems": problem_data(wrong, screen.lang), "warnings": problem_data(warnings, screen.lang)})
        return Exit.PROBLEMS
    one = tongue(N_("One problem in the input; nothing was done with it."))
    many = tongue(N_("{n} problems in the input; nothing was done with it."), n=len(wrong))
    screen.line(one if len(wrong) == 1 else many, "bold red")
    problems_table(screen, wrong)
    if warnings:
        screen.heading(tongue(N_("Warnings: {n}"), n=len(warnings)))
        problems_table(screen, warnings)
    return Exit.PROBLEMS


def problem_data(problems: Sequence[Problem], lang: str) -> list[dict[str, Any]]:
    """Problems for programs."""
    return [
        {
            "file": p.file,
            "line": p.line,
            "column": p.column,
            "key": p.key,
            "value": p.value,
            "what": p.what,
            "do": p.do,
        }
        for p in (problem.in_language(lang) for problem in problems)
    ]


def problems_table(screen: Screen, problems: Sequence[Problem]) -> None:
    """Problems or warnings one by one: file, line, column, value, what is wrong and what to do."""
    tongue = screen.tongue
    said = [problem.in_language(screen.lang) for problem in problems]
    wrong, todo = tongue(N_("What is wrong")), tongue(N_("What to do"))
    said = [p.model_copy(update={"value": brief(p.value), "column": brief(p.column)}) for p in said]
    rows: list[tuple[Cell, ...]]
    if screen.wide:
        heads = (N_("File"), N_("Column"), N_("Value"))
        file, column, value = (text(tongue(head)) for head in heads)
        rows = [(p.file, _where(p), p.column, p.value, p.what, p.do) for p in said]
        screen.table([file, number(tongue(N_("Line"))), column, value, text(wrong, 4), text(todo, 5)], rows)
        return
    rows = [(_place(p, screen), f"{p.what}\n> {p.do}") for p in said]
    screen.table([text(tongue(N_("Where")), 2), text(f"{wrong}\n> {todo}", 3)], rows)


def brief(text: str | None) -> str | None:
    """What stands in a cell, on one line that leaves room for the words beside it."""
    if text is None:
        return None
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _where(problem: Problem) -> str:
    return str(problem.line) if problem.line else problem.key or ""


def _place(problem: Problem, screen: Screen) -> str:
    tongue, place = screen.tongue, problem.file
    if problem.line:
        place += ", " + tongue(N_("line {n}"), n=problem.line)
    elif problem.key:
        place += f", {problem.key}"
    if problem.column:
        place += f"\n{problem.column}" + (f": {problem.value}" if problem.value is not None else "")
    elif problem.value is not None:
        place += f"\n{problem.value}"
    return place


# ------------------------------------------------------------------------------------------------ the plan


def _contradiction(screen: Screen, statements: Sequence[Any]) -> Exit:
    """Statements that cannot all hold; the smallest set of them."""
    tongue = screen.tongue
    sentences = [statement.sentence() for statement in statements]
    intro = tongue(N_("These statements cannot all hold. Take at least one of them back, then match again:"))
    if screen.as_json:
        screen.data({"contradiction": [sentence.render(screen.lang) for sentence in sentences], "sentence": intro})
        return Exit.PROBLEMS
    screen.line(intro, "bold red")
    for count, sentence in enumerate(sentences, start=1):
        screen.item(f"{count:>2}.", sentence.render(screen.lang))
    return Exit.PROBLEMS


def _rejected(screen: Screen, violations: Sequence[Any]) -> Exit:
    """The judge does not agree with the solver: a fault of the program, never of the reader."""
    intro = screen.tongue(N_("The independent check rejects this result, so nothing was written. Please report this:"))
    if screen.as_json:
        screen.data({"rejected": [{"code": v.code, "sentence": v.sentence.render(screen.lang)} for v in violations]})
        return Exit.UNEXPECTED
    screen.line(intro, "bold red")
    screen.bullets(f"{v.sentence.render(screen.lang)} ({v.code})" for v in violations)
    return Exit.UNEXPECTED


# ------------------------------------------------------------------------------------------------ the program


def _unexpected(screen: Screen, error: Exception) -> Exit:
    """One sentence; the details go to a file that only this user can read."""
    details = "".join(traceback.format_exception(error))
    try:
        handle, name = tempfile.mkstemp(prefix="allocator-", suffix=".log", text=True)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(details)
    except OSError:
        words = N_("Something went wrong that should not ({kind}), and the details could not be written.")
        return _told(screen, Exit.UNEXPECTED, "unexpected", screen.tongue(words, kind=type(error).__name__))
    words = N_("Something went wrong that should not ({kind}). The details stand in {file}; please report this.")
    sentence = screen.tongue(words, kind=type(error).__name__, file=str(Path(name)))
    return _told(screen, Exit.UNEXPECTED, "unexpected", sentence, log=name)
