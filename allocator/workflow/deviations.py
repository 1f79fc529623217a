"""Where people decide otherwise than proposed: never without a reason, and counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Deviation(StrEnum):
    """How a decision differs from the proposal."""

    OTHER_HOME = "other_home"
    NOT_PROPOSED = "not_proposed"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True, slots=True)
class Decided:
    """What the committee decided on one household: the home it accepted, or none; and why, when it deviates."""

    household: str
    unit: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Deviations:
    """How often a proposal was followed."""

    decided: int
    by_kind: Mapping[Deviation, int]
    by_reason: Mapping[str, int]
    unexplained: tuple[str, ...]
    """Households with a deviation that has no reason; there should be none."""

    @property
    def deviated(self) -> int:
        """Decisions that differ from the proposal."""
        return sum(self.by_kind.values())

    @property
    def part(self) -> Fraction:
        """Part of the decisions that differ; 0 when nothing was decided."""
        return Fraction(self.deviated, self.decided) if self.decided else Fraction(0)


def deviation(proposed: Mapping[str, str], household: str, unit: str | None) -> Deviation | None:
    """How a decision on a household differs from the proposal; None when it does not.

    Args:
        proposed: the home proposed to each household.
        household: on whom was decided.
        unit: the home that was accepted for it; None when the committee accepted none.
    """
    home = proposed.get(household)
    if home == unit:
        return None
    if unit is None:
        return Deviation.NOT_ACCEPTED
    return Deviation.NOT_PROPOSED if home is None else Deviation.OTHER_HOME


def count_deviations(proposed: Mapping[str, str], decisions: Iterable[Decided]) -> Deviations:
    """Count the decisions on one proposal, and those that differ from it, by kind and by reason."""
    rows = [(one, deviation(proposed, one.household, one.unit)) for one in decisions]
    differ = [(one, kind) for one, kind in rows if kind is not None]
    return Deviations(
        decided=len(rows),
        by_kind=Counter(kind for _, kind in differ),
        by_reason=Counter(one.reason for one, _ in differ if one.reason),
        unexplained=tuple(sorted(one.household for one, _ in differ if not one.reason)),
    )
