"""The lottery that leaves one plan: first who, then which home, then which pool (docs/model.md 2.3).

Interchangeable households and homes are settled inside their class without solving. Who is placed is asked about many
at once ("can any of these still be placed?"), and about halves only where the answer is yes. Homes and pools are given
to as many at once as whole numbers can tell apart: what the first gets weighs more than all that those after it get.
"""

from dataclasses import dataclass, field

import numpy as np

from allocator.solver import aims
from allocator.solver.asking import Asking, urge
from allocator.solver.columns import RowBuilder
from allocator.solver.engine import Floats, Ints
from allocator.solver.lottery_homes import HomesDrawn
from allocator.solver.packing import Item, first_pools
from allocator.solver.search import Search
from allocator.solver.support import demand


@dataclass
class Lottery:
    """Fixes, in draw order, placed households, their homes and their pools on a settled search."""

    search: Search
    home: dict[int, int] = field(default_factory=dict)
    pool: dict[tuple[int, int], int] = field(default_factory=dict)

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
            self._keep_placed([free[h] for h in line])
            return
        half = len(line) // 2
        self._settle_who(line[:half], free)
        self._settle_who(line[half:], free)

    def _keep_placed(self, ways: list[Ints]) -> None:
        """Each of these households stays placed, in one of its ways."""
        alone = np.array([cols[0] for cols in ways if len(cols) == 1], dtype=np.int64)
        self.asking.fix(alone, 1.0, 1.0)
        several = [cols for cols in ways if len(cols) > 1]
        if several:
            build, none = RowBuilder(), np.zeros(0)
            for cols in several:
                build.add(cols, 1.0, 1.0, np.inf, ("placed",))
            self.search.extend(none, none, build.rows())

    # ------------------------------------------------------------ which home

    def _homes(self) -> None:
        """In draw order: the first home of the draw that an equal plan can give."""
        columns = self.search.form.columns
        drawn = HomesDrawn(self.asking, self.unit_rank)
        drawn.draw([h for h in self.order if self.asking.plan[columns.z_of(h)].sum() > 0.5])
        self.home = drawn.home

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
