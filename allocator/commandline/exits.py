"""How a command ends."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, the same for every command."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    PROBLEMS = 3
    NOT_PROVEN = 4
    NOT_ALLOWED = 5
    STOPPED = 130  # by Ctrl-C, as shells expect
