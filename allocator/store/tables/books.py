"""The ledger, the audit chain and the log of who read whose file: only ever added to."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from allocator.store.tables.base import Exact, Moment, Table


class PostingRow(Table, table=True):
    """One line of the ledger, with who wrote it and why. It names no household."""

    __tablename__ = "postings"
    id: int | None = Field(default=None, primary_key=True)
    period: str = Field(max_length=8, index=True)
    municipality: str = Field(max_length=6, foreign_key="municipalities.code")
    ledger_group: str = Field(max_length=40)
    kind: str = Field(max_length=12)
    unit: str = Field(max_length=12)
    on_date: date
    at: datetime = Field(sa_type=Moment)
    by: str = Field(max_length=64)
    why: str = Field(max_length=40)
    document: str


class BalanceRow(Table, table=True):
    """Sums of the postings, kept up to date in the same transaction; recomputing gives the same."""

    __tablename__ = "balances"
    period: str = Field(primary_key=True, max_length=8)
    ledger_group: str = Field(primary_key=True, max_length=40)
    unit: str = Field(primary_key=True, max_length=12)
    municipality: str = Field(primary_key=True, max_length=6, foreign_key="municipalities.code")
    quota: Fraction = Field(sa_type=Exact)
    carried: Fraction = Field(sa_type=Exact)
    transfers: Fraction = Field(sa_type=Exact)
    revisions: Fraction = Field(sa_type=Exact)
    excused: Fraction = Field(sa_type=Exact)
    realised: Fraction = Field(sa_type=Exact)
    committed: Fraction = Field(sa_type=Exact)


class TransferRow(Table, table=True):
    """An exchange between two municipalities, which both must want."""

    __tablename__ = "transfers"
    id: int | None = Field(default=None, primary_key=True)
    giver: str = Field(max_length=6, foreign_key="municipalities.code")
    taker: str = Field(max_length=6, foreign_key="municipalities.code")
    state: str = Field(max_length=12, index=True)
    version: int = 1
    document: str


class ClosedPeriodRow(Table, table=True):
    """A period whose balance was carried over; nothing is booked in it any more."""

    __tablename__ = "closed_periods"
    period: str = Field(primary_key=True, max_length=8)
    next: str = Field(max_length=8)
    at: datetime = Field(sa_type=Moment)
    by: str = Field(max_length=64)


class AuditRow(Table, table=True):
    """One link of the audit chain. ``document`` is the event; the other columns repeat what is searched."""

    __tablename__ = "audit_events"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment, index=True)
    who: str = Field(max_length=80)
    what: str = Field(max_length=40, index=True)
    kind: str = Field(max_length=40)
    whom: str | None = Field(default=None, max_length=200, index=True)
    household: str | None = Field(default=None, max_length=64, index=True)
    document: str
    previous: str = Field(max_length=64)
    sha256: str = Field(max_length=64, unique=True)


class HeadRow(Table, table=True):
    """The last link: shows when somebody cut off the end of the chain."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int
    sha256: str = Field(max_length=64)


class ReadRow(Table, table=True):
    """Somebody read the file of a household; sealed into the audit chain in batches."""

    __tablename__ = "read_log"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    household: str = Field(max_length=64, index=True)
    who: str = Field(max_length=80)
    document: str


class SealRow(Table, table=True):
    """The hash of a row as a link of the audit chain left it; none when the link removed it."""

    __tablename__ = "row_seals"
    link: int = Field(primary_key=True, foreign_key="audit_events.number")
    kept_in: str = Field(primary_key=True, max_length=40)
    row_key: str = Field(primary_key=True, max_length=400)
    sha256: str | None = Field(default=None, max_length=64)
