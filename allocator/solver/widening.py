"""Integer programs: first where the bound can be reached, then wherever a better plan than the best known can be."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from allocator.domain.codes import StageName
from allocator.solver.by_zone import staying, undivided
from allocator.solver.engine import Floats, Outcome
from allocator.solver.locking import at_most
from allocator.solver.pinning import ServedSets
from allocator.solver.reached import Reached, rounded
from allocator.solver.search import Search

_SIMILAR = 1.3  # a second program on so many times the columns of the first is worth trying the first


@dataclass
class Widening:
    """The best whole plan of one aim: ``best`` and its proven ``bound``; ``best`` None when there is no plan.

    ``possible`` says, when the first columns give no plan, whether the bounds that ran ahead can be met at all;
    ``settled``: no bound runs ahead of the best plan known; ``hopeless``: no plan passes the bound, though the linear
    program does.
    """

    search: Search
    one: Reached
    outcome: Outcome
    scale: float
    bound: int
    possible: Callable[[], bool]
    tell: Callable[[float], None]
    settled: bool = False
    hopeless: bool = False
    best: int | None = None
    served: ServedSets | None = None

    def run(self) -> None:
        """First near the linear program's answer, then on its optimal face, then with all columns of better plans."""
        gap = np.inf if self.hopeless else self._first_gap()
        if self.hopeless:
            if self._as_good_as_known():
                return
            self._cap()
            if self.outcome.x is None:
                return
            gap = self._gap_of_plan() if self.settled else gap
        near = self._undivided()
        if near.x is not None and self._better(near.x):
            if self._take(near) or self._all_sets():
                return
            gap = self._gap_left()
        while True:
            near_gap = self.search.near(self.outcome, gap)
            found = self.search.whole_plan(self.one.aim, *near_gap, enough=self.bound)
            if found.x is not None:
                if self._take(found) or self._all_sets() or self._proven(found, gap):
                    return
                gap = self._gap_left()
            elif self.best is not None:
                self.bound = self.best  # all columns of better plans were there
                return
            elif np.isinf(gap) or self.hopeless or not self.possible():
                return
            else:
                gap = self._gap_of_plan()

    def _cap(self) -> None:
        """No plan passes the bound: the linear program need not either."""
        search, none = self.search, np.zeros(0)
        search.extend(none, none, at_most(self.one.aim, self.bound))
        self.outcome, self.scale = search.relax(self.one.aim)

    def _as_good_as_known(self) -> bool:
        """Whether the best plan known reaches the bound."""
        plan = self.search.plan
        if self.settled and plan is not None and self.one.aim.of_plan(plan) >= self.bound:
            self.best = self.bound
        return self.best is not None

    def _undivided(self) -> Outcome:
        """Whoever the linear program does not divide stays in (or out of) his zone: small, and often as good."""
        search, x = self.search, self.outcome.x
        if x is None:
            raise ValueError("only a solved linear program says whom it divides")
        columns = search.form.columns
        return search.whole_plan(self.one.aim, *staying(columns, search.lower, search.upper, undivided(columns, x), x))

    def _better(self, x: Floats) -> bool:
        """Whether a plan is better than the best known, when that meets all bounds."""
        plan = self.search.plan
        return not self.settled or plan is None or self.one.aim.of_plan(x) > self.one.aim.of_plan(plan)

    def _take(self, found: Outcome) -> bool:
        """Keep a better plan; whether it reaches the bound."""
        if found.x is None:
            return False
        value = self.one.aim.number(rounded(self.search, found.x))
        if self.best is None or value > self.best:
            self.search.keep(found.x)
            self.best = value
            self.tell(float(self.bound - value))
        return self.best >= self.bound and self.one.sub.stage is not StageName.WAITING

    def _all_sets(self) -> bool:
        """In the waiting stage: prove the value by asking who else could be served."""
        if self.one.sub.stage is not StageName.WAITING or self.one.sub.tolerance or self.one.lock is not None:
            return False
        self.served = ServedSets.start(self.search, self.one.aim)
        if self.served is None:
            return False
        self.best = self.bound = self.served.prove(self.outcome, self.scale)
        return True

    def _first_gap(self) -> float:
        """Only columns of plans that reach the bound, unless that spares few of the columns of better plans."""
        near = max(self.outcome.value - self.bound * self.scale, 0.0)
        if not self.settled:
            return near
        wide = self._gap_of_plan()
        return wide if self._free(wide) < _SIMILAR * self._free(near) else near

    def _free(self, gap: float) -> int:
        lower, upper = self.search.near(self.outcome, gap)
        return int((upper - lower > 1e-9).sum())

    def _gap_of_plan(self) -> float:
        """How far the best plan known is from the linear program: columns beyond are in no better plan."""
        if self.search.plan is None:
            return np.inf
        return self.outcome.value - self.one.aim.of_plan(self.search.plan) * self.scale

    def _gap_left(self) -> float:
        return np.inf if self.best is None else self.outcome.value - self.best * self.scale

    def _proven(self, found: Outcome, gap: float) -> bool:
        """Whether nothing better can be outside the columns asked, or the solver stopped early."""
        if self.best is None or (found.bound <= self.best + 1.0 and self._gap_left() > gap + 1e-9):
            return False
        proven = int(np.floor(found.bound + 1e-6 + 1e-9 * abs(found.bound)))
        self.bound = max(self.best, min(self.bound, proven))
        return True
