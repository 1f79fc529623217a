"""Commands and groups of commands that speak the language of this run, in help and in faults of use."""

import importlib
import re
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

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
_VALUES = (
    N_("FILE"),
    N_("FOLDER"),
    N_("SECONDS"),
    N_("TEXT"),
    N_("WHO"),
    N_("DATE"),
    N_("DAYS"),
    N_("CODE"),
    N_("NAME"),
    N_("KEY"),
    N_("NUMBER"),
    N_("PERIOD"),
)
"""What stands for the value of an option; named here so that they are translated."""
_USAGE = N_("Usage:")


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


class Branch(TyperGroup):
    """Commands under one word; those of a module are brought in when one of them is wanted."""

    module: ClassVar[str] = ""
    order: ClassVar[tuple[str, ...]] = ()
    """Commands that come first in the help; all others follow as they were added."""

    def translate(self) -> None:
        """Put all help in the language of this run."""
        self.subcommand_metavar = say(N_("COMMAND [ARGUMENTS]..."))
        _translate(self)
        for command in self.commands.values():
            if isinstance(command, Command | Branch):
                command.translate()

    def fill(self) -> None:
        """Bring in the commands."""
        if self.module and not self.commands:
            app: typer.Typer = importlib.import_module(self.module).app
            group = typer.main.get_group(app)
            self.commands.update(group.commands)
            self.translate()

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of the commands, in the order of the help."""
        self.fill()
        names = super().list_commands(ctx)
        return [*(name for name in self.order if name in names), *(name for name in names if name not in self.order)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; None when there is none."""
        self.fill()
        return super().get_command(ctx, cmd_name)

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


def branch(module: str) -> type[Branch]:
    """A branch whose commands stand in a module of ``allocator.commandline.commands``, as its ``app``."""
    return type("Branch", (Branch,), {"module": f"{__package__}.commands.{module}"})


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
    panel = english.setdefault("panel", command.rich_help_panel or "")
    if panel:
        command.rich_help_panel = say(panel)
    examples = english.setdefault("examples", command.epilog or "")
    if examples:
        command.epilog = say(N_("Example:")) + "\n" + examples
