"""How even a plan is, as the policy's norm counts it, and in households (or people) as people read it."""

from fractions import Fraction
from math import isqrt

from allocator import ledger
from allocator.domain.codes import Norm
from allocator.domain.policy import Dimension
from allocator.domain.proposal import BalanceLine, Solution
from allocator.domain.round import Round
from allocator.run import balance
from allocator.solver import aims
from allocator.whatif.family import under


def first_dimension(round_: Round) -> Dimension | None:
    """The first dimension of balance in which a municipality of the round has a share."""
    return next((d for d in round_.policy.dimensions if aims.norm_sub_stages(round_, d)), None)


def unevenness(round_: Round, dimension: Dimension, solution: Solution) -> tuple[int, ...]:
    """Values of the norm's sub-stages in a plan (docs/model.md 2.1); less is better."""
    placed = aims.placed_weight(dimension, aims.pairs_of(round_, solution.placements))
    targets = ledger.targets_hundredths(round_, dimension, placed.total())
    weights = aims.balance_weights(round_, dimension)
    shortfall = {code: targets[code] - 100 * placed[code] for code in weights}
    return tuple(aims.norm_values(round_.policy.norm_of(dimension), weights, shortfall))


def distance(round_: Round, dimension: Dimension, value: int) -> Fraction:
    """The first value of the norm in households or people, in hundredths (rounded down); it orders plans as the norm.

    ``even``: how far a municipality typically is from its fair share (the root of the weighted mean square; small
    ones weigh more). ``total``: all deviations together. ``worst_first``: what the region as a whole would be
    behind, if it were as far behind as the municipality that is furthest.
    """
    match round_.policy.norm_of(dimension):
        case Norm.EVEN:
            return Fraction(isqrt(value // sum(aims.balance_weights(round_, dimension).values())), 100)
        case Norm.WORST_FIRST:
            return Fraction(value // 100, 100)
        case Norm.TOTAL:
            return Fraction(value, 100)


def nearer(before: tuple[Round, Solution], after: tuple[Round, Solution]) -> Fraction | None:
    """How much nearer the second plan is to the fair share than the first, by ``distance``; None without shares.

    In households or people of the first dimension; negative: farther away.
    """
    dimension = first_dimension(before[0])
    if dimension is None:
        return None
    one, other = (
        distance(round_, dimension, unevenness(round_, dimension, plan)[0]) for round_, plan in (before, after)
    )
    return one - other


def lines(round_: Round, dimension: Dimension, solution: Solution) -> tuple[BalanceLine, ...]:
    """The fair share of each municipality that has one, with what a plan adds, in one dimension."""
    policy = round_.policy.model_copy(update={"dimensions": (dimension,)})
    return tuple(line for line in balance(under(round_, policy), solution) if line.share)
