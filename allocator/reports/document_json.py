"""A report as JSON and back, so that what was kept can be written again in every form, without working it out anew."""

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from allocator.domain.provenance import Provenance
from allocator.reports.document import (
    Chart,
    Document,
    Facts,
    Form,
    Grid,
    Heading,
    Items,
    NewPage,
    Tiles,
    Tone,
    Words,
)
from allocator.reports.plots import Drawn
from allocator.reports.table import Column, Table

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (Chart, Column, Drawn, Facts, Form, Grid, Heading, Items, NewPage, Table, Tiles, Words)
}
_TAG = "is"


def as_data(document: Document) -> dict[str, Any]:
    """A report without its provenance, which is kept beside it.

    Raises:
        TypeError: when a cell is something that a table cannot hold.
    """
    return {one.name: _data(getattr(document, one.name)) for one in fields(document) if one.name != "provenance"}


def from_data(data: dict[str, Any], provenance: Provenance) -> Document:
    """The report that was kept, equal to what it was."""
    return Document(**{name: _value(one) for name, one in data.items()}, provenance=provenance)


def _data(value: Any) -> Any:
    match value:
        case Tone() | Decimal():
            return {_TAG: type(value).__name__, "value": str(value)}
        case None | str() | int():
            return value
        case tuple() | list():
            return [_data(one) for one in value]
    if not is_dataclass(value) or type(value).__name__ not in _KINDS:
        raise TypeError(f"a report cannot hold {value!r}")
    return {_TAG: type(value).__name__} | {one.name: _data(getattr(value, one.name)) for one in fields(value)}


def _value(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_value(one) for one in data)
    if not isinstance(data, dict):
        return data
    match data[_TAG]:
        case "Tone":
            return Tone(data["value"])
        case "Decimal":
            return Decimal(data["value"])
        case name:
            return _KINDS[name](**{key: _value(one) for key, one in data.items() if key != _TAG})
