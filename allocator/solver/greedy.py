"""A plan at once, for when there is no time: most urgent first, longest waiting first, each the first home that fits,
in the municipality it comes from if there is one.

It proves nothing. Whatever it adds keeps every constraint of the formulation, so what it gives is always lawful.
"""

from dataclasses import dataclass, field

import numpy as np

from allocator.domain.codes import StageName
from allocator.solver.columns import DemandClass
from allocator.solver.engine import Floats
from allocator.solver.formulation import Formulation
from allocator.solver.objectives import simple

_EPS = 1e-6


def greedy_plan(form: Formulation, start: Floats) -> Floats:
    """Adds households in order to a lawful plan (the pins); gives the whole plan as columns."""
    growing = _Growing(form, start.copy())
    data = form.data
    placed = set(form.classes.z_household[start[: form.columns.z_count] > 0.5].tolist())
    order = sorted(range(len(data.days)), key=lambda h: (int(data.urgency[h]), -int(data.days[h]), h))
    for h in order:
        if h not in placed:
            growing.place(h)
    return growing.plan


@dataclass
class _Growing:
    """A lawful plan and what it takes of each constraint."""

    form: Formulation
    plan: Floats
    _full: set[int] = field(default_factory=set)
    _demand: dict[tuple[int, int, int], DemandClass] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows, columns = self.form.rows, self.form.columns
        self.taken = np.bincount(rows.row, weights=rows.coef * self.plan[rows.col], minlength=rows.count).tolist()
        self.lower, self.upper = (rows.lower - _EPS).tolist(), (rows.upper + _EPS).tolist()
        by_column = np.argsort(rows.col, kind="stable")
        self._row, self._coef = rows.row[by_column], rows.coef[by_column]
        self._begin = np.searchsorted(rows.col[by_column], np.arange(len(self.plan) + 1))
        for one in columns.demand:
            self._demand |= dict.fromkeys(one.members, one)
        self._starts = _starts(self.form)
        self._own = np.zeros(columns.count, dtype=bool)
        self._own[simple(columns, StageName.ORIGIN, StageName.ORIGIN.value).cols] = True
        self._room = [name[0] == "unit" for name in self.form.names]

    def place(self, household: int) -> bool:
        """Place a household where it fits, in a home before a shelter, where it comes from first; whether it could."""
        columns = self.form.columns
        zones = columns.z_of(household)
        for z in sorted(zones.tolist(), key=lambda z: (not columns.z_home[z], not self._own[z])):
            for arc in columns.arcs_from(int(self.form.classes.z_class[z])):
                y, kind = columns.z_count + int(arc), int(self.form.classes.arc_type[arc])
                if kind in self._full or self.plan[y] + 1.0 > self.form.upper[y]:
                    continue
                if self._add(household, z, y):
                    return True
                if self._is_full(y):
                    self._full.add(kind)  # a smaller household might still fit; there is no time to look
        return False

    def _is_full(self, y: int) -> bool:
        """Whether the homes behind a column have no place left."""
        more = self._more([y])
        return any(self._room[row] and self.taken[row] + more[row] > self.upper[row] for row in more)

    def _add(self, household: int, z: int, y: int) -> bool:
        cols = [z, y]
        municipality = int(self.form.columns.z_municipality[z])
        for choice in self.form.data.needs_of.get(household, ()):
            one = self._demand.get((household, choice.position, municipality))
            if one is None:  # a provider that moves along takes nothing
                continue
            ways = ([*cols, *self._with_start(p, cols)] for p in one.columns)
            cols = next((way for way in ways if self._fits(way)), [])
            if not cols:
                return False
        if not self._fits(cols, whole=True):
            return False
        for row, more in self._more(cols).items():
            self.taken[row] += more
        np.add.at(self.plan, cols, 1.0)  # two needs may take the same column
        return True

    def _with_start(self, p: int, cols: list[int]) -> list[int]:
        """A column of a pool, with the one that counts the household there, where there is such a one."""
        starts = self._starts.get(p)
        return [p] if starts is None or starts in cols or self.plan[starts] > 0.5 else [p, starts]

    def _more(self, cols: list[int]) -> dict[int, float]:
        found: dict[int, float] = {}
        for c in cols:
            span = slice(self._begin[c], self._begin[c + 1])
            for row, coef in zip(self._row[span].tolist(), self._coef[span].tolist(), strict=True):
                found[row] = found.get(row, 0.0) + coef
        return found

    def _fits(self, cols: list[int], *, whole: bool = False) -> bool:
        """Whether the plan with one more of each column keeps all limits; ``whole``: also all equalities."""
        for row, more in self._more(cols).items():
            taken = self.taken[row] + more
            if not whole and self.upper[row] - self.lower[row] < 3 * _EPS:
                continue
            if not self.lower[row] <= taken <= self.upper[row]:
                return False
        return True


def _starts(form: Formulation) -> dict[int, int]:
    """Column of a pool -> the column that counts its household as started there."""
    rows = form.rows
    start = np.array([name[0] == "start" for name in form.names], dtype=bool)
    inside = start[rows.row]
    pool: dict[int, int] = {}
    starts: dict[int, int] = {}
    for row, col, coef in zip(rows.row[inside].tolist(), rows.col[inside].tolist(), rows.coef[inside], strict=True):
        (pool if coef > 0 else starts)[row] = col
    return {p: starts[row] for row, p in pool.items()}
