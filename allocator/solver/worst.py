"""Norm ``worst_first``: what is learnt about municipalities while the k largest are settled one after the other."""

from dataclasses import dataclass, field

from allocator.solver import objectives
from allocator.solver.objectives import Objective
from allocator.solver.reached import Reached
from allocator.solver.search import Search


@dataclass
class WorstFirst:
    """Helpers of one dimension, and the municipalities whose number placed is known for good."""

    first_column: int = 0
    rows: list[int] = field(default_factory=list)
    known: set[int] = field(default_factory=set)

    def learn(self, search: Search, one: Reached, before: int, counts: dict[str, int], first_row: int) -> None:
        """The k-th worst is known now; where only one municipality can be there, its number is fixed for good.

        When that holds for every municipality the helpers of the dimension have nothing more to say.
        """
        name, kind = one.sub.name.rsplit(".", 1)
        if one.best is None or one.lock is None:
            return
        of = objectives.shares(search.form.columns, one.sub.name, counts[name], search.upper)
        if kind == "worst-1":
            self.first_column, self.rows, self.known = int(one.aim.cols[0]), [], set()
        self.rows += [*range(first_row, first_row + len(of.weight)), one.lock.row]
        able = of.who_can_be_at(one.best - before)
        if len(able) == 1:
            position, placed = able[0]
            cols, coefs = of.members[position]
            self.known.add(position)
            if len(cols):
                search.lock(Objective(cols, coefs), placed, exact=True)
        if len(self.known) == len(of.weight) == int(kind.removeprefix("worst-")):
            search.retire(self.first_column, self.rows)
