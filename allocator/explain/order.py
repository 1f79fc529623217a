"""At which aim an exchange makes the plan worse: the first one, in the order in which the aims were taken.

An exchange is between two households for one home, so most aims change by what the two count for: the balance
between municipalities stays the same as long as both weigh the same in a dimension.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.domain.codes import StageName
from allocator.domain.policy import Stage
from allocator.explain.causes import OF_STAGE, Cause
from allocator.explain.state import Ints, State
from allocator.solver import aims


@dataclass(frozen=True)
class Step:
    """One aim as it was taken; ``floors`` per sub-stage: worse than the best by its tolerance still counts as best."""

    stage: StageName
    floors: dict[str, int] | None


@dataclass(frozen=True)
class Order:
    """Compares the plan with the plan after one exchange."""

    state: State

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The aims in order; one with a tolerance stands twice: loosely before the next aim, exactly after it."""
        found: list[Step] = []
        before: Stage | None = None
        for stage in aims.stages_on(self.state.round):
            found.append(Step(stage.name, self._floors(stage) if stage.tolerance else None))
            if before is not None and before.tolerance:
                found.append(Step(before.name, None))
            before = stage
        return tuple(found)

    def _floors(self, stage: Stage) -> dict[str, int]:
        if stage.name is StageName.BALANCE:
            return {}  # the numbers placed give nothing up, and the rest does not change by an exchange
        reached = {r.sub_stage: r.best for r in self.state.solution.stages if r.stage is stage.name}
        floors = {}
        for sub in aims.sub_stages(self.state.round):
            if sub.stage is stage.name:
                best = reached.get(sub.name)
                floors[sub.name] = (self.values[sub.stage, sub.name] if best is None else best) - stage.tolerance
        return floors

    @cached_property
    def values(self) -> aims.Values:
        """Value of each sub-stage in the plan."""
        return aims.stage_values(
            self.state.round, self.state.solution.placements, aims.judged_points(self.state.context)
        )

    def causes(self, u: int, holder: int, rows: Ints) -> Ints:
        """For each household the first aim that is worse when it takes the holder's place, as a Cause.

        JOINT where the exchange is better: then only the whole plan tells (or the plan is not proven best).
        """
        found = np.zeros(len(rows), dtype=np.int64)
        for stage, _, gain in self._compared(u, holder, rows):
            open_ = found == Cause.NONE
            found[open_ & (gain < 0)] = OF_STAGE[stage]
            found[open_ & (gain > 0)] = Cause.JOINT
            if not open_.any():
                break
        return found

    def first_worse(self, u: int, holder: int, h: int) -> str | None:
        """Name of the first sub-stage that is worse when one household takes the holder's place."""
        rows = np.array([h], dtype=np.int64)
        changed = (name for _, name, gain in self._compared(u, holder, rows) if gain[0] != 0)
        return next(changed, None)

    def _compared(self, u: int, holder: int, rows: Ints) -> Iterator[tuple[StageName, str, Ints]]:
        """Per sub-stage, in order, what it gains by the exchange and may not lose; the draw comes last."""
        for step in self.steps:
            for name, gain in self._gains(step.stage, u, holder, rows):
                if step.floors is not None and name in step.floors:
                    value, floor = self.values[step.stage, name], step.floors[name]
                    gain = np.minimum(value + gain, floor) - min(value, floor)
                yield step.stage, name, gain
        yield StageName.LOTTERY, "lottery", np.sign(self.state.rank[holder] - self.state.rank[rows])

    def _gains(self, stage: StageName, u: int, holder: int, rows: Ints) -> Iterator[tuple[str, Ints]]:
        """What each sub-stage gains by the exchange, for each household; positive is better."""
        s = self.state
        served = int(s.served[u])
        match stage:
            case StageName.URGENCY:
                for k, code in enumerate(s.round.policy.urgency_codes):
                    yield code, served * ((s.urgency[rows] == k).astype(np.int64) - int(s.urgency[holder] == k))
            case StageName.ORIGIN:
                own = s.own[:, s.municipality[u]]
                yield "origin", served * (own[rows].astype(np.int64) - int(own[holder]))
            case StageName.BALANCE:
                counts = served * int(s.round.units[u].counts_for_share)
                for dimension, weight in zip(s.round.policy.dimensions, s.weights, strict=True):
                    yield f"{dimension.name}.{aims.COUNT}", counts * (weight[rows] - weight[holder])
            case StageName.WAITING:
                yield "waiting", served * (s.waiting[rows] - s.waiting[holder])
            case StageName.SUITABILITY:
                points = s.judgement.points[:, u].astype(np.int64)
                yield "suitability", points[rows] - points[holder]
            case StageName.STABILITY:
                yield "stability", (s.previous[rows] == u).astype(np.int64) - int(s.previous[holder] == u)
            case StageName.LOTTERY:
                return  # one comes and one goes: the number of placements stays; the draw is compared last
