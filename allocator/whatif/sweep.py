"""Points of the price of balance: one policy, one proven plan each, and which of them no other one beats."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from allocator import rules
from allocator.domain.codes import StageName
from allocator.domain.policy import Dimension, Policy
from allocator.domain.proposal import Placement
from allocator.domain.round import Round
from allocator.run import Rejected
from allocator.solver import aims, optimum
from allocator.solver.verify import verify
from allocator.whatif.again import Basis
from allocator.whatif.comparison import served
from allocator.whatif.family import Dial, Named, aims_of, member, under

Told = Callable[[int, int], None]
"""Told how many points are solved, and how many there will be at most."""


@dataclass(frozen=True)
class Point:
    """One policy of the family with its plan; ``dial`` None: the policy as it stands is no member of the family."""

    dial: Dial | None
    policy: Policy
    basis: Basis
    values: aims.Values
    """Every aim counted in this plan, also those that its policy has switched off."""
    names: tuple[Named, ...] = ()

    def value(self, stage: StageName, sub_stage: str | None = None) -> int:
        """What the plan reaches; a stage with one sub-stage needs no name."""
        return self.values[stage, sub_stage or stage.value]

    @property
    def proven(self) -> bool:
        """Whether every aim of its plan is proven."""
        return self.basis.solution.proven

    @property
    def used(self) -> int:
        """What balance gives up in this plan against its best, in the sub-stage where that is most."""
        given = [
            (r.value or 0) - r.best
            for r in self.basis.solution.stages
            if r.stage is StageName.BALANCE and r.sense == "min" and r.best is not None
        ]
        return max(given, default=0)

    @property
    def placed(self) -> int:
        """Households that are served."""
        return len(served(self.basis))


@dataclass
class Maker:
    """Makes points: the rules are judged once, and each search begins with the plan of the point before."""

    round: Round
    dimension: Dimension
    budget: int
    time_limit: float | None = None
    told: Told | None = None
    wanted: Callable[[], None] | None = None
    made: int = 0
    _start: tuple[Placement, ...] = ()

    @cached_property
    def order(self) -> tuple[StageName, ...]:
        """The aims of the family, in order."""
        return aims_of(self.round.policy)

    @cached_property
    def whole(self) -> Round:
        """The round under the loosest member, in which every aim counts: the common yardstick."""
        return under(self.round, member(self.round.policy, self.dimension, Dial(len(self.order))))

    @cached_property
    def _judgement(self) -> rules.Judgement:
        return rules.judge(self.round)

    def at(self, dial: Dial) -> Point:
        """The plan of a member of the family."""
        return self._point(dial, member(self.round.policy, self.dimension, dial))

    def current(self) -> Point:
        """The plan of the policy as it stands."""
        return self._point(None, self.round.policy)

    def _point(self, dial: Dial | None, policy: Policy) -> Point:
        round_ = under(self.round, policy)
        solution = optimum.solve(
            round_, time_limit=self.time_limit, wanted=self.wanted, judgement=self._judgement, start=self._start
        )
        if violations := verify(round_, solution):
            raise Rejected(violations)
        self._start = solution.placements
        self.made += 1
        if self.told is not None:
            self.told(self.made, max(self.budget, self.made))
        values = aims.stage_values(self.whole, solution.placements, self._points)
        return Point(dial, policy, Basis(round_, solution), values)

    @cached_property
    def _points(self) -> aims.Points:
        found = self._judgement
        return lambda h, u: int(found.points[found.h_index[h.id], found.u_index[u.id]])


# ------------------------------------------------------------------------------------------------ better and worse


def undominated(points: Iterable[Point], whole: Round) -> tuple[Point, ...]:
    """Points that no other one beats, strictest first; of equal ones the first, with the names of all.

    One beats another when it is at least as good in balance and in the other aims, each aim by aim in their order (the
    first that differs decides), and not equal.
    """
    found: list[Point] = []
    for point in sorted(points, key=_strictest_first):
        same = next((n for n, other in enumerate(found) if other.values == point.values), None)
        if same is None:
            found.append(point)
        else:
            names = tuple(dict.fromkeys((*found[same].names, *point.names)))
            found[same] = replace(found[same], names=names)
    ranked = [(point, _vector(point, whole, even=False), _vector(point, whole, even=True)) for point in found]
    return tuple(
        point
        for point, own, even in ranked
        if not any(other >= own and more >= even and (other, more) != (own, even) for _, other, more in ranked)
    )


def _strictest_first(point: Point) -> tuple[bool, Dial]:
    return point.dial is None, point.dial or Dial(0)


def _vector(point: Point, whole: Round, *, even: bool) -> tuple[int, ...]:
    """What a plan reaches in balance (how many are placed, and how evenly) or in the other aims; more is better."""
    subs = [sub for sub in aims.sub_stages(whole) if sub.stage is not StageName.LOTTERY]
    mine = [sub for sub in subs if (sub.stage is StageName.BALANCE) is even]
    values = ((point.values[sub.stage, sub.name], sub.sense) for sub in mine)
    return tuple(value if sense == "max" else -value for value, sense in values)
