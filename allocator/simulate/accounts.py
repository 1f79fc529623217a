"""The ledger of a simulation: the postings of the live ledger, kept as sums so that years of them stay light."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.region import Posting

Key = tuple[str, str, str, LedgerKind, CountUnit]


@dataclass
class Accounts:
    """Sums per period, municipality, group, kind and unit; a balance is a sum of postings and nothing else."""

    _sums: dict[Key, Decimal] = field(default_factory=dict)

    def post(self, postings: Iterable[Posting]) -> None:
        """Enter postings."""
        for one in postings:
            key = (one.period, one.municipality, one.group, one.kind, one.unit)
            self._sums[key] = self._sums.get(key, Decimal(0)) + one.amount

    def of(self, period: str, on: date) -> tuple[Posting, ...]:
        """The postings of a period as they stand on a day, one for each sum that is not 0."""
        return tuple(
            Posting(period=period, municipality=code, group=group, kind=kind, amount=amount, unit=unit, on=on)
            for (of, code, group, kind, unit), amount in self._sums.items()
            if of == period and amount
        )


__all__ = ["Accounts"]
