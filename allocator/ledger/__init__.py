"""The fair-share ledger: keys, quotas, postings and balance. Pure and exact: fractions, never floats."""

from allocator.ledger.balance import balance_lines, close_period, targets, targets_hundredths, with_quota
from allocator.ledger.keys import (
    ledger_group,
    left_out,
    quota_by_largest_remainder,
    shares,
    statutory_target,
    weights,
)
from allocator.ledger.standing import (
    Standing,
    add_up,
    balance_after,
    carry_over,
    postings_of,
    progress,
    quotas,
    reverse,
    standing,
)

__all__ = [
    "Standing",
    "add_up",
    "balance_after",
    "balance_lines",
    "carry_over",
    "close_period",
    "ledger_group",
    "left_out",
    "postings_of",
    "progress",
    "quota_by_largest_remainder",
    "quotas",
    "reverse",
    "shares",
    "standing",
    "statutory_target",
    "targets",
    "targets_hundredths",
    "weights",
    "with_quota",
]
