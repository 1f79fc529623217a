"""Whom a home would fit, of those who wait now: counts, and the rules that keep most of them out."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from allocator import rules
from allocator.actions.parts.freezing import Names, freeze
from allocator.domain.base import Sensitivity
from allocator.domain.codes import UnitStatus
from allocator.domain.policy import Policy
from allocator.domain.unit import Unit
from allocator.store import Work

COARSE = 5
"""Counts of people leave the committee in fives: from two homes that differ a little nobody learns of one person."""
MANY = (0.5, 0.2)
"""Parts of the households of which a rule refuses most, or some; what refuses fewer does not make a home hard."""


@dataclass(frozen=True)
class Hard:
    """A rule that keeps many out: most of the households that wait, or some."""

    rule: str
    title: str
    most: bool


@dataclass(frozen=True)
class Fit:
    """How many households that wait now a home fits: exactly for the committee, else in fives."""

    households: int | None
    """None: fewer than five."""
    exact: bool
    hard: tuple[Hard, ...]


def fit(work: Work, policy: Policy, on: date, unit: Unit, *, exact: bool) -> Fit:
    """Judge a home as if it were free, against everybody on the list who has no placement under way.

    Args:
        work: the transaction.
        policy: in force.
        on: the day.
        unit: the home, which need not be kept.
        exact: for the committee; others read counts in fives, and no rule on what is special about people.

    Raises:
        InputProblems: when what is kept contradicts itself.
    """
    free = unit.model_copy(update={"status": UnitStatus.FREE, "places": max(1, unit.places)})
    frozen = freeze(work, Names("fit", on, str(on.year), ""), policy)
    others = tuple(one for one in frozen.units if one.id != unit.id)
    round_ = frozen.model_copy(update={"units": (*others, free)})
    found = rules.judge(round_)
    column = found.u_index[unit.id]
    count = int(np.count_nonzero(found.allowed[:, column]))
    known = count if exact else (count // COARSE * COARSE or None)
    return Fit(known, exact, _hard(found.by_rule_unit[column], len(round_.households), exact=exact))


def _hard(refused: "np.ndarray[tuple[int], np.dtype[np.int32]]", people: int, *, exact: bool) -> tuple[Hard, ...]:
    most, some = (max(COARSE, part * people) for part in MANY)
    rows = sorted(enumerate(refused.tolist()), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        Hard(rule.code, rule.title, count >= most)
        for rule, count in ((rules.CATALOGUE[index], count) for index, count in rows if count >= some)
        if exact or rule.sensitivity.rank <= Sensitivity.PERSONAL.rank
    )
