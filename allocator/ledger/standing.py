"""What each municipality owes and has done in a period: a sum of postings, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from allocator.domain.codes import LedgerKind
from allocator.domain.period import elapsed
from allocator.domain.policy import CarryOver, Dimension
from allocator.domain.region import Posting
from allocator.domain.round import Round
from allocator.ledger.keys import ledger_group, quota_by_largest_remainder, shares

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """Sums of the postings of one municipality in one period, group and unit; each amount is signed."""

    quota: Fraction = ZERO
    carried: Fraction = ZERO
    transfers: Fraction = ZERO
    revisions: Fraction = ZERO
    excused: Fraction = ZERO
    realised: Fraction = ZERO
    committed: Fraction = ZERO

    @property
    def task(self) -> Fraction:
        """Quota of the whole period as it stands now, with transfers and revisions."""
        return self.quota + self.transfers + self.revisions

    @property
    def brought(self) -> Fraction:
        """What is carried into the period, lowered by what was excused."""
        return self.carried - self.excused

    @property
    def so_far(self) -> Fraction:
        """Realised and committed: what counts as placed in the period before this plan."""
        return self.realised + self.committed

    @property
    def balance(self) -> Fraction:
        """What is still owed over the whole period; negative is ahead."""
        return self.task + self.brought - self.so_far

    def due(self, part: Fraction) -> Fraction:
        """What is owed by now, when `part` (0 to 1) of the period has passed."""
        return self.task * part + self.brought - self.so_far


_SUM_OF = {
    LedgerKind.OPENING: "carried",
    LedgerKind.CARRY_OVER: "carried",
    LedgerKind.QUOTA: "quota",
    LedgerKind.REVISION: "revisions",
    LedgerKind.TRANSFER: "transfers",
    LedgerKind.EXCUSED: "excused",
    LedgerKind.PLACED: "realised",
    # A correction mends what was counted as realised; any other posting is mended by reversing it.
    LedgerKind.CORRECTION: "realised",
    LedgerKind.COMMITTED: "committed",
}


def add_up(postings: Iterable[Posting]) -> dict[str, Standing]:
    """Standing of each municipality that the postings name, in order of code.

    A transfer is one posting for both sides: its municipality takes over the amount (its task grows), the
    counterparty's task shrinks by as much, so the sum over municipalities stays equal (art. 29 lid 2).
    """
    sums: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for posting in postings:
        for code, name, amount in effects_of(posting):
            sums[code][name] += amount
    return {code: Standing(**amounts) for code, amounts in sorted(sums.items())}


def effects_of(posting: Posting) -> list[tuple[str, str, Fraction]]:
    """What a posting adds: municipality, name of the sum in its ``Standing``, signed amount."""
    name, amount = _SUM_OF[posting.kind], Fraction(posting.amount)
    effects = [(posting.municipality, name, amount)]
    if posting.kind is LedgerKind.TRANSFER and posting.counterparty:
        effects.append((posting.counterparty, name, -amount))
    return effects


def postings_of(round_: Round, dimension: Dimension) -> tuple[Posting, ...]:
    """Postings of a dimension: of the round's period, its ledger group and its unit, until `as_of`."""
    group = ledger_group(dimension)
    return tuple(
        row
        for row in round_.ledger
        if (row.period, row.group, row.unit) == (round_.period, group, dimension.unit) and row.on <= round_.as_of
    )


def standing(round_: Round, dimension: Dimension) -> dict[str, Standing]:
    """Standing of every municipality of the round, also of those without postings or share."""
    found = add_up(postings_of(round_, dimension))
    return {m.code: found.get(m.code, Standing()) for m in round_.municipalities}


def balance_after(before: Standing, placed: int) -> Fraction:
    """What is still owed when so many more are placed; negative is ahead."""
    return before.balance - placed


def progress(period: str, as_of: date) -> Fraction:
    """Part of a target that must be realised by now: m/6 after month m of a half-year."""
    return elapsed(period, as_of)


def reverse(posting: Posting, on: date | None = None) -> Posting:
    """The posting that takes another one back: same kind, opposite amount, on the day it is booked."""
    note = f"reversal of {posting.on}: {posting.note}".rstrip(": ")[:200]
    return posting.model_copy(update={"amount": -posting.amount, "on": on or posting.on, "note": note})


def carry_over(
    balance: Fraction, terms: CarryOver, *, statutory: bool = False, start: Fraction | None = None
) -> Fraction:
    """What goes along into the next period.

    Args:
        balance: the balance at the end of the period; negative is ahead.
        terms: the part that is kept, and the most that is carried either way; for our own quotas.
        statutory: a statutory target is carried whole.
        start: the start balance agreed for a new or merged municipality, instead of what it never could do.
    """
    if start is not None:
        return start
    if statutory:
        return balance
    kept = balance * Fraction(terms.kept)
    return kept if terms.most is None else max(-Fraction(terms.most), min(Fraction(terms.most), kept))


def quotas(round_: Round, dimension: Dimension) -> dict[str, Fraction] | None:
    """Quota of each municipality of the round, or None when neither the ledger nor the policy gives any.

    Quota rows of the ledger come first; without any, the policy's regional quota is divided by the key.
    """
    if any(row.kind is LedgerKind.QUOTA for row in postings_of(round_, dimension)):
        return {code: found.quota for code, found in standing(round_, dimension).items()}
    of = shares(round_, dimension)
    if dimension.regional_quota is None or not of:
        return None
    divided = quota_by_largest_remainder(dimension.regional_quota, of)
    return {m.code: Fraction(divided.get(m.code, 0)) for m in round_.municipalities}
