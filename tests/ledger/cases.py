"""Small rounds about fair share only: no households, no homes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.policy import Amounts, Dimension, KeyMix, Label, Policy
from allocator.domain.region import KeyWeight, Municipality, Posting
from allocator.domain.round import Round

A, B, C, D = "GM9001", "GM9002", "GM9003", "GM9004"
HALF_YEAR = "2026-H2"
MIDWAY = date(2026, 9, 30)

AMOUNTS = Amounts(
    year=2026,
    daeb_income_single=1,
    daeb_income_multi=1,
    daeb_rent_limit=1,
    fit_income_single=1,
    fit_income_multi=1,
    fit_income_single_elderly=1,
    fit_income_multi_elderly=1,
    cap_low=1,
    cap_high=1,
    quality_limit=1,
    pension_age=67,
)


def exactly(*amounts: int) -> tuple[Fraction, ...]:
    """Whole numbers as the ledger gives them."""
    return tuple(map(Fraction, amounts))


def weight(municipality: str, amount: int | str, **changes: Any) -> KeyWeight:
    row: dict[str, Any] = {
        "key": "inhabitants",
        "group": "all",
        "municipality": municipality,
        "weight": Decimal(amount),
        "on": date(2026, 1, 1),
        "source": "made up",
    }
    return KeyWeight(**row | changes)


def post(kind: str, municipality: str, amount: int | str, **changes: Any) -> Posting:
    row: dict[str, Any] = {
        "period": HALF_YEAR,
        "municipality": municipality,
        "group": "all",
        "kind": LedgerKind(kind),
        "amount": Decimal(amount),
        "unit": CountUnit.HOUSEHOLDS,
        "on": date(2026, 7, 1),
    }
    return Posting(**row | changes)


def region(
    weights: Mapping[str, int],
    *postings: Posting,
    dimension: Dimension | None = None,
    policy: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Round:
    """A round in which each municipality has a weight in one key."""
    rules: dict[str, Any] = {
        "name": "made up",
        "version": "1",
        "valid_from": date(2026, 1, 1),
        "amounts": AMOUNTS,
        "urgency": (Label(code="u1", nl="dringend", en="urgent"),),
        "dimensions": (dimension or Dimension(name="all"),),
        "keys": {"all": (KeyMix(key="inhabitants"),)},
    }
    facts: dict[str, Any] = {
        "round_id": "r1",
        "as_of": MIDWAY,
        "period": HALF_YEAR,
        "policy": Policy(**rules | dict(policy or {})),
        "households": (),
        "units": (),
        "ledger": postings,
        "municipalities": tuple(Municipality(code=code, name=code) for code in weights),
        "keys": tuple(weight(code, amount) for code, amount in weights.items()),
    }
    return Round(**facts | changes)
