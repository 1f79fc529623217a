"""Where people decide otherwise than proposed: never without a reason, and counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from allocator.locale import N_


class Deviation(StrEnum):
    """How a decision differs from the proposal."""

    OTHER_HOME = "other_home"
    NOT_PROPOSED = "not_proposed"
    NOT_ACCEPTED = "not_accepted"


DEVIATION_NAMES: dict[Deviation, str] = {
    Deviation.OTHER_HOME: N_("another home than was proposed"),
    Deviation.NOT_PROPOSED: N_("a home where none was proposed"),
    Deviation.NOT_ACCEPTED: N_("no home although one was proposed"),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What the committee decided on one proposed placement: how that differs from the proposal, and why."""

    deviation: Deviation | None
    reason: str | None = None
    """Its code; None where it is not told to everybody."""


@dataclass(frozen=True, slots=True)
class Deviations:
    """How often a proposal was followed."""

    decided: int
    by_kind: Mapping[Deviation, int]
    by_reason: Mapping[str, int]
    """Reasons that everybody may read; the others are in the files of those whom they concern."""

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


def count_deviations(decisions: Iterable[Decided]) -> Deviations:
    """Count decisions of the committee, and those that differ from the proposal, by kind and by reason."""
    rows = list(decisions)
    return Deviations(
        decided=len(rows),
        by_kind=Counter(one.deviation for one in rows if one.deviation),
        by_reason=Counter(one.reason for one in rows if one.deviation and one.reason),
    )
