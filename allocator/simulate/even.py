"""How even a week is: households that stand elsewhere than the fair shares say."""

from collections.abc import Iterable

from allocator import run
from allocator.domain.proposal import Placement, Solution
from allocator.domain.round import Round


def imbalance(round_: Round, plan: Iterable[Placement]) -> float:
    """Households off the fair share after a plan: half the sum of all deviations, in the policy's first dimension."""
    name = round_.policy.dimensions[0].name
    lines = run.balance(round_, Solution(placements=tuple(plan), stages=()))
    off = sum(abs(line.deviation) for line in lines if line.share and line.dimension == name)
    return round(float(off) / 2, 4)


__all__ = ["imbalance"]
