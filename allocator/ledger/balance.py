"""What a round should place in each municipality for an even share, and how a plan compares with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from allocator.domain.codes import LedgerKind
from allocator.domain.policy import Dimension
from allocator.domain.proposal import BalanceLine
from allocator.domain.region import Posting
from allocator.domain.round import Round
from allocator.ledger.keys import ledger_group, shares
from allocator.ledger.standing import ZERO, Standing, balance_after, carry_over, progress, quotas, standing


def with_quota(round_: Round, dimension: Dimension, placed_in_plan: int) -> dict[str, Standing]:
    """Standing of every municipality of the round, with the quota that the plan is held against.

    Without any quota it is share x (placed in the period so far + placed in this plan): what each would have
    had to do of what was done.
    """
    found = standing(round_, dimension)
    given = quotas(round_, dimension)
    if given is None:
        done = sum((s.so_far for s in found.values()), ZERO) + placed_in_plan
        of = shares(round_, dimension)
        given = {code: of.get(code, ZERO) * done for code in found}
    return {code: replace(s, quota=given[code]) for code, s in found.items()}


def targets(round_: Round, dimension: Dimension, placed_in_plan: int) -> dict[str, Fraction]:
    """What this plan should place in each municipality with a share, exact, before rounding.

    carried - excused + (quota + transfers + revisions) x elapsed - realised - committed. Without any quota
    the whole of what was done counts, so nothing is multiplied by the elapsed part.

    Args:
        round_: the round; its ledger, keys, period and date are read.
        dimension: the dimension of balance.
        placed_in_plan: weight placed by the plan in all municipalities (`NAME.count`, fixed before).
    """
    taking_part = shares(round_, dimension)
    return {
        code: target for code, target in _all_targets(round_, dimension, placed_in_plan).items() if code in taking_part
    }


def targets_hundredths(round_: Round, dimension: Dimension, placed_in_plan: int) -> dict[str, int]:
    """The targets T_m of docs/model.md 2.1: in hundredths, rounded half to even."""
    return {code: round(100 * target) for code, target in targets(round_, dimension, placed_in_plan).items()}


def balance_lines(round_: Round, placed: Mapping[str, Mapping[str, int]]) -> tuple[BalanceLine, ...]:
    """Fair share of every municipality in every dimension of the policy, after a plan.

    On each line quota (with transfers and revisions) + carried (less what was excused) - realised - committed
    - placed = after. A municipality without a share has share 0; no aim holds it against its target.

    Args:
        round_: the round.
        placed: per dimension name and municipality the weight that the plan places there.
    """
    return tuple(
        line
        for dimension in round_.policy.dimensions
        for line in _lines(round_, dimension, placed.get(dimension.name, {}))
    )


def close_period(
    round_: Round, dimension: Dimension, period: str, on: date, starts: Mapping[str, Fraction] | None = None
) -> tuple[Posting, ...]:
    """The carry-over postings with which the next period begins, from the balance of the round's period.

    Args:
        round_: the last round of the period that ends.
        dimension: the dimension of balance; tells whether decay and cap hold.
        period: the next period.
        on: date of the postings.
        starts: agreed start balance of municipalities that are new or merged; nothing is computed for these.
    """
    terms, agreed = round_.policy.carry_over, starts or {}
    carried = {
        code: carry_over(s.balance, terms, statutory=dimension.statutory, start=agreed.get(code))
        for code, s in with_quota(round_, dimension, 0).items()
    }
    return tuple(
        Posting(
            period=period,
            municipality=code,
            group=ledger_group(dimension),
            kind=LedgerKind.CARRY_OVER,
            amount=_in_hundredths(amount),
            unit=dimension.unit,
            on=on,
            note=f"from {round_.period}",
        )
        for code, amount in carried.items()
        if amount
    )


def _all_targets(round_: Round, dimension: Dimension, placed_in_plan: int) -> dict[str, Fraction]:
    no_quota = quotas(round_, dimension) is None
    part = Fraction(1) if no_quota else progress(round_.period, round_.as_of)
    return {code: s.due(part) for code, s in with_quota(round_, dimension, placed_in_plan).items()}


def _lines(round_: Round, dimension: Dimension, placed: Mapping[str, int]) -> list[BalanceLine]:
    count = sum(placed.values())
    of = shares(round_, dimension)
    aims = _all_targets(round_, dimension, count)
    lines = []
    for code, found in with_quota(round_, dimension, count).items():
        here = placed.get(code, 0)
        target = Fraction(round(100 * aims[code]), 100)
        lines.append(
            BalanceLine(
                dimension=dimension.name,
                municipality=code,
                group=ledger_group(dimension),
                unit=dimension.unit,
                share=of.get(code, ZERO),
                quota=found.task,
                carried=found.brought,
                realised=found.realised,
                committed=found.committed,
                placed=here,
                target=target,
                after=balance_after(found, here),
                deviation=here - target,
            )
        )
    return lines


def _in_hundredths(amount: Fraction) -> Decimal:
    """A posting is a decimal number; a part such as a third is kept to the nearest hundredth."""
    return Decimal(round(100 * amount)) / 100
