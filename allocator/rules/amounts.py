"""National amounts by calendar year, read from ``amounts.toml``: value, source, and whether it was verified."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from allocator.domain.policy import Amounts

_NOT_MONEY = frozenset({"pension_age"})


class NoAmountsError(LookupError):
    """The parameter file has no amounts for a year."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One national amount.

    Attributes:
        name: attribute of ``Amounts``.
        value: euros (a year for incomes, a month for rents), or years for an age.
        source: where it was read.
        verified: False when it comes from memory or was read in part.
        note: what a reader must know about it; may be empty.
    """

    name: str
    value: Decimal
    source: str
    verified: bool
    note: str = ""

    @property
    def is_money(self) -> bool:
        """Whether the value is in euros."""
        return self.name not in _NOT_MONEY

    @property
    def whole(self) -> int:
        """The value as ``Amounts`` keeps it: cents, or years.

        Raises:
            ValueError: when the file gives parts of a cent or of a year.
        """
        number = self.value * 100 if self.is_money else self.value
        if number != int(number):
            raise ValueError(f"{self.name}: {self.value} is not a whole number of cents (or years).")
        return int(number)


@cache
def _file() -> dict[int, tuple[Amount, ...]]:
    text = resources.files(__package__).joinpath("amounts.toml").read_text(encoding="utf-8")
    return {
        int(year): tuple(
            Amount(name, Decimal(row["value"]), row["source"], row["verified"], row.get("note", ""))
            for name, row in rows.items()
        )
        for year, rows in tomllib.loads(text, parse_float=Decimal).items()
    }


def years() -> tuple[int, ...]:
    """Years with amounts, the oldest first."""
    return tuple(sorted(_file()))


def amounts_of(year: int) -> tuple[Amount, ...]:
    """All amounts of a year with source and mark, in the order of the file.

    Raises:
        NoAmountsError: when the file has no amounts for that year.
    """
    try:
        return _file()[year]
    except KeyError:
        known = ", ".join(map(str, years()))
        raise NoAmountsError(
            f"There are no national amounts for {year}; known: {known}. "
            f"Give them in the policy ([amounts] with year = {year}), or add them to allocator/rules/amounts.toml."
        ) from None


def amounts_for(day: date) -> Amounts:
    """The amounts that hold on a day, in cents.

    Raises:
        NoAmountsError: when the file has no amounts for that year.
    """
    return Amounts.model_validate({"year": day.year} | {amount.name: amount.whole for amount in amounts_of(day.year)})


def unverified(year: int) -> list[str]:
    """Names of the amounts of a year that must be checked before they decide anything.

    Raises:
        NoAmountsError: when the file has no amounts for that year.
    """
    return [amount.name for amount in amounts_of(year) if not amount.verified]
