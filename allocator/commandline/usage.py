"""Faults in how a command was called, in the language of this run."""

import re
import sys
from typing import Any

import typer

from allocator.commandline.exits import Exit
from allocator.commandline.language import say
from allocator.locale import N_

_KNOWN: tuple[tuple[str, str], ...] = (
    (
        r"No such command '(?P<name>.*)'\. Did you mean (?P<names>.*)\?",
        N_("There is no command {name}. Did you mean {names}?"),
    ),
    (r"No such command '(?P<name>.*)'\.", N_("There is no command {name}.")),
    (r"No such option: (?P<name>\S+)(?: \(Possible options: (?P<names>.*)\))?", N_("There is no option {name}.")),
    (r"Missing command\.", N_("Name a command.")),
    (r"Missing argument '(?P<name>.*)'\.", N_("{name} is missing.")),
    (r"Missing option '(?P<name>.*)'\.", N_("The option {name} is missing.")),
    (r"Got unexpected extra arguments? ?(?:\(s\) )?\((?P<name>.*)\)", N_("This is one word too many: {name}.")),
    (r"Option '(?P<name>.*)' requires an argument\.", N_("The option {name} needs a value.")),
    (r"Option '(?P<name>.*)' does not take a value\.", N_("The option {name} takes no value.")),
    (
        r"Invalid value for '(?P<name>.*)': (?:Value error, )?'(?P<value>.*)' is not one of (?P<names>.*)\.",
        N_("{value} is not possible for {name}. Choose one of: {names}."),
    ),
    (r"Invalid value for '(?P<name>.*)': Input should be a valid integer.*", N_("{name} must be a whole number.")),
    (r"Invalid value for '(?P<name>.*)': Input should be a valid number.*", N_("{name} must be a number.")),
    (
        r"Invalid value for '(?P<name>.*)': Input should be greater than or equal to (?P<value>.*)",
        N_("{name} must be at least {value}."),
    ),
    (
        r"Invalid value for '(?P<name>.*)': Input should be less than or equal to (?P<value>.*)",
        N_("{name} must be at most {value}."),
    ),
)
"""What Typer says, and how we say it; what is not here is said as Typer says it."""


def words(message: str) -> str:
    """A message of Typer in the language of this run."""
    for pattern, text in _KNOWN:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(text, **{name: value or "" for name, value in found.groupdict().items()})
    return message


def tell(error: typer.TyperException) -> Exit:
    """Say what was wrong with the call and how to find help; gives the exit code."""
    ctx: Any = getattr(error, "ctx", None)
    message = error.format_message()
    if not message:  # bare `allocator`: its help was shown
        return Exit.USAGE
    lines = [say(N_("Wrong use: {what}"), what=words(message))]
    if ctx is not None:
        lines += [ctx.get_usage(), say(N_("More help: {command}"), command=f"{ctx.command_path} --help")]
    sys.stderr.write("\n".join(lines) + "\n")
    return Exit.USAGE
