"""Whom a home would fit, of those who wait now."""

from datetime import date

from allocator.actions.parts.freezing import Names, freeze
from allocator.domain.policy import Policy
from allocator.domain.unit import Unit
from allocator.store import Work
from allocator.whatif import fitting
from allocator.whatif.fitting import Fit as Fit


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
    return fitting.fit(freeze(work, Names("fit", on, str(on.year), ""), policy), unit, exact=exact)
