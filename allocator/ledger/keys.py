"""Shares of the municipalities: distribution keys, exact and normalised, and whole numbers made from them."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from allocator.domain.codes import SupportLevel
from allocator.domain.period import bounds
from allocator.domain.policy import Dimension, KeyMix
from allocator.domain.region import ALL_GROUPS
from allocator.domain.round import Round


def ledger_group(dimension: Dimension) -> str:
    """The group under which quota and postings of a dimension are kept.

    A dimension that counts only some levels of support has a ledger of its own, under its own name; otherwise
    its rows would be mixed up with those of everybody in the group.
    """
    return dimension.group if dimension.min_level is SupportLevel.NONE else dimension.name


def shares(round_: Round, dimension: Dimension) -> dict[str, Fraction]:
    """Share of each municipality of the round with a share above 0, in order of code; they sum to 1.

    Several keys are mixed convexly: each key is first normalised over the municipalities of the round, then
    taken for its part; parts are normalised too. A key without weight in this region takes no part. Empty
    when the policy names no key for the dimension.
    """
    total: dict[str, Fraction] = {}
    for mix in _mix(round_, dimension):
        for code, share in _normalised(_weights_of(round_, dimension, mix.key)).items():
            total[code] = total.get(code, Fraction(0)) + Fraction(mix.part) * share
    return _normalised(total)


def left_out(round_: Round, dimension: Dimension) -> tuple[str, ...]:
    """Municipalities of the round without a share: no balance is kept for them in this dimension."""
    taking_part = shares(round_, dimension)
    return tuple(m.code for m in round_.municipalities if m.code not in taking_part)


def weights(of: Mapping[str, Fraction]) -> dict[str, int]:
    """The whole-number weights c_m of docs/model.md 2.1: 100 / share, rounded half to even."""
    return {code: round(100 / share) for code, share in of.items()}


def quota_by_largest_remainder(total: int, of: Mapping[str, Fraction]) -> dict[str, int]:
    """Divide a regional quota in whole numbers by the largest remainder (Hamilton); equal remainders by code.

    Args:
        total: the quota of the whole region, 0 or more.
        of: weight of each municipality; only the ratio matters.

    Returns:
        A number for each municipality; the sum is exactly `total` and each is within 1 of its exact part.

    Raises:
        ValueError: when the total is negative, or nobody has a weight to divide it by.
    """
    whole = sum(of.values(), Fraction(0))
    if total < 0 or min(of.values(), default=Fraction(0)) < 0:
        raise ValueError("A quota and its weights cannot be below 0; use a revision to lower a quota.")
    if whole == 0:
        if total:
            raise ValueError("There is no municipality with a weight; give the key a weight above 0.")
        return dict.fromkeys(sorted(of), 0)
    exact = {code: total * Fraction(weight) / whole for code, weight in sorted(of.items())}
    quota = {code: floor(part) for code, part in exact.items()}
    by_remainder = sorted(exact, key=lambda code: (quota[code] - exact[code], code))
    for code in by_remainder[: total - sum(quota.values())]:
        quota[code] += 1
    return quota


def statutory_target(national: int, inhabitants: int, national_inhabitants: int) -> int:
    """Statutory housing target of one municipality in persons, rounded up (Huisvestingswet 2014, art. 28).

    The sum over municipalities is above the national number; the law wants it so, it is not repaired.
    """
    return -(-national * inhabitants // national_inhabitants)


def _mix(round_: Round, dimension: Dimension) -> tuple[KeyMix, ...]:
    """The mix of keys for the dimension's ledger group, else for its group, else for all."""
    keys = round_.policy.keys
    return next((keys[group] for group in _groups(dimension) if group in keys), ())


def _groups(dimension: Dimension) -> tuple[str, ...]:
    return ledger_group(dimension), dimension.group, ALL_GROUPS


def _weights_of(round_: Round, dimension: Dimension, key: str) -> dict[str, Fraction]:
    """Weights of one key, of one group and one reference date, over the municipalities of the round.

    The date is the newest one that is not after the first day of the period, so later figures never change a
    period that has begun. When all are later, the oldest of them: a key that came late is better than none.
    """
    codes = {m.code for m in round_.municipalities}
    start, _ = bounds(round_.period)
    for group in _groups(dimension):
        rows = [k for k in round_.keys if k.key == key and k.group == group]
        if rows:
            dates = {k.on for k in rows}
            on = max((d for d in dates if d <= start), default=min(dates))
            return {k.municipality: Fraction(k.weight) for k in rows if k.on == on and k.municipality in codes}
    return {}


def _normalised(of: Mapping[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(of.values(), Fraction(0))
    return {code: weight / whole for code, weight in sorted(of.items()) if weight > 0}
