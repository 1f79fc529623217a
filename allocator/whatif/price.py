"""The price of balance: what each step of balance costs in placements, waiting and suitability, point by point proven.

The curve goes through the family of policies of ``allocator.whatif.family``. For each aim in turn there is a segment:
balance comes just before that aim and may give up a tolerance for it, from nothing up to all that the aim can use.
So within a segment the aim is as good as it can be at that much balance, and balance as good as it can be at that
much of the aim (the lexicographic epsilon-constraint method). The widest gap in balance is halved first, so a small
budget gives an even picture, and a budget that is not used up means that the family has no other point.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from allocator.domain.codes import StageName
from allocator.domain.policy import Dimension
from allocator.domain.round import Round
from allocator.solver import aims
from allocator.whatif.comparison import Comparison
from allocator.whatif.family import Dial, Named, dial_of
from allocator.whatif.sweep import Maker, Point, Told, undominated

POINTS = 12
"""Points that are asked for when nobody says how many."""
MOST = 60
"""More points than this say nothing more to people."""
RESOLUTION = 10_000
"""Points of a segment that are less than this part of it apart in balance count as one; solvers count with doubles."""


class NoBalance(Exception):
    """There is nothing to draw: no municipality of the round has a share in any dimension."""


@dataclass(frozen=True)
class Curve:
    """The points, strictest first; ``complete``: the family has no others that are further apart than RESOLUTION.

    ``current`` is the policy as it stands, which may be off the curve.
    """

    round: Round
    dimension: Dimension
    points: tuple[Point, ...]
    current: Point
    complete: bool

    def named(self, name: Named) -> Point:
        """The point with a name."""
        if name is Named.CURRENT:
            return self.current
        return next(point for point in self.points if name in point.names)

    @property
    def on_curve(self) -> bool:
        """Whether the policy as it stands is a point of the curve: no other point is better in balance and aims."""
        return any(Named.CURRENT in point.names for point in self.points)

    @property
    def shown(self) -> tuple[Point, ...]:
        """The points, and the policy as it stands where it is not one of them."""
        return self.points if self.on_curve else (*self.points, self.current)

    @property
    def sub_stage(self) -> str:
        """The sub-stage that measures balance along the curve."""
        return aims.norm_sub_stages(self.round, self.dimension)[0]

    def balance(self, point: Point) -> int:
        """How uneven the plan of a point is, in the unit of the norm; less is better."""
        return point.value(StageName.BALANCE, self.sub_stage)

    def evenness(self, point: Point) -> tuple[int, ...]:
        """All values of the norm at a point, as the policy takes them; less is better."""
        names = aims.norm_sub_stages(self.round, self.dimension)
        return tuple(point.value(StageName.BALANCE, name) for name in names)

    def against_current(self, point: Point) -> Comparison:
        """Who gains and who loses at a point, held against the policy as it stands."""
        return Comparison(self.current.basis, point.basis)


def price(
    round_: Round,
    *,
    points: int = POINTS,
    time_limit: float | None = None,
    told: Told | None = None,
    wanted: Callable[[], None] | None = None,
) -> Curve:
    """The curve of a round.

    Args:
        round_: the frozen inputs, with the policy that is in force.
        points: how many plans to make at most; the corners of the family and the policy in force always are.
        time_limit: seconds for each plan.
        told: told after each plan.
        wanted: asked before each program that is solved; what it raises ends the search.

    Raises:
        NoBalance: when no municipality of the round has a share.
        allocator.solver.optimum.Contradiction: when no plan keeps all pins.
    """
    dimension = next((d for d in round_.policy.dimensions if aims.norm_sub_stages(round_, d)), None)
    if dimension is None:
        raise NoBalance
    maker = Maker(round_, dimension, max(points, 2), time_limit, told, wanted)
    corners = _corners(maker)
    here = dial_of(round_.policy)
    current = next((point for point in corners if point.dial == here), None) or maker.current()
    found, complete = _fill(maker, corners)
    corners[0] = replace(corners[0], names=(Named.STRICT,))
    corners[-1] = replace(corners[-1], names=(*corners[-1].names, Named.LOOSE))
    current = replace(current, names=(Named.CURRENT,))
    best = undominated([*corners, *found, current], maker.whole)
    curve = Curve(round_, dimension, best, current, complete)
    return replace(curve, points=tuple(sorted(best, key=curve.evenness)))


def _corners(maker: Maker) -> list[Point]:
    """Balance before each of the aims, and after all of them; those that are equal to the loosest are left out."""
    last = len(maker.order)
    strict = maker.at(Dial(0))
    if last == 0:
        return [strict]
    loose = maker.at(Dial(last))
    found = [strict]
    for position in range(1, last):
        if found[-1].values == loose.values:
            break  # balance costs the aims nothing from here on
        found.append(maker.at(Dial(position)))
    if len(found) > 1 and found[-1].values == loose.values:
        found.pop()
    return [*found, loose]


# ------------------------------------------------------------------------------------------------ between the corners


@dataclass(frozen=True)
class _Gap:
    """Tolerances in one segment of which the answer is not known yet; whether to ask for the largest, or halfway."""

    position: int
    low: int
    high: int
    step: int
    from_top: bool = False

    @property
    def width(self) -> int:
        """How far balance is apart at the two ends."""
        return self.high - self.low + 1

    @property
    def asks(self) -> int:
        """The tolerance to ask for."""
        return self.high if self.from_top else (self.low + self.high) // 2

    def rest(self, used: int) -> list["_Gap"]:
        """What is left when the answer uses so much: it is the answer from there up to what was asked."""
        below = replace(self, high=used - self.step, from_top=False)
        above = replace(self, low=self.asks + 1, from_top=True)
        return [gap for gap in (below, above) if gap.low <= gap.high]


def _fill(maker: Maker, corners: list[Point]) -> tuple[list[Point], bool]:
    """Proven points within the segments, the widest gap in balance first; whether nothing is left to find."""
    found: list[Point] = []
    missed = False
    gaps = [gap for low, high in pairwise(corners) if (gap := _segment(low, high)) is not None]
    while gaps and maker.made < maker.budget:
        gap = max(gaps, key=lambda one: (one.width, -one.position, -one.low))
        gaps.remove(gap)
        point = maker.at(Dial(gap.position, gap.asks))
        if point.proven:
            found.append(point)
            gaps += gap.rest(max(point.used, gap.low - 1))
        else:
            missed = True
    return found, not gaps and not missed and all(point.proven for point in corners)


def _segment(low: Point, high: Point) -> _Gap | None:
    """All tolerances of balance before one aim, between none and what the next corner uses."""
    best = {r.sub_stage: r.best for r in low.basis.solution.stages if r.stage is StageName.BALANCE and r.sense == "min"}
    used = [high.value(StageName.BALANCE, name) - value for name, value in best.items() if value is not None]
    most = max(used, default=0)  # at what it uses the answer is the next corner itself
    step = max(1, most // RESOLUTION)
    return _Gap(low.dial.position, 1, most - step, step) if low.dial is not None and most > step else None
