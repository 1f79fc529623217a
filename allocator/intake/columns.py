"""Which columns each file has, derived from the domain: heading, other names, type, default, unknown."""

import typing
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from allocator.domain.base import Frozen, Id, header_of
from allocator.domain.household import Apart, Household, Need
from allocator.domain.region import KeyWeight, Municipality, PairWord, Posting, SupportPool
from allocator.domain.unit import Complex, Corporation, Occupant, Unit
from allocator.intake import cells, dutch
from allocator.intake.vera_names import UNIT_NAMES
from allocator.intake.words import normal

SIMPLE_NEED = {"support_kind": "kind", "support_level": "level", "support_hours": "hours"}
"""Columns of households.csv for one simple need, and the field of a need they fill."""

FREE_TEXT = frozenset({"note", "by", "source"})
COORDINATES = frozenset({"lat", "lon"})


@dataclass(frozen=True)
class Column:
    """One column of a file: where its value goes and how it may be headed."""

    heading: str
    attribute: str
    model: type[BaseModel]
    field: str
    dutch: tuple[str, ...]
    vera: tuple[str, ...] = ()
    required: bool = False
    several: bool = False
    """Whether several headings may fill it, one of them in each row."""

    @property
    def info(self) -> FieldInfo:
        """The field as the domain defines it."""
        return self.model.model_fields[self.field]

    @cached_property
    def hint(self) -> Any:
        """The type of the field, with its named aliases."""
        return _hints(self.model)[self.field]

    @cached_property
    def read(self) -> cells.Reader:
        """How its cells are read."""
        return cells.reader_of(self.hint)

    @cached_property
    def may_be_unknown(self) -> bool:
        """Whether ``?`` is a meaningful value."""
        extra = self.info.json_schema_extra
        return bool(isinstance(extra, dict) and extra.get("may_be_unknown"))

    @cached_property
    def is_id(self) -> bool:
        """Whether the column holds a key given by the sender."""
        return bool(cells.without_none(self.hint) == Id)

    @property
    def names(self) -> tuple[str, ...]:
        """Every heading that is understood, the canonical one first."""
        return (self.heading, *self.dutch, *self.vera)


@dataclass(frozen=True)
class FileSpec:
    """One file of a case: its name, the model of a row and the columns."""

    name: str
    model: type[Frozen]
    columns: tuple[Column, ...]
    required: bool = False

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Normal form of every heading that is understood, to its column."""
        found: dict[str, Column] = {}
        for column in self.columns:
            for name in reversed(column.names):
                found.setdefault(normal(name), column)
        found |= {normal(column.heading): column for column in self.columns}
        return found

    @cached_property
    def beside(self) -> frozenset[str]:
        """Attributes of columns that fill no field of the row itself: those of the simple need."""
        return frozenset(column.attribute for column in self.columns if column.model is not self.model)

    @property
    def key(self) -> str | None:
        """The field by which a row is known, where one is enough."""
        return next((name for name in ("id", "code") if name in self.model.model_fields), None)


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return typing.get_type_hints(model, include_extras=True)


def _column(file: str, model: type[BaseModel], field: str, heading: str, attribute: str) -> Column:
    info = model.model_fields[field]
    return Column(
        heading=heading,
        attribute=attribute,
        model=model,
        field=field,
        dutch=dutch.HEADINGS[file].get(heading, ()),
        vera=UNIT_NAMES.get(heading, ()) if file == "units" else (),
        required=(info.is_required() and model is not Need) or (file == "needs" and info.is_required()),
        several=(file, heading) == ("occupants", "home"),
    )


def _spec(name: str, model: type[Frozen], *, required: bool = False) -> FileSpec:
    own = [
        _column(name, model, field, header_of(model, field), field)
        for field in model.model_fields
        if (model, field) != (Household, "needs")
    ]
    if model is Household:
        own += [_column(name, Need, field, heading, heading) for heading, field in SIMPLE_NEED.items()]
    return FileSpec(name, model, tuple(own), required)


SPECS: dict[str, FileSpec] = {
    spec.name: spec
    for spec in (
        _spec("households", Household, required=True),
        _spec("needs", Need),
        _spec("units", Unit, required=True),
        _spec("occupants", Occupant),
        _spec("apart", Apart),
        _spec("complexes", Complex),
        _spec("municipalities", Municipality),
        _spec("keys", KeyWeight),
        _spec("support", SupportPool),
        _spec("corporations", Corporation),
        _spec("ledger", Posting),
        _spec("pairs", PairWord),
    )
}
"""Every file with rows, in the order of the data dictionary."""


def file_named(name: str) -> str | None:
    """The file of a case that a file or sheet name stands for, in English or Dutch."""
    wanted = normal(name)
    for file in (*SPECS, "case"):
        if wanted in map(normal, (file, *dutch.FILES[file])):
            return file
    return None
