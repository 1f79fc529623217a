"""Who must be kept apart (docs/model.md 1.3): never in one home, nor in one complex."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.domain.household import Apart
from allocator.solver.candidates import Ints
from allocator.solver.columns import Columns, RowBuilder


def kept_apart(columns: Columns, build: RowBuilder) -> None:
    """Ensures that two who must be kept apart are never in one home or complex."""
    index = {h.id: i for i, h in enumerate(columns.data.round.households)}
    places = _Places(columns)
    for apart in _in_force(columns):
        if apart.household not in index or apart.other not in index:
            continue
        one, other = index[apart.household], index[apart.other]
        into = {h: places.into(h) for h in (one, other)}
        home = {h: places.of_unit.get(int(columns.data.moves_from[h]), -1) for h in (one, other)}
        for place in sorted({*into[one], *into[other]}):
            name = ("apart", apart.household, apart.other, places.names[place])
            if place in into[one] and place in into[other]:
                build.add(np.concatenate([into[one][place], into[other][place]]), 1.0, -np.inf, 1.0, name)
            for stays, comes in ((one, other), (other, one)):
                if place in into[comes] and home[stays] == place:
                    z = columns.z_of(stays)
                    cols = np.concatenate([into[comes][place], z])
                    build.add(cols, np.where(np.isin(cols, z), -1.0, 1.0), -np.inf, 0.0, name)


def _in_force(columns: Columns) -> Iterator[Apart]:
    today = columns.data.round.as_of
    return (a for a in columns.data.round.apart if a.until is None or a.until >= today)


@dataclass(frozen=True)
class _Places:
    """Complexes, and homes outside a complex where more than one can come.

    Units of one type are in the same place: homes of different complexes are told apart as soon as anybody is.
    """

    columns: Columns

    @cached_property
    def of_unit(self) -> dict[int, int]:
        """Unit -> its place, for units that have one."""
        number = {name: i for i, name in enumerate(self.names)}
        return {u: number[name] for u, name in self._named}

    @cached_property
    def names(self) -> list[str]:
        """Places, in order of their first unit."""
        return list(dict.fromkeys(name for _, name in self._named))

    @cached_property
    def _named(self) -> list[tuple[int, str]]:
        found = []
        for u, unit in enumerate(self.columns.data.round.units):
            if unit.complex is not None:
                found.append((u, "complex " + unit.complex))
            elif unit.is_shared or len(self.columns.data.movers.get(u, ())) > 1:
                found.append((u, "unit " + unit.id))
        return found

    @cached_property
    def _of_type(self) -> Ints:
        return np.array([self.of_unit.get(int(u), -1) for u in self.columns.classes.type_first], dtype=np.int64)

    def into(self, household: int) -> dict[int, Ints]:
        """Place -> columns y that bring a household there (a class of its own where it can meet others)."""
        columns = self.columns
        own = np.unique(columns.classes.z_class[columns.z_of(household)])
        if len(own) == 0:
            return {}
        arcs = np.concatenate([columns.arcs_from(int(c)) for c in own])
        place = self._of_type[columns.classes.arc_type[arcs]]
        return {int(p): columns.z_count + arcs[place == p] for p in np.unique(place) if p >= 0}
