"""Which heading stands over which column: by name, never by position."""

import difflib
from dataclasses import dataclass

from allocator.domain.problem import Problem
from allocator.domain.sentence import Sentence
from allocator.intake.columns import Column, FileSpec
from allocator.intake.tables import Table
from allocator.intake.words import normal
from allocator.locale import N_


@dataclass(frozen=True)
class Place:
    """A column and where its cells stand in a row."""

    column: Column
    index: int


def places_of(table: Table, spec: FileSpec, problems: list[Problem]) -> list[Place]:
    """Find each column by its heading."""
    found: dict[str, list[Place]] = {}
    for index, heading in enumerate(table.headings):
        column = spec.by_name.get(normal(heading))
        if column is None:
            problems.append(_unknown_heading(table, heading, spec))
        else:
            found.setdefault(column.heading, []).append(Place(column, index))
    for places in found.values():
        if len(places) > 1 and not places[0].column.several:
            twice = tuple(table.headings[place.index] for place in places)
            what = Sentence(N_("The same column stands here twice: {headings}."), {"headings": twice})
            problems.append(_heading_problem(table, what, Sentence(N_("Remove one of them.")), twice[1]))
    for column in spec.columns:
        if column.required and column.heading not in found:
            values = {"names": column.names[:3]}
            what = Sentence(N_("A required column is missing."))
            do = Sentence(N_("Add a column with one of these headings: {names}."), values)
            problems.append(_heading_problem(table, what, do, column.heading))
    return [place for places in found.values() for place in places]


def _heading_problem(table: Table, what: Sentence, do: Sentence, column: str, warning: bool = False) -> Problem:
    line = table.heading_line
    return Problem.of(table.file, what, do, line=line, column=column, warning=warning)


def _unknown_heading(table: Table, heading: str, spec: FileSpec) -> Problem:
    close = difflib.get_close_matches(normal(heading), spec.by_name, n=1, cutoff=0.75)
    if close:
        values = {"name": spec.by_name[close[0]].heading}
        do = Sentence(N_("Did you mean {name}? Otherwise remove the column or leave it."), values)
    else:
        do = Sentence(N_("Remove the column, or leave it: it is not used."))
    what = Sentence(N_("This column is not known and is not read."))
    return _heading_problem(table, what, do, heading or "-", warning=True)
