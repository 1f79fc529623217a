"""Where a person comes in: the database of the settings, who it is, and where it is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from allocator.actions import Office
from allocator.commandline.kept import credentials
from allocator.commandline.screen import Screen
from allocator.reports.words import Tongue
from allocator.settings import read_settings
from allocator.workflow import Actor


@dataclass(frozen=True)
class Desk:
    """One command of one person, or of the program itself."""

    office: Office
    actor: Actor
    screen: Screen

    @property
    def tongue(self) -> Tongue:
        """The language of this run."""
        return self.screen.tongue


@contextmanager
def opened(screen: Screen) -> Iterator[Desk]:
    """The office, for as long as the command lasts, and who came in.

    Raises:
        InputProblems: when the settings are wrong.
        Refusal: when there is no database, or its tables are of another version.
        NotAllowed: when nobody with this token may come in.
    """
    settings = read_settings()
    with office() as found:
        yield Desk(found, found.who(credentials.token(settings)), screen)


@contextmanager
def office() -> Iterator[Office]:
    """The office alone: for what the program does itself, and for the first user of all."""
    found = Office.open(read_settings())
    try:
        yield found
    finally:
        found.close()
