"""A table to validated rows of the domain, or problems by line and column."""

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from pydantic import ValidationError

from allocator.domain.base import Frozen, composed
from allocator.domain.policy import Policy
from allocator.domain.problem import Problem
from allocator.intake import cells, faults, limits, privacy
from allocator.intake.cells import UNKNOWN, Reading
from allocator.intake.columns import COORDINATES, Column, FileSpec
from allocator.intake.faults import Fault, Unreadable
from allocator.intake.headings import Place, places_of
from allocator.intake.tables import Row, Table
from allocator.locale import N_
from allocator.privacy.text import is_bsn


@dataclass(frozen=True)
class Partial:
    """A row with a problem: the fields that are sound can still refer to something that is not there."""

    line: int
    bad: frozenset[str]
    model: Frozen
    extra: dict[str, Any]


@dataclass
class Rows:
    """What one file gave: rows that are sound, where they stand, and every problem."""

    spec: FileSpec
    file: str
    models: list[Frozen] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """Keys of all rows, also of those that are not sound, so that nobody is called unknown for another fault."""
    problems: list[Problem] = field(default_factory=list)
    found: set[str] = field(default_factory=set)
    """Attributes for which there is a column."""
    partial: list["Partial"] = field(default_factory=list)
    """Rows with a problem."""
    extras: list[dict[str, Any]] = field(default_factory=list)
    """Per sound row the values that are not fields of its model (the simple need)."""


def read_rows(
    table: Table, spec: FileSpec, names: Mapping[str, str], policy: Policy | None, *, vera: bool = False
) -> Rows:
    """Read every row of a table; nothing of a row with a problem is kept, but all its problems are.

    Args:
        table: headings and cells.
        spec: the file that the table stands for.
        names: normal form of municipality names to their code.
        policy: for the patterns of keys that are known not to be BSNs.
        vera: whether the codes of corporations are understood.
    """
    result = Rows(spec, table.file)
    places = places_of(table, spec, result.problems)
    result.found = {place.column.attribute for place in places}
    for row in table.rows:
        _OneRow(row, result, names, policy, vera).read(places)
    return result


class _OneRow:
    """One row on its way in."""

    def __init__(self, row: Row, result: Rows, names: Mapping[str, str], policy: Policy | None, vera: bool) -> None:
        self.row, self.result, self.policy = row, result, policy
        self.names, self.vera = names, vera
        self.values: dict[str, Any] = {}
        self.texts: dict[str, str] = {}
        self.bad: set[str] = set()

    def read(self, places: list[Place]) -> None:
        """Read every cell, then validate the row as the domain does."""
        for place in places:
            self._cell(place.column, self.row.cells[place.index])
        key = self.values.get(self.result.spec.key or "")
        if key:
            self.result.keys.add(composed(str(key).strip()))
        self._keep()

    def _report(self, column: Column, fault: Fault, text: str | None, *, warning: bool = False) -> None:
        if not warning:
            self.bad.add(column.attribute)
        shown = None if text and is_bsn(text) else text
        place: dict[str, Any] = {"line": self.row.line, "column": column.heading, "value": shown, "warning": warning}
        self.result.problems.append(Problem.of(self.result.file, fault.what, fault.do, **place))

    def _cell(self, column: Column, text: str) -> None:
        if not text.strip():
            if column.required and not column.several:
                self._report(column, faults.EMPTY, None)
            return
        if column.several and column.attribute in self.texts:
            self._report(column, _TWO_HOMES, text)
            return
        self.texts[column.attribute] = text
        try:
            self.values[column.attribute] = self._value(column, text)
        except Unreadable as error:
            self._report(column, error.fault, None if error.fault is faults.BSN else text)

    def _value(self, column: Column, text: str) -> Any:
        if text.strip() == UNKNOWN:
            if not column.may_be_unknown:
                raise Unreadable(faults.NOT_UNKNOWN_REQUIRED if column.required else faults.NOT_UNKNOWN)
            return None
        if privacy.may_be_bsn(text, column, self.result.spec, self.policy):
            raise Unreadable(faults.BSN)
        if column.heading in COORDINATES:
            return cells.coordinate(text)
        reading = Reading(self.names, self.vera, lambda fault: self._report(column, fault, text, warning=True))
        return column.read(text, reading)

    def _keep(self) -> None:
        result = self.result
        extra = {name: self.values.pop(name) for name in result.spec.beside if name in self.values}
        try:
            model = result.spec.model.model_validate(self.values)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_context=True):
                self._refused(dict(one))
        else:
            if not self.bad:
                result.models.append(model)
                result.lines.append(self.row.line)
                result.extras.append(extra)
                return
        sound = {name: value for name, value in self.values.items() if name not in self.bad}
        result.partial.append(Partial(self.row.line, frozenset(self.bad), placeholder(result.spec, sound), extra))

    def _refused(self, error: dict[str, Any]) -> None:
        """What the domain says of one field; what is empty or has no column was said already."""
        attribute = str(error["loc"][0]) if error["loc"] else ""
        columns = {column.attribute: column for column in self.result.spec.columns}
        column = columns.get(attribute, self.result.spec.columns[0])
        told = attribute in self.bad
        if error["type"] == "missing":
            told = told or not (column.several and attribute in self.result.found)
        if told:
            self.bad.add(attribute)
        else:
            self._report(column, limits.fault_of(error), self.texts.get(attribute))


_TWO_HOMES = faults.fault(
    N_("Both a home and a complex are filled in."), N_("Keep the one in which these people live.")
)


def placeholder(spec: FileSpec, sound: Mapping[str, Any]) -> Frozen:
    """A row with the fields that are sound; only good for looking up what those fields refer to."""
    missing = {
        column.attribute: _anything(column.hint)
        for column in spec.columns
        if column.info.is_required() and column.attribute not in sound and column.attribute not in spec.beside
    }
    return spec.model.model_construct(**{**missing, **sound})


def _anything(hint: Any) -> Any:
    """Some value of a type."""
    kind = cells.without_none(hint)
    if typing.get_origin(kind) is tuple:
        return ()
    kind = typing.get_args(kind)[0] if hasattr(kind, "__metadata__") else kind
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    return date(2000, 1, 1) if kind is date else kind(1)
