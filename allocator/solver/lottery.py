"""The lottery that leaves one plan: first who, then which home, then which pool (docs/model.md 2.3).

Interchangeable households and homes are settled inside their class without solving; what is left is fixed
one at a time, and only where the best plan known does not already answer the question.
"""

from dataclasses import dataclass, field

import numpy as np

from allocator.solver import aims
from allocator.solver.engine import Floats
from allocator.solver.objectives import Objective
from allocator.solver.search import Search


@dataclass
class Lottery:
    """Fixes, in draw order, placed households, their homes and their pools on a settled search."""

    search: Search
    home: dict[int, int] = field(default_factory=dict)
    pool: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        data = self.search.form.data
        ranks = aims.ranks(data.round)
        ids = [h.id for h in data.round.households]
        self.order = sorted(range(len(ids)), key=lambda h: ranks.household[ids[h]])
        self.unit_rank = np.array([ranks.unit[u.id] for u in data.round.units], dtype=np.int64)
        self.pool_rank = [ranks.pool[p.id] for p in data.round.support]

    @property
    def plan(self) -> Floats:
        """The best plan known."""
        assert self.search.plan is not None
        return self.search.plan

    def draw(self) -> None:
        """Settle everything; afterwards ``home`` and ``pool`` say who goes where."""
        self._who()
        self._homes()
        self._pools()

    # ------------------------------------------------------------ asking

    def _possible(self, cols: np.ndarray, lower: Floats, *, at_least: float) -> bool:
        """Whether a plan exists with sum(cols) >= at_least and these columns raised to ``lower``; keeps it."""
        search = self.search
        objective = Objective(cols, np.ones(len(cols)))
        if np.any(search.upper[cols] < lower - 1e-9):
            return False
        saved = search.lower[cols].copy()
        search.relaxation.bounds(cols, np.maximum(saved, lower), search.upper[cols])
        try:
            outcome, _ = search.relax(objective)
        finally:
            search.relaxation.bounds(cols, saved, search.upper[cols])
        if outcome.x is None or outcome.value < at_least - 1e-6:
            return False
        if search.whole(outcome.x):
            search.keep(outcome.x)
            return True
        raised = search.lower.copy()
        raised[cols] = np.maximum(saved, lower)
        found = search.whole_plan(objective, raised, search.upper)
        if found.x is None or found.value < at_least - 1e-6:
            return False
        search.keep(found.x)
        return True

    def _fix(self, cols: np.ndarray, lower: Floats | float, upper: Floats | float) -> None:
        new_lower, new_upper = self.search.lower.copy(), self.search.upper.copy()
        new_lower[cols], new_upper[cols] = lower, upper
        self.search.narrow(new_lower, new_upper)

    # ------------------------------------------------------------ who

    def _who(self) -> None:
        """In draw order: placed if any equal plan places the household."""
        columns = self.search.form.columns
        for h in self.order:
            z = columns.z_of(h)
            free = z[self.search.upper[z] > 0.5]
            if len(free) == 0 or self.search.lower[free].sum() > 0.5:
                continue
            if self.plan[free].sum() > 0.5 or self._possible(free, self.search.lower[free], at_least=1.0):
                self._keep_placed(free)
            else:
                self._fix(free, 0.0, 0.0)

    def _keep_placed(self, free: np.ndarray) -> None:
        if len(free) == 1:
            self._fix(free, 1.0, 1.0)
        else:
            self.search.lock(Objective(free, np.ones(len(free))), 1)

    # ------------------------------------------------------------ which home

    def _homes(self) -> None:
        """In draw order: the first home of the draw that an equal plan can give."""
        form = self.search.form
        classes = form.classes
        units_of: dict[int, list[int]] = {}
        for u in sorted(np.flatnonzero(classes.type_of >= 0), key=lambda u: self.unit_rank[u]):
            units_of.setdefault(int(classes.type_of[u]), []).append(int(u))
        arcs_of = _arcs_by_class(classes.arc_class, len(classes.class_size))
        taken_arc: dict[int, int] = {}
        taken_unit: dict[int, int] = {}
        for h in self.order:
            z = form.columns.z_of(h)
            z = z[self.search.upper[z] > 0.5]
            if self.plan[z].sum() < 0.5:
                continue
            options = self._options(z, arcs_of, units_of, taken_unit)
            for _, unit, zone_column, arc in options:
                if self._can_have(zone_column, arc, taken_arc):
                    taken_arc[arc] = taken_arc.get(arc, 0) + 1
                    kind = int(classes.arc_type[arc])
                    taken_unit[kind] = taken_unit.get(kind, 0) + 1
                    self.home[h] = unit
                    self._settle_home(z, zone_column, arc, taken_arc[arc])
                    break

    def _options(
        self, z: np.ndarray, arcs_of: list[np.ndarray], units_of: dict[int, list[int]], taken: dict[int, int]
    ) -> list[tuple[int, int, int, int]]:
        """(rank of the first unit left, unit, z column, arc) for every home type still open, best first."""
        form = self.search.form
        found = []
        for column in z:
            for arc in arcs_of[int(form.classes.z_class[column])]:
                if self.search.upper[form.columns.z_count + arc] < 0.5:
                    continue
                kind = int(form.classes.arc_type[arc])
                units = units_of[kind]
                at = 0 if len(units) == 1 else taken.get(kind, 0)
                if at < len(units):
                    found.append((int(self.unit_rank[units[at]]), units[at], int(column), int(arc)))
        return sorted(found)

    def _can_have(self, zone_column: int, arc: int, taken: dict[int, int]) -> bool:
        y = self.search.form.columns.z_count + arc
        wanted = taken.get(arc, 0) + 1
        if self.plan[zone_column] > 0.5 and self.plan[y] > wanted - 0.5:
            return True
        cols = np.array(sorted({zone_column, y}), dtype=np.int64)
        lower = np.where(cols == y, float(wanted), 1.0)
        return self._possible(cols, lower, at_least=1.0 + wanted)

    def _settle_home(self, z: np.ndarray, zone_column: int, arc: int, count: int) -> None:
        y = self.search.form.columns.z_count + arc
        lower, upper = self.search.lower.copy(), self.search.upper.copy()
        upper[z], lower[zone_column], upper[zone_column] = 0.0, 1.0, 1.0
        lower[y] = max(lower[y], float(count))
        self.search.narrow(lower, upper)

    # ------------------------------------------------------------ which pool

    def _pools(self) -> None:
        """In draw order and need by need: the first pool of the draw that an equal plan can give."""
        data = self.search.form.data
        by_need: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
        for column, h, municipality, position, pool in self.search.form.columns.pool_of:
            by_need.setdefault((h, municipality, position), []).append((pool, column))
        for h in self.order:
            if h not in self.home:
                continue
            municipality = int(data.unit_municipality[self.home[h]])
            for choice in data.needs_of.get(h, ()):
                options = by_need.get((h, municipality, choice.position))
                if options is None:
                    self.pool[h, choice.position] = choice.pools[municipality][0]
                    continue
                self.pool[h, choice.position] = self._first_pool(options)

    def _first_pool(self, options: list[tuple[int, int]]) -> int:
        ordered = sorted(options, key=lambda option: self.pool_rank[option[0]])
        for pool, column in ordered:
            if self.search.upper[column] < 0.5:
                continue
            cols = np.array([column], dtype=np.int64)
            if self.plan[column] > 0.5 or self._possible(cols, np.ones(1), at_least=1.0):
                self._fix(cols, 1.0, 1.0)
                return pool
            self._fix(cols, 0.0, 0.0)
        raise AssertionError("a placed household lost its pool")


def _arcs_by_class(arc_class: np.ndarray, count: int) -> list[np.ndarray]:
    order = np.argsort(arc_class, kind="stable")
    starts = np.searchsorted(arc_class[order], np.arange(count + 1))
    return [order[starts[c] : starts[c + 1]] for c in range(count)]
