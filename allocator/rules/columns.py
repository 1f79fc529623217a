"""Columns: the facts of all households, or of all units, laid out so that a rule can read them.

Rules see a ``Side``: all rows, all columns, or one pair; a traced side also says what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from allocator.rules.algebra import Bools, Causes
from allocator.rules.facts import Fact, Flat
from allocator.rules.features.world import World
from allocator.rules.sets import Place

Item = TypeVar("Item", bound=BaseModel)


class Table(Generic[Item]):
    """All households, or all units, of a round with the facts found so far."""

    def __init__(self, items: Iterable[Item], world: World) -> None:
        self.items = tuple(items)
        self.world = world
        self._found: dict[str, list[Any]] = {}
        self._flat: dict[str, Flat] = {}

    def found(self, fact: Fact[Any]) -> list[Any]:
        """The fact of every item in plain Python; None where it is not known."""
        if fact.name not in self._found:
            self._found[fact.name] = [fact.find(item, self.world) for item in self.items]
        return self._found[fact.name]

    def flat(self, fact: Fact[Any]) -> Flat:
        """The fact of every item as flat values (n, ...) and which are known."""
        if fact.name not in self._flat:
            self._flat[fact.name] = fact.encode(self.found(fact), self.world)
        return self._flat[fact.name]


Trace: TypeAlias = dict[str, int]
"""Number of the bit of each fact that was found not known, by ``h.fact`` or ``u.fact``."""


class Side(Generic[Item]):
    """The facts of some households or units, laid out for an expression.

    Args:
        table: all items.
        place: how flat values are laid out.
        index: (n,) which items, None for all.
        trace: where bits are given out, so that results know which facts leave them unknown.
    """

    letter = ""
    """How names of these facts begin: h for households, u for units."""

    def __init__(
        self,
        table: Table[Item],
        place: Place,
        index: NDArray[np.intp] | None = None,
        trace: Trace | None = None,
    ) -> None:
        self.table = table
        self.world = table.world
        self.place = place
        self._index = index
        self._trace = trace

    def mask(self, known: Bools | None) -> Bools | None:
        """A flat mask, laid out."""
        return None if known is None else self.place(known)

    def column(self, fact: Fact[Any]) -> Any:
        """The column of a fact."""
        values, known = self.table.flat(fact)
        if self._index is not None:
            values = values[self._index]
            known = None if known is None else known[self._index]
        if known is not None and known.all():
            known = None
        return fact.lay_out(self, values, known, self._causes(fact, known))

    def _causes(self, fact: Fact[Any], known: Bools | None) -> Causes:
        if self._trace is None or known is None:
            return None
        bit = self._trace.setdefault(f"{self.letter}.{fact.name}", len(self._trace))
        return self.place(np.where(known, np.uint64(0), np.uint64(1 << bit)))


def rows(flat: NDArray[Any]) -> NDArray[Any]:
    """(n,) as rows (n, 1)."""
    return flat[:, None]


def columns(flat: NDArray[Any]) -> NDArray[Any]:
    """(n,) as columns (1, n)."""
    return flat[None, :]


def as_it_is(flat: NDArray[Any]) -> NDArray[Any]:
    """(n,) as a list of pairs."""
    return flat
