"""The lottery that leaves one plan: first who, then which home, then which pool (docs/model.md 2.3).

Interchangeable households and homes are settled inside their class without solving. Who is placed is asked about many
at once ("can any of these still be placed?"), and about halves only where the answer is yes. Homes and pools are given
to as many at once as whole numbers can tell apart: what the first gets weighs more than all that those after it get.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from allocator.solver import aims
from allocator.solver.asking import Asking, urge
from allocator.solver.columns import RowBuilder
from allocator.solver.engine import Floats, Ints
from allocator.solver.objectives import Objective
from allocator.solver.packing import Item, first_pools
from allocator.solver.search import Search
from allocator.solver.support import demand

_AT_ONCE = 2**20
"""Ways to give homes that are told apart in one program: the product of how many options each may have."""

Option = tuple[int, int, int, int]
"""Rank of a home in the draw, the unit, the column z and the arc that lead to it."""


@dataclass
class Lottery:
    """Fixes, in draw order, placed households, their homes and their pools on a settled search."""

    search: Search
    home: dict[int, int] = field(default_factory=dict)
    pool: dict[tuple[int, int], int] = field(default_factory=dict)
    _units: dict[int, list[int]] = field(default_factory=dict)
    _arcs: list[Ints] = field(default_factory=list)
    _taken_arc: dict[int, int] = field(default_factory=dict)
    _taken_unit: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asking = Asking(self.search)
        data = self.search.form.data
        ranks = aims.ranks(data.round)
        ids = [h.id for h in data.round.households]
        self.order = sorted(range(len(ids)), key=lambda h: ranks.household[ids[h]])
        self.pool_rank = [ranks.pool[p.id] for p in data.round.support]
        self.unit_rank = np.array([ranks.unit[u.id] for u in data.round.units], dtype=np.int64)

    def draw(self) -> None:
        """Settle everything; afterwards ``home`` and ``pool`` say who goes where."""
        self._who()
        self._homes()
        self._pools()

    # ------------------------------------------------------------ who

    def _who(self) -> None:
        """In draw order: placed if any equal plan places the household."""
        columns, search = self.search.form.columns, self.search
        free = {h: z[search.upper[z] > 0.5] for h in self.order if len(z := columns.z_of(h))}
        open_ = [h for h in self.order if len(free.get(h, ())) and search.lower[free[h]].sum() < 0.5]
        if open_:
            self._settle_who(open_, free)

    def _settle_who(self, line: list[int], free: dict[int, Ints]) -> None:
        """Households in draw order, all before them settled: asks about many at once, then about halves."""
        out = [h for h in line if self.asking.plan[free[h]].sum() < 0.5]
        if out and not self.asking.any_of(np.concatenate([free[h] for h in out]), _urges([free[h] for h in out])):
            self.asking.fix(np.concatenate([free[h] for h in out]), 0.0, 0.0)
            out_now = set(out)
            line, out = [h for h in line if h not in out_now], []
        if not out or len(line) == 1:
            for h in line:
                self._keep_placed(free[h])
            return
        half = len(line) // 2
        self._settle_who(line[:half], free)
        self._settle_who(line[half:], free)

    def _keep_placed(self, free: Ints) -> None:
        if len(free) == 1:
            self.asking.fix(free, 1.0, 1.0)
        else:
            self.search.lock(Objective(free, np.ones(len(free))), 1)

    # ------------------------------------------------------------ which home

    def _homes(self) -> None:
        """In draw order: the first home of the draw that an equal plan can give."""
        classes = self.search.form.classes
        for u in sorted(np.flatnonzero(classes.type_of >= 0), key=lambda u: self.unit_rank[u]):
            self._units.setdefault(int(classes.type_of[u]), []).append(int(u))
        self._arcs = _arcs_by_class(classes.arc_class, len(classes.class_size))
        placed = [h for h in self.order if self.asking.plan[self.search.form.columns.z_of(h)].sum() > 0.5]
        while placed:
            some = self._told_apart(placed)
            if any(len(options) > 1 for options in some.values()):
                self._first_homes(list(some.values()))
            self._take({h: next(o for o in options if self._has(o)) for h, options in some.items()})
            placed = placed[len(some) :]

    def _told_apart(self, line: list[int]) -> dict[int, list[Option]]:
        """Households first in line that one program can tell apart, with their options.

        No two of one class, nor with an option among the same several homes: what one gets must not hang on another.
        """
        classes = self.search.form.classes
        found: dict[int, list[Option]] = {}
        ways, seen = 1, set[tuple[str, int]]()
        for h in line:
            options = self._options(self._open_zones(h))
            kinds = {int(classes.arc_type[arc]) for *_, arc in options}
            own = {("type", kind) for kind in kinds if len(self._units[kind]) > 1}
            own |= {("class", int(classes.arc_class[arc])) for *_, arc in options}
            ways *= len(options)
            if found and (ways > _AT_ONCE or own & seen):
                break
            seen |= own
            found[h] = options
        return found

    def _first_homes(self, lines: list[list[Option]]) -> None:
        """Find a plan in which the first gets the first of its options that it can have, then the next, and so on."""
        places = [{option[1]: at for at, option in enumerate(options)} for options in lines]
        weights = [math.prod(len(later) for later in lines[i + 1 :]) for i in range(len(lines))]

        def counted(plan: Floats) -> int:
            got = (next(o for o in options if self._has(o, plan)) for options in lines)
            return -sum(w * place[o[1]] for w, place, o in zip(weights, places, got, strict=True))

        cols = self._columns(lines)
        cost = np.concatenate([w * np.arange(len(options)) for w, options in zip(weights, lines, strict=True)])
        self.asking.best(Objective(cols, -cost.astype(float), counted=counted))

    def _columns(self, lines: list[list[Option]]) -> Ints:
        """Columns that say which option each has: of its class where it is alone in it, else new ones."""
        search, count = self.search, self.search.form.columns.z_count
        first = fresh = len(search.lower)
        build, cols = RowBuilder(), []
        for options in lines:
            arcs = np.array([arc for *_, arc in options])
            if np.all(search.form.classes.class_size[search.form.classes.arc_class[arcs]] == 1):
                cols.append(count + arcs)
                continue
            own = np.arange(fresh, fresh + len(options))
            fresh += len(options)
            cols.append(own)
            build.add(own, 1.0, 1.0, 1.0, ("lot",))
            for column, (_, _, zone_column, arc) in zip(own, options, strict=True):
                taken = float(self._taken_arc.get(arc, 0))
                build.add(np.array([column, count + arc]), np.array([1.0, -1.0]), -np.inf, -taken, ("lot",))
                build.add(np.array([column, zone_column]), np.array([1.0, -1.0]), -np.inf, 0.0, ("lot",))
        search.extend(np.zeros(fresh - first), np.ones(fresh - first), build.rows())
        return np.concatenate(cols)

    def _has(self, option: Option, plan: Floats | None = None) -> bool:
        """Whether a plan (the best known) has somebody, not yet settled, who takes this option."""
        _, _, zone_column, arc = option
        given = self.asking.plan if plan is None else plan
        there = given[self.search.form.columns.z_count + arc] > self._taken_arc.get(arc, 0) + 0.5
        return bool(there and given[zone_column] > 0.5)

    def _open_zones(self, h: int) -> Ints:
        z = self.search.form.columns.z_of(h)
        return z[self.search.upper[z] > 0.5]

    def _count(self, arc: int) -> None:
        kind = int(self.search.form.classes.arc_type[arc])
        self._taken_arc[arc] = self._taken_arc.get(arc, 0) + 1
        self._taken_unit[kind] = self._taken_unit.get(kind, 0) + 1

    def _options(self, z: Ints) -> list[Option]:
        """(rank of the first unit left, unit, z column, arc) for every home type still open, best first."""
        form = self.search.form
        found = []
        for column in z:
            for arc in self._arcs[int(form.classes.z_class[column])]:
                if self.search.upper[form.columns.z_count + arc] < 0.5:
                    continue
                kind = int(form.classes.arc_type[arc])
                units = self._units[kind]
                at = 0 if len(units) == 1 else self._taken_unit.get(kind, 0)
                if at < len(units):
                    found.append((int(self.unit_rank[units[at]]), units[at], int(column), int(arc)))
        return sorted(found)

    def _take(self, options: dict[int, Option]) -> None:
        """Settle the homes of some households."""
        lower, upper = self.search.lower.copy(), self.search.upper.copy()
        for h, (_, unit, zone_column, arc) in options.items():
            self.home[h] = unit
            self._count(arc)
            y = self.search.form.columns.z_count + arc
            upper[self.search.form.columns.z_of(h)] = 0.0
            lower[zone_column], upper[zone_column] = 1.0, 1.0
            lower[y] = max(lower[y], float(self._taken_arc[arc]))
        self.search.narrow(lower, upper)

    # ------------------------------------------------------------ which pool

    def _pools(self) -> None:
        """In draw order and need by need: the first pool of the draw that leaves room for all."""
        data = self.search.form.data
        needs, items = [], []
        for h in (h for h in self.order if h in self.home):
            municipality = int(data.unit_municipality[self.home[h]])
            for choice in data.needs_of.get(h, ()):
                pools = tuple(sorted(choice.pools[municipality], key=lambda p: self.pool_rank[p]))
                amounts = tuple(demand(choice.need, data.round.support[p], data.round) for p in pools)
                needs.append((h, choice.position))
                items.append(Item(h, pools, amounts))
        self.pool = dict(zip(needs, first_pools(data, items), strict=True))


def _urges(parts: list[Ints]) -> Floats:
    return np.repeat([urge(place) for place in range(len(parts))], [len(part) for part in parts])


def _arcs_by_class(arc_class: Ints, count: int) -> list[Ints]:
    order = np.argsort(arc_class, kind="stable")
    starts = np.searchsorted(arc_class[order], np.arange(count + 1))
    return [order[starts[c] : starts[c + 1]] for c in range(count)]
