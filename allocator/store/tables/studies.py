"""Studies: long work that answers a question of councils, and what is already done of the long ones."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from allocator.store.tables.base import Moment, Queued, Table


class StudyRow(Queued, table=True):
    """A study that was asked for. ``asked`` is its canonical JSON; nothing in it is of a household."""

    __tablename__ = "studies"
    __table_args__ = (CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name="status"),)
    kind: str = Field(max_length=40, index=True)
    asked: str
    result: str | None = Field(default=None, max_length=64, foreign_key="results.sha256")


class PartRow(Table, table=True):
    """One simulated run under the hash of all that it was made of; whatever study needs it takes it."""

    __tablename__ = "study_parts"
    sha256: str = Field(primary_key=True, max_length=64)
    document: str
    kept_at: datetime = Field(sa_type=Moment)
