"""The books: the standing of everybody in every ledger, kept as postings come in, and worked out again to check."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from allocator.domain.codes import CountUnit
from allocator.domain.region import Posting
from allocator.ledger.standing import Standing, add_up, effects_of


class Account(NamedTuple):
    """Whose standing it is, in which ledger."""

    period: str
    group: str
    unit: CountUnit
    municipality: str


@dataclass(frozen=True, slots=True)
class Books:
    """The standing of each account; who has no postings stands at nothing."""

    standings: Mapping[Account, Standing] = field(default_factory=dict)

    def of(self, account: Account) -> Standing:
        """The standing of one account."""
        return self.standings.get(account, Standing())


def enter(books: Books, postings: Iterable[Posting]) -> Books:
    """The books with more postings in them."""
    found = dict(books.standings)
    for posting in postings:
        for municipality, name, amount in effects_of(posting):
            account = Account(posting.period, posting.group, posting.unit, municipality)
            before = found.get(account, Standing())
            found[account] = replace(before, **{name: getattr(before, name) + amount})
    return Books(found)


def recompute(postings: Iterable[Posting]) -> Books:
    """The books from nothing but the postings, ledger by ledger."""
    ledgers: dict[tuple[str, str, CountUnit], list[Posting]] = defaultdict(list)
    for posting in postings:
        ledgers[(posting.period, posting.group, posting.unit)].append(posting)
    return Books(
        {Account(*of, code): found for of, rows in sorted(ledgers.items()) for code, found in add_up(rows).items()}
    )


def differences(kept: Books, recomputed: Books) -> tuple[Account, ...]:
    """Accounts of which the kept standing is not what the postings say; none when the books are right."""
    accounts = sorted({*kept.standings, *recomputed.standings})
    return tuple(account for account in accounts if kept.of(account) != recomputed.of(account))
