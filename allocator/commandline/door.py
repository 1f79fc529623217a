"""The command line as a whole: speaks one language from the first word of help to the last fault."""

import atexit
import gc
import os
import sys
import threading
from collections.abc import Sequence
from typing import Any

import typer

from allocator.commandline import language
from allocator.commandline.exits import Exit
from allocator.commandline.language import say
from allocator.commandline.speech import Branch, Command
from allocator.locale import N_

WORK = "work"
"""Name of the thread on which an engine works that does not listen to Ctrl-C; see ``progress.stoppable``."""


class Group(Branch):
    """All commands: chooses the language, and turns whatever goes wrong into one clear answer and an exit code."""

    order = (
        *("demo", "generate", "check", "match", "verify", "explain", "balance", "compare", "simulate", "report"),
        *("import", "round", "placement", "decide", "household", "objection", "ledger", "policy", "monitor", "region"),
        *("user", "token", "audit", "privacy", "db", "upkeep", "worker", "backup", "restore", "export"),
    )

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


SELDOM = 100_000
"""New objects after which garbage is looked for: a command lives for seconds, and makes little of it. Python's own 700
costs 5 to 8 % of a long question."""


def seldom_search() -> None:
    """Have this process look for garbage seldom, and not once more before it ends: that took 0.4 s of any command."""
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)


def _leave(code: int) -> None:
    """End the process; at once when an engine is still at work that would not let it end in peace."""
    if any(thread.name == WORK for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _say_stopped() -> None:
    sys.stderr.write("\n" + say(N_("Stopped. Nothing half was written.")) + "\n")


__all__ = ["WORK", "Branch", "Command", "Group", "seldom_search"]
