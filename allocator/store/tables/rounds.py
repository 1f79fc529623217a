"""Policies, rounds, runs and proposals: documents with a hash, for what must be replayed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from allocator.store.tables.base import Moment, Queued, Table


class PolicyRow(Table, table=True):
    """One version of the policy, as policy.toml; it is in force from its date once it is approved."""

    __tablename__ = "policies"
    version: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=120)
    valid_from: date = Field(index=True)
    sha256: str = Field(max_length=64)
    source: str
    added_by: str = Field(max_length=64)
    added_at: datetime = Field(sa_type=Moment)
    approved_by: str | None = Field(default=None, max_length=64)
    approved_at: datetime | None = Field(default=None, sa_type=Moment)


LISTED = (
    *("opened_at", "id", "as_of", "period", "status", "policy", "seed", "sha256"),
    *("opened_by", "closed_by", "closed_at", "version"),
)
"""All of a round but its document, which is a thousand times as large: rounds are listed from this index alone."""


class RoundRow(Table, table=True):
    """A frozen round. ``document`` is its canonical JSON with the facts of each household sealed."""

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'closed')", name="status"),
        Index("ix_rounds_listed", *LISTED),
    )
    id: str = Field(primary_key=True, max_length=40)
    as_of: date = Field(index=True)
    period: str = Field(max_length=8)
    status: str = Field(max_length=10, index=True)
    policy: str = Field(max_length=40, foreign_key="policies.version")
    seed: str = Field(max_length=128)
    sha256: str = Field(max_length=64)
    document: str
    opened_by: str = Field(max_length=64)
    opened_at: datetime = Field(sa_type=Moment)
    closed_by: str | None = Field(default=None, max_length=64)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1


class RunRow(Queued, table=True):
    """A run of a round: a piece of long work that makes a proposal."""

    __tablename__ = "runs"
    __table_args__ = (CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name="status"),)
    round: str = Field(max_length=40, foreign_key="rounds.id", index=True)
    amendment: str
    time_limit: float | None = None
    info: str = "{}"


class ProposalRow(Table, table=True):
    """A proposal, never changed. ``sha256`` is that of its exact JSON; ``document`` has people's facts sealed."""

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("round", "number"), UniqueConstraint("run"))
    id: int | None = Field(default=None, primary_key=True)
    round: str = Field(max_length=40, foreign_key="rounds.id")
    number: int
    run: int = Field(foreign_key="runs.id")
    round_sha256: str = Field(max_length=64)
    sha256: str = Field(max_length=64)
    proven: bool
    made_at: datetime = Field(sa_type=Moment)
    document: str
