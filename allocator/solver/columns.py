"""The columns of the formulation, with the questions that constraints and aims ask of them."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from allocator.solver.candidates import Candidates, Ints
from allocator.solver.classes import Classes
from allocator.solver.engine import Floats, Rows
from allocator.solver.shares import Shares


class RowBuilder:
    """Collects constraints one by one; ``name`` says what a constraint is, for contradictions."""

    def __init__(self) -> None:
        self._row: list[Ints] = []
        self._col: list[Ints] = []
        self._coef: list[Floats] = []
        self._lower: list[float] = []
        self._upper: list[float] = []
        self.names: list[tuple[str, ...]] = []

    def add(self, cols: Ints, coefs: Floats | float, lower: float, upper: float, name: tuple[str, ...]) -> None:
        """One constraint: lower <= sum coef x col <= upper. A column may occur more than once."""
        cols = np.asarray(cols, dtype=np.int64)
        values: Floats = np.broadcast_to(np.asarray(coefs, dtype=np.float64), cols.shape)
        if len(set(cols.tolist())) != len(cols):
            cols, inverse = np.unique(cols, return_inverse=True)
            values = np.bincount(inverse, weights=values).astype(np.float64)
        self._row.append(np.full(len(cols), len(self._lower), dtype=np.int64))
        self._col.append(cols)
        self._coef.append(values)
        self._lower.append(lower)
        self._upper.append(upper)
        self.names.append(name)

    def add_block(
        self, row: Ints, col: Ints, coef: Floats, lower: Floats, upper: Floats, names: list[tuple[str, ...]]
    ) -> None:
        """Many constraints at once; ``row`` counts from 0 within the block."""
        self._row.append(row + len(self._lower))
        self._col.append(col)
        self._coef.append(coef)
        self._lower.extend(lower.tolist())
        self._upper.extend(upper.tolist())
        self.names.extend(names)

    def rows(self) -> Rows:
        """All constraints so far."""
        if not self._row:
            none = np.zeros(0)
            return Rows(none.astype(np.int64), none.astype(np.int64), none, none, none)
        return Rows(
            np.concatenate(self._row),
            np.concatenate(self._col),
            np.concatenate(self._coef),
            np.array(self._lower),
            np.array(self._upper),
        )


@dataclass(frozen=True)
class DemandClass:
    """Needs that pools cannot tell apart; ``columns`` say how many each pool serves.

    ``members`` are (household, position of the need, municipality where it is met); ``amounts`` what one of them
    takes of each pool.
    """

    members: tuple[tuple[int, int, int], ...]
    pools: tuple[int, ...]
    amounts: tuple[int, ...]
    columns: tuple[int, ...]
    z: Ints


@dataclass
class Columns:
    """z (household in zone), y (class to type), p (demand class to pool), then helpers.

    ``lower``/``upper`` grow as helpers are added; all columns are whole numbers. ``whole_pools``: pools (by position)
    that divided needs were found to make nothing of. ``room_row``: (types,) the constraint of each home type's room
    (-1: none); ``alike``: (types,) marks of home types, the same while nothing told them apart.
    """

    data: Candidates
    classes: Classes
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    demand: list[DemandClass] = field(default_factory=list)
    shares: dict[tuple[str, int], Shares] = field(default_factory=dict)
    weights: dict[str, Floats] = field(default_factory=dict)
    whole_pools: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        classes, data = self.classes, self.data
        self.z_count = len(classes.z_household)
        self.arc_count = len(classes.arc_class)
        most = np.minimum(classes.class_size[classes.arc_class], self.type_capacity()[classes.arc_type])
        self.room_row = np.full(len(classes.type_first), -1)
        rooms = 2 * data.zone[classes.type_first] + data.counts_persons[classes.type_first]
        _, self.alike = np.unique(rooms, return_inverse=True)
        self.lower = [0.0] * (self.z_count + self.arc_count)
        self.upper = [1.0] * self.z_count + most.astype(float).tolist()
        self.z_municipality = np.array([data.zones[z][0] for z in classes.z_zone], dtype=np.int64)
        self.z_home = np.array([data.zones[z][1] for z in classes.z_zone], dtype=bool)
        self.z_share = np.array([data.zones[z][2] for z in classes.z_zone], dtype=bool)
        self._demand_z: list[Ints] = []
        self._demand_row: list[Ints] = []
        self._pool_cols: list[Ints] = []
        self._pool_row: list[Ints] = []
        self._z_order = np.argsort(classes.z_household, kind="stable")
        bounds = np.arange(len(data.round.households) + 1)
        self._z_start = np.searchsorted(classes.z_household[self._z_order], bounds)
        self._from_order = np.argsort(classes.arc_class, kind="stable")
        self._from_start = np.searchsorted(classes.arc_class[self._from_order], np.arange(len(classes.class_size) + 1))
        self._arc_order = np.argsort(classes.arc_type, kind="stable")
        types = np.arange(len(classes.type_size) + 1)
        self._arc_start = np.searchsorted(classes.arc_type[self._arc_order], types)

    @property
    def count(self) -> int:
        """Number of columns so far."""
        return len(self.lower)

    def type_capacity(self) -> Ints:
        """Most households a type can take, also when all its movers leave."""
        data, classes = self.data, self.classes
        total = np.zeros(len(classes.type_size), dtype=np.int64)
        used = np.flatnonzero(classes.type_of >= 0)
        per_unit = data.base.copy()
        for u, movers in data.movers.items():
            per_unit[u] += sum(data.freed(h) for h in movers)
        np.add.at(total, classes.type_of[used], per_unit[used])
        return total

    def z_of(self, household: int) -> Ints:
        """Columns z of a household; their sum says whether it is placed."""
        return self._z_order[self._z_start[household] : self._z_start[household + 1]]

    def some_arcs(self) -> NDArray[np.bool_]:
        """(columns,) Two columns y out of each class, so that together they go everywhere, and all of pinned pairs."""
        classes, data = self.classes, self.data
        rank = np.empty(self.arc_count, dtype=np.int64)
        rank[self._from_order] = np.arange(self.arc_count) - self._from_start[classes.arc_class[self._from_order]]
        most = np.diff(self._from_start)[classes.arc_class]
        some = np.zeros(self.count, dtype=bool)
        pinned = data.pinned[classes.class_first[classes.arc_class], classes.type_first[classes.arc_type]]
        some[self.z_count : self.z_count + self.arc_count] = ((rank - classes.arc_class) % most < 2) | pinned
        return some

    def arcs_from(self, label: int) -> Ints:
        """Columns y out of a class (without the offset of z)."""
        return self._from_order[self._from_start[label] : self._from_start[label + 1]]

    def arcs_into(self, kind: int) -> NDArray[np.int64]:
        """Columns y into a type (without the offset of z)."""
        return self._arc_order[self._arc_start[kind] : self._arc_start[kind + 1]]

    def y_into_unit(self, unit: int) -> Ints:
        """Columns y into the type of a unit that is a type of its own."""
        kind = int(self.classes.type_of[unit])
        return self.z_count + self.arcs_into(kind) if kind >= 0 else np.zeros(0, dtype=np.int64)

    def household_of_arc(self, columns: Ints) -> Ints:
        """A household of the class of each y column (its first; all are alike)."""
        return self.classes.class_first[self.classes.arc_class[columns - self.z_count]]

    def implied(self, lower: Floats, upper: Floats) -> Floats:
        """Upper bounds that follow from bounds of z: nobody left in a class, nobody left to support."""
        classes, z = self.classes, slice(0, self.z_count)
        tight = upper.copy()
        households = len(self.data.round.households)
        placed = np.bincount(classes.z_household, weights=lower[z], minlength=households) > 0.5
        tight[z] = np.where(placed[classes.z_household], np.minimum(upper[z], lower[z]), upper[z])
        left = np.bincount(classes.z_class, weights=tight[z], minlength=len(classes.class_size))
        y = slice(self.z_count, self.z_count + self.arc_count)
        tight[y] = np.minimum(upper[y], left[classes.arc_class])
        if self.demand:
            demand_z, demand_row, pool_cols, pool_row = self._of_demand
            present = np.bincount(demand_row, weights=tight[demand_z], minlength=len(self.demand))
            tight[pool_cols] = np.minimum(upper[pool_cols], present[pool_row])
        return np.asarray(np.maximum(tight, lower))

    @cached_property
    def _of_demand(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Columns z and their demand classes, columns p and theirs; asked only when all classes are there."""
        parts = (self._demand_z, self._demand_row, self._pool_cols, self._pool_row)
        a, b, c, d = (np.concatenate(part) for part in parts)
        return a, b, c, d

    def add_demand(self, one: DemandClass) -> None:
        """Remember a demand class."""
        row = len(self.demand)
        self.demand.append(one)
        self._demand_z.append(one.z)
        self._demand_row.append(np.full(len(one.z), row))
        self._pool_cols.append(np.array(one.columns, dtype=np.int64))
        self._pool_row.append(np.full(len(one.columns), row))

    def new(self, upper: float, lower: float = 0.0) -> int:
        """Add a helper column; gives its index."""
        self.lower.append(lower)
        self.upper.append(upper)
        return self.count - 1
