"""What a sub-stage reached while the stages run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from allocator.domain.codes import StageName
from allocator.solver.aims import SubStage
from allocator.solver.engine import Floats, Outcome
from allocator.solver.locking import Lock
from allocator.solver.objectives import Objective
from allocator.solver.search import Search

Progress = Callable[[str, float, float | None], None]
"""Called with the sub-stage, seconds since the start, and the gap so far in its own unit (None: not known)."""


class Infeasible(Exception):
    """No plan keeps all pins."""


@dataclass
class Reached:
    """What a sub-stage reached, in its own unit."""

    sub: SubStage
    objective: Objective | None = None
    lock: Lock | None = None
    best: int | None = None
    bound: int | None = None
    alone: int | None = None
    made_after: int = 0
    settled: bool = False

    @property
    def aim(self) -> Objective:
        """The objective; it is made before anything is asked of it."""
        if self.objective is None:
            raise RuntimeError(f"{self.sub.name} has no objective yet")
        return self.objective

    @property
    def level(self) -> int:
        """The objective that it is locked at."""
        if self.lock is None:
            raise RuntimeError(f"{self.sub.name} is not locked")
        return self.lock.level

    @property
    def slack(self) -> int:
        """Tolerance in the objective's own unit."""
        return self.sub.tolerance // abs(self.aim.factor)

    def worse(self, value: int, than: int) -> int:
        """How much worse a value is than another; negative: better."""
        return than - value if self.sub.sense == "max" else value - than

    def correct(self, value: int, *, doubtful: bool) -> None:
        """Say what the plan itself reaches, where numbers too large to be exact promised something else.

        ``doubtful``: the bounds contradicted each other, so one that the plan passes is worth nothing.
        """
        if self.best is None or self.bound is None:
            return
        if doubtful and self.worse(value, self.bound) < 0:
            self.best = self.bound = None
        elif self.worse(value, self.best) > self.sub.tolerance:
            self.best = value

    @property
    def at_once(self) -> bool:
        """Whether it is settled before the next is asked: mostly no whole plan reaches the bound."""
        dense = self.sub.stage in (StageName.WAITING, StageName.SUITABILITY)
        return dense or self.sub.tolerance > 0 or ".worst-" in self.sub.name

    @property
    def title(self) -> str:
        """The sub-stage as progress shows it."""
        stage, name = self.sub.stage.value, self.sub.name
        return stage if name == stage else f"{stage} {name}"


class Watch(Protocol):
    """Looks on while the stages run; what it raises ends them."""

    def asked(self, one: Reached, bound: int, /) -> int:
        """Before a sub-stage is settled; ``bound``: no plan has a larger objective. Gives it back, or a sharper one."""

    def going_back(self) -> None:
        """When no plan meets all bounds that ran ahead."""

    def settled(self) -> None:
        """Whenever a whole plan reaches all that is locked."""


def rounded(search: Search, x: Floats) -> Floats:
    """A plan with its whole columns exactly whole."""
    return np.where(search.integer, np.round(x), x)


def found_whole(search: Search, aim: Objective, outcome: Outcome, bound: int, *, known: bool) -> bool:
    """Whether the plan of the linear program reaches a bound, or the best plan where that is ``known`` to be lawful."""
    if known and search.plan is not None and aim.of_plan(search.plan) >= bound:
        return True
    if outcome.x is None or not search.whole(outcome.x) or aim.number(rounded(search, outcome.x)) < bound:
        return False
    search.keep(outcome.x)
    return True
