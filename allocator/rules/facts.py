"""Kinds of facts: each fact is written once, with what it reads, how it is found and how people see it.

A fact is found in plain Python, once per household or unit, and kept as a NumPy column (see ``columns``).
``None`` means not known.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from allocator.domain.base import Sensitivity, sensitivity_of
from allocator.domain.codes import Accessibility, SupportLevel
from allocator.domain.household import Apart
from allocator.domain.region import PairWord
from allocator.domain.sentence import Value
from allocator.domain.unit import Occupant
from allocator.rules.algebra import NONE, Bools, Causes, Code, Number, Tri
from allocator.rules.features.world import World
from allocator.rules.labels import show
from allocator.rules.sets import Codes

if TYPE_CHECKING:
    from allocator.rules.columns import Side

Column = TypeVar("Column", Tri, Number, Code, Codes)
Find: TypeAlias = Callable[[Any, World], Any]
Shown: TypeAlias = Callable[[Any, World], Value]
Flat: TypeAlias = tuple[NDArray[Any], Bools | None]

MODELS: dict[str, type[BaseModel]] = {model.__name__: model for model in (Apart, Occupant, PairWord)}
"""Models beside household and unit that a fact may read, written as ``Model.field``."""


class Fact(Generic[Column]):
    """One fact of a household or unit.

    Args:
        reads: fields of the model it rests on, the one to ask for first; they give its sensitivity. A field
            of another model is written ``Model.field``.
        find: (item, world) -> value in plain Python, None when not known; without it, the first field read.
        shown: how a value is shown in a sentence, when it is not shown by its type.
    """

    name = ""

    def __init__(self, reads: str, find: Find | None = None, shown: Shown | None = None) -> None:
        self.reads = tuple(reads.split())
        self.find = find or _field(self.reads[0])
        self.shown = shown

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, side: Side[Any], owner: type) -> Column:
        column: Column = side.column(self)
        side.__dict__[self.name] = column  # found here directly the next time
        return column

    def encode(self, found: list[Any], world: World) -> Flat:
        """Flat values (n, ...) and which are known (None: all)."""
        raise NotImplementedError

    def lay_out(self, side: Side[Any], values: Any, known: Bools | None, causes: Causes) -> Column:
        """The column of a side, from its flat values."""
        raise NotImplementedError

    def value(self, found: Any, world: World) -> Value:
        """The fact as a sentence shows it."""
        return show(found) if found is None or self.shown is None else self.shown(found, world)


def _field(name: str) -> Find:
    return lambda item, _: getattr(item, name)


def _mask(found: list[Any]) -> Bools | None:
    if None not in found:
        return None
    return np.fromiter((value is not None for value in found), np.bool_, len(found))


class Truth(Fact[Tri]):
    """Yes, no or not known."""

    def encode(self, found: list[Any], world: World) -> Flat:  # noqa: ARG002 - as Fact says
        """(n,) bool."""
        return np.fromiter((value is True for value in found), np.bool_, len(found)), _mask(found)

    def lay_out(self, side: Side[Any], values: Any, known: Bools | None, causes: Causes) -> Tri:
        """A three-valued column."""
        return Tri(side.place(values), side.mask(known), causes)


class Amount(Fact[Number]):
    """A whole number: persons, cents, a day, hundredths of a square metre, or the rank of an ordered code."""

    def encode(self, found: list[Any], world: World) -> Flat:  # noqa: ARG002 - as Fact says
        """(n,) int64; days count from year 1."""
        return np.fromiter(map(_as_number, found), np.int64, len(found)), _mask(found)

    def lay_out(self, side: Side[Any], values: Any, known: Bools | None, causes: Causes) -> Number:
        """A column of numbers."""
        return Number(side.place(values), side.mask(known), causes)


def _as_number(value: Any) -> int:
    if value is None:
        return 0
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, Accessibility | SupportLevel):
        return value.rank
    return int(value)


class _Coded(Fact[Column]):
    """Codes of a vocabulary; that of the first field read when nothing else is said."""

    def __init__(self, reads: str, find: Find | None = None, shown: Shown | None = None, *, words: str = "") -> None:
        super().__init__(reads, find, shown)
        self.words = words or self.reads[0]


class OneCode(_Coded[Code]):
    """One code of a vocabulary; an empty text is no code at all, which is known."""

    def encode(self, found: list[Any], world: World) -> Flat:
        """(n,) int64, positions in the vocabulary."""
        known = world.vocabulary(self.words)
        codes = (known.setdefault(value, len(known)) if value else NONE for value in found)
        return np.fromiter(codes, np.int64, len(found)), _mask(found)

    def lay_out(self, side: Side[Any], values: Any, known: Bools | None, causes: Causes) -> Code:
        """A column of codes."""
        return Code(side.place(values), side.world.vocabulary(self.words), side.mask(known), causes)


class SomeCodes(_Coded[Codes]):
    """A set of codes of a vocabulary."""

    def encode(self, found: list[Any], world: World) -> Flat:
        """(n, V) bool, one row per set."""
        known = world.vocabulary(self.words)
        rows = [[known.setdefault(code, len(known)) for code in codes or ()] for codes in found]
        hot = np.zeros((len(found), len(known)), dtype=np.bool_)
        for row, positions in enumerate(rows):
            hot[row, positions] = True
        return hot, _mask(found)

    def lay_out(self, side: Side[Any], values: Any, known: Bools | None, causes: Causes) -> Codes:
        """A column of sets."""
        return Codes(values, side.world.vocabulary(self.words), known, side.place, causes)


def sensitivity(model: type[BaseModel], fact: Fact[Any]) -> Sensitivity:
    """How sensitive a fact is: as the most sensitive field it reads."""
    found = [_field_sensitivity(model, field) for field in fact.reads]
    return max(found, key=lambda kind: kind.rank, default=Sensitivity.OPEN)


def _field_sensitivity(model: type[BaseModel], field: str) -> Sensitivity:
    owner, _, name = field.rpartition(".")
    return sensitivity_of(MODELS[owner] if owner else model, name)
