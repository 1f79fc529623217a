"""One sub-stage after the other, each locked at what it reached: the same drive for every engine."""

from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple, Protocol

from allocator.domain.codes import StageName, Status
from allocator.domain.proposal import Placement, StageResult
from allocator.domain.round import Round
from tests.benchmarks.peers.aims import asks_of
from tests.benchmarks.peers.facts import Ints, stages_on
from tests.benchmarks.peers.linear import Aim, Linear
from tests.benchmarks.peers.pair_model import PairModel


class Impossible(Exception):
    """The constraints contradict each other: no plan exists at all."""


class Lock(NamedTuple):
    """An earlier aim may not become worse than this value, or, when exact, not change at all."""

    aim: Aim
    value: int
    exact: bool

    @property
    def least(self) -> int | None:
        return self.value if self.exact or self.aim.sense == "max" else None

    @property
    def most(self) -> int | None:
        return self.value if self.exact or self.aim.sense == "min" else None


class Outcome(NamedTuple):
    """What an engine found: columns in whole numbers (None: nothing in time), bound (None: none)."""

    solution: Ints | None
    bound: int | None


class Engine(Protocol):
    """Solves one sub-stage."""

    def __call__(self, linear: Linear, aim: Aim, locks: list[Lock], hint: Ints | None, seconds: float) -> Outcome: ...


class PeerResult(NamedTuple):
    """A peer's plan, and per sub-stage what it reached and whether that is proven."""

    placements: tuple[Placement, ...]
    stages: tuple[StageResult, ...]

    @property
    def values(self) -> tuple[int | None, ...]:
        return tuple(stage.value for stage in self.stages)

    @property
    def proven(self) -> bool:
        return all(stage.status is Status.PROVEN for stage in self.stages)


@dataclass
class _Step:
    """One sub-stage while the drive is under way."""

    aim: Aim
    tolerance: int
    first: int | None = None
    """Best value when its turn came."""
    held: int | None = None
    """The value at which it is locked now; differs from the first after a tolerance was used."""
    bound: int | None = None
    status: Status = Status.NOT_REACHED


@dataclass
class _Drive:
    model: PairModel
    engine: Engine
    until: float
    plan: Ints | None = None
    steps: list[_Step] = field(default_factory=list)
    loose: list[_Step] = field(default_factory=list)
    """Sub-stages whose tolerance may be used now."""

    def optimise(self, step: _Step) -> None:
        """Solve for one sub-stage; the plan stays as it is when time is up."""
        left = self.until - monotonic()
        if left <= 0:
            return
        locks = [
            Lock(s.aim, s.held - s.aim.sign * (s.tolerance if s in self.loose else 0), s.aim.is_count)
            for s in self.steps
            if s is not step and s.held is not None
        ]
        found = self.engine(self.model.linear, step.aim, locks, self.plan, left)
        if found.solution is None:
            return
        self.plan = found.solution
        step.held, step.bound = step.aim.measure(self.plan), found.bound
        step.first = step.held if step.first is None else step.first
        step.status = Status.PROVEN if step.bound == step.held else Status.FEASIBLE

    def stage(self, name: StageName, tolerance: int, before: list[_Step]) -> list[_Step]:
        """One stage; sub-stages of the stage before it that have a tolerance are then improved again."""
        self.loose = [s for s in before if s.tolerance and s.held is not None]
        mine: list[_Step] = []
        for ask in asks_of(self.model, name):
            aim = ask({s.aim.sub_stage: s.held or 0 for s in self.steps})
            mine.append(_Step(aim, 0 if aim.is_count else tolerance))
            self.steps.append(mine[-1])
            self.optimise(mine[-1])
        while self.loose:
            self.optimise(self.loose[0])
            self.loose = self.loose[1:]
        return mine

    def results(self) -> tuple[StageResult, ...]:
        """Per sub-stage the value of the final plan; proof holds as far as everything before is proven."""
        sure, found = True, []
        for step in self.steps:
            status = step.status
            if status is Status.PROVEN and not sure:
                status = Status.PROVEN_GIVEN
            sure = sure and status is Status.PROVEN
            value = None if self.plan is None else step.aim.measure(self.plan)
            found.append(
                StageResult(
                    stage=step.aim.stage,
                    sub_stage=step.aim.sub_stage,
                    sense=step.aim.sense,
                    value=value,
                    best=step.first,
                    bound=step.bound,
                    status=status,
                    tolerance=step.tolerance,
                )
            )
        return tuple(found)


def lexicographic(round_: Round, engine: Engine, seconds: float) -> PeerResult:
    """All sub-stages of a round on the plain pair model with one engine, within so many seconds.

    Raises:
        Impossible: when no plan exists at all.
    """
    until = monotonic() + seconds
    drive = _Drive(PairModel(round_), engine, until)
    before: list[_Step] = []
    for name, tolerance in stages_on(round_):
        before = drive.stage(name, tolerance, before)
    plan = () if drive.plan is None else drive.model.placements(drive.plan)
    return PeerResult(plan, drive.results())
