"""Where a municipality ends when it goes on as it did so far: the pace of the period, drawn on to its last day."""

from dataclasses import dataclass
from fractions import Fraction

from allocator.ledger.standing import Standing

LEAST = Fraction(1, 12)
"""Part of a period before which its pace says nothing: half a month of a half-year."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will be done by the end of the period, and what will then still be owed; negative is ahead."""

    done: Fraction
    left: Fraction


def forecast(now: Standing, part: Fraction) -> Forecast | None:
    """The end of the period at the pace of so far.

    Args:
        now: how somebody stands.
        part: of the period that is over, 0 to 1.

    Returns:
        What is expected; None while too little of the period is over. At the end of it: what is.
    """
    if part < LEAST:
        return None
    done = now.so_far / part
    return Forecast(done, now.task + now.brought - done)
