"""What is kept of a household or a home, under the headings of the files from which it came."""

from collections.abc import Iterator

from allocator.commandline.screen import Screen
from allocator.domain.base import Frozen
from allocator.intake.columns import SPECS, Column
from allocator.intake.writing import cell_text
from allocator.locale import N_

_SAID = {"true": N_("yes"), "false": N_("no"), "?": N_("not known")}


def facts(row: Frozen, file: str, screen: Screen) -> Iterator[tuple[str, str]]:
    """Heading and value of every column that says something else than nothing.

    Args:
        row: the household, home or need.
        file: the file of a case in which such rows stand, without its ending.
        screen: whose language the headings have.
    """
    spec = SPECS[file]
    for column in spec.columns:
        if column.attribute in spec.beside or column.attribute == "id":
            continue
        value = getattr(row, column.attribute)
        words = cell_text(value, column)
        if words and (value != column.info.default or column.required):
            said = screen.tongue(_SAID[words]) if words in _SAID else words.replace("|", ", ")
            yield _heading(column, screen), said


def _heading(column: Column, screen: Screen) -> str:
    return column.dutch[0] if screen.lang == "nl" and column.dutch else column.heading
