"""The ledger follows a placement: accepted or offered is committed, signed is realised, what falls is reversed."""

from collections.abc import Container, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.region import Posting
from allocator.domain.workflow import State
from allocator.ledger.weight import Counted


class Position(StrEnum):
    """How a placement stands in the ledger."""

    NONE = "none"
    COMMITTED = "committed"
    REALISED = "realised"


_REALISED = frozenset({State.LEASE_SIGNED, State.MOVED_IN, State.SUPPORT_STARTED, State.ENDED})
_NONE = frozenset({State.PROPOSED, State.REFUSED, State.WITHDRAWN, State.EXPIRED})
_KINDS = {Position.COMMITTED: LedgerKind.COMMITTED, Position.REALISED: LedgerKind.PLACED}


def position(state: State) -> Position:
    """How a state counts. Who left again was housed all the same, so that stays realised."""
    if state in _NONE:
        return Position.NONE
    return Position.REALISED if state in _REALISED else Position.COMMITTED


def postings_of_step(
    before: State,
    after: State,
    counted: Iterable[Counted],
    *,
    on: date,
    period: str,
    counted_in: str | None = None,
    closed: Container[str] = (),
    note: str = "",
) -> tuple[Posting, ...]:
    """The postings that a step of a placement causes; none when it counts as it did.

    Args:
        before: the state it leaves.
        after: the state it comes into.
        counted: what the placement weighs, as it was worked out when it was accepted.
        on: the day.
        period: the period in which it counts from now on.
        counted_in: the period in which it counted until now; by default the same one.
        closed: periods that do not change any more: what was realised in one and falls is corrected in ``period``.
        note: short, no personal data.

    Raises:
        ValueError: when the period in which it should count is closed.
    """
    old, new = position(before), position(after)
    if old is new:
        return ()
    if period in closed:
        raise ValueError(f"Period {period} is closed; a placement counts in the one that is open.")
    taken_back, where = _KINDS.get(old), counted_in or period
    if taken_back is LedgerKind.PLACED and where in closed:
        taken_back, where = LedgerKind.CORRECTION, period
    moves = [(taken_back, -1, where), (_KINDS.get(new), 1, period)]
    rows = ((one, kind, sign * one.amount, place) for one in counted for kind, sign, place in moves if kind)
    return tuple(_posting(*row, on, note) for row in rows)


def move_commitments(counted: Iterable[Counted], *, from_period: str, to_period: str, on: date) -> tuple[Posting, ...]:
    """Take what is committed and not yet signed along into the next period, before the old one is closed.

    So the balance that is carried over rests on what was realised, and signing counts where it happens.

    Args:
        counted: of every placement that is committed in the old period.
        from_period: the period that ends.
        to_period: the next one; from now on the placements count there.
        on: the last day of the old period, so that the round of that day, from which it is closed, sees it.
    """
    sums: dict[tuple[str, str, CountUnit], Decimal] = {}
    for one in counted:
        key = (one.municipality, one.group, one.unit)
        sums[key] = sums.get(key, Decimal(0)) + one.amount
    rows = [
        Counted(municipality=code, group=group, unit=unit, amount=amount)
        for (code, group, unit), amount in sorted(sums.items())
    ]
    return tuple(
        _posting(one, LedgerKind.COMMITTED, sign * one.amount, period, on, f"from {from_period} to {to_period}")
        for one in rows
        for sign, period in ((-1, from_period), (1, to_period))
    )


def _posting(one: Counted, kind: LedgerKind, amount: Decimal, period: str, on: date, note: str) -> Posting:
    return Posting(
        period=period,
        municipality=one.municipality,
        group=one.group,
        kind=kind,
        amount=amount,
        unit=one.unit,
        on=on,
        note=note,
    )
