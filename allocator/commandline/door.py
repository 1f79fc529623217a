"""The command line as a whole: speaks one language from the first word of help to the last fault."""

import os
import re
import sys
import threading
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from allocator.commandline import language
from allocator.commandline.exits import Exit
from allocator.commandline.language import say
from allocator.locale import N_

_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "REQUIRED_LONG_STRING": N_("[required]"),
    "DEFAULT_STRING": N_("[default: {}]"),
}
_OF_TYPER = (
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)
"""Help of the options that Typer adds itself; named here so that they are translated."""
_VALUES = (N_("FILE"), N_("FOLDER"), N_("SECONDS"), N_("TEXT"), N_("WHO"))
"""What stands for the value of an option; named here so that they are translated."""
_USAGE = N_("Usage:")
WORK = "work"
"""Name of the thread on which an engine works that does not listen to Ctrl-C; see ``progress.stoppable``."""


class Command(TyperCommand):
    """A command whose help is in the language of this run."""

    def translate(self) -> None:
        """Put the help of the command and its options in the language of this run."""
        _translate(self)

    def get_usage(self, ctx: Any) -> str:
        """The first line of help and of usage faults."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows help, which Typer makes itself."""
        return _help_option(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _translate_headings()
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """All commands: chooses the language, and turns whatever goes wrong into one clear answer and an exit code."""

    def translate(self) -> None:
        """Put all help in the language of this run."""
        self.subcommand_metavar = say(N_("COMMAND [ARGUMENTS]..."))
        _translate(self)
        for command in self.commands.values():
            if isinstance(command, Command):
                command.translate()

    def get_usage(self, ctx: Any) -> str:
        """The first line of help and of usage faults."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows help, which Typer makes itself."""
        return _help_option(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _translate_headings()
        super().format_help(ctx, formatter)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run one command and leave with its exit code; without ``standalone_mode`` return that code."""
        given = sys.argv[1:] if args is None else list(args)
        language.speak(language.wanted(given, os.environ))
        self.translate()
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal without the sign shows ?, and goes on
        run = super().main
        try:
            extra["windows_expand_args"] = windows_expand_args
            code = run(args, prog_name, complete_var, standalone_mode=False, **extra)
        except typer.TyperException as error:
            from allocator.commandline import usage

            code = usage.tell(error)
        except (KeyboardInterrupt, typer.Abort):
            code = Exit.STOPPED
        except Exception as error:  # noqa: BLE001 - the last place where a fault can become a sentence
            from allocator.commandline import faults

            code = faults.tell(error, as_json="--json" in given)
        if code == Exit.STOPPED:
            _say_stopped()
        code = int(code) if isinstance(code, int) else int(Exit.DONE)
        if standalone_mode:
            _leave(code)
        return code


def _translate_headings() -> None:
    """Of the boxes in which Typer puts the help; brought in here, because only help needs them."""
    from typer import rich_utils

    for name, text in _HEADINGS.items():
        setattr(rich_utils, name, say(text))


def _usage(line: str) -> str:
    """The line of usage in the language of this run; without the braces that Typer puts."""
    return re.sub(r"\{(\w+)\}", r"\1", line).replace(_USAGE, say(_USAGE), 1)


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help, option.metavar = say(N_("Show this message and exit.")), ""
    return option


def _leave(code: int) -> None:
    """End the process; at once when an engine is still at work that would not let it end in peace."""
    if any(thread.name == WORK for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _say_stopped() -> None:
    sys.stderr.write("\n" + say(N_("Stopped. Nothing half was written.")) + "\n")


def _translate(command: TyperCommand | TyperGroup) -> None:
    """Translate from the English source, which is kept: one process may speak several languages in turn."""
    english: dict[Any, str] = command.__dict__.setdefault("_english", {})
    command.options_metavar = say(N_("[OPTIONS]"))
    things: list[Any] = [command, *command.params]
    for thing in things:
        source = english.setdefault(id(thing), thing.help or "")
        if source:
            thing.help = say(source)
        if getattr(thing, "is_flag", False):
            thing.metavar = ""  # a switch takes no value
        elif (value := english.setdefault((id(thing), "value"), getattr(thing, "metavar", None) or "")) in _VALUES:
            thing.metavar = say(value)
    examples = english.setdefault("examples", command.epilog or "")
    if examples:
        command.epilog = say(N_("Example:")) + "\n" + examples
