"""What the figures are made of: pseudonymous records of what was seen and what happened. Nothing of it is published."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Seen:
    """A household in shelter, as a weekly round has it.

    Attributes:
        household: its pseudonym.
        origin: its municipality, a CBS code; None: not known.
        only_home: whether it needs no shelter care, so only a home; None: not known.
        ready_from: since when it can move; None: not known.
    """

    household: str
    origin: str | None
    only_home: bool | None
    ready_from: date | None


@dataclass(frozen=True)
class Snapshot:
    """Everybody in shelter on a day; ``unreadable`` counts households whose facts were destroyed on their date."""

    on: date
    seen: tuple[Seen, ...]
    unreadable: int = 0


@dataclass(frozen=True)
class Signed:
    """A lease that was signed.

    Attributes:
        on: the day of the lease.
        municipality: where the home is.
        form: the housing form (a code).
        group: the first target group; None: none.
        origin: the municipality where the household comes from; None: not known.
        from_shelter: whether it left a shelter for it, for a home that is no shelter.
        moved_in: the day of the move; None: not yet.
        needs_support: whether support goes with it.
        start_by: the last day on which that support is on time; None: the day of the move.
        started: the day on which it started; None: not yet.
    """

    on: date
    municipality: str
    form: str
    group: str | None
    origin: str | None
    from_shelter: bool
    moved_in: date | None = None
    needs_support: bool = False
    start_by: date | None = None
    started: date | None = None


@dataclass(frozen=True)
class Refusal:
    """An offer or proposal that was refused; ``reason`` is a code that everybody may read, else None."""

    on: date
    municipality: str
    reason: str | None


@dataclass(frozen=True)
class Records:
    """All that is known of some weeks.

    Attributes:
        first: a day in the first week.
        last: a day in the last week; it is over.
        municipalities: codes, in the order of the tables.
        groups: codes of the target groups of the policy.
        forms: codes of housing forms.
        reasons: codes of reasons that everybody may read.
        snapshots: in order of day.
        signed: leases.
        refusals: refusals.
    """

    first: date
    last: date
    municipalities: tuple[str, ...]
    groups: tuple[str, ...]
    forms: tuple[str, ...]
    reasons: tuple[str, ...]
    snapshots: tuple[Snapshot, ...]
    signed: tuple[Signed, ...]
    refusals: tuple[Refusal, ...]
