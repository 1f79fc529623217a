"""Which language the screens speak: ``--lang``, else the environment, else Dutch. Light: help needs nothing else."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from allocator import locale

VARIABLE = "ALLOCATOR_LANG"
OPTION = "--lang"
_spoken: ContextVar[str] = ContextVar("language", default=locale.LANGUAGES[0])


def wanted(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for, read before the arguments are: also help and faults must be in it.

    A language that does not exist is left to the option itself, which refuses it.
    """
    asked = [environment.get(VARIABLE, "")]
    for number, argument in enumerate(arguments):
        if argument == OPTION:
            asked += arguments[number + 1 : number + 2]
        elif argument.startswith(f"{OPTION}="):
            asked.append(argument.removeprefix(f"{OPTION}="))
    return next((lang for lang in reversed(asked) if lang in locale.LANGUAGES), locale.LANGUAGES[0])


def speak(lang: str) -> None:
    """Choose the language of this run."""
    _spoken.set(lang)


def spoken() -> str:
    """The language of this run."""
    return _spoken.get()


def say(text: str, **values: object) -> str:
    """A text in the language of this run, with its values filled in."""
    found = locale.translate(text, spoken())
    return found.format_map(values) if values else found
