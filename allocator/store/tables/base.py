"""What all tables share: names of constraints, and columns for moments and exact numbers."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, the same on both databases, so that a migration can name it."""


class Table(SQLModel):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware on the way in and on the way out, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What a row has here."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its zone.")
        found = value.astimezone(UTC)
        return found.replace(tzinfo=None) if dialect.name == "sqlite" else found

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """As it was, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Fraction]):
    """An exact fraction as text: databases round, ledgers do not."""

    impl = String(80)
    cache_ok = True

    @property
    def python_type(self) -> type[Fraction]:
        """What a row has here."""
        return Fraction

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """As text: 3, 1/3."""
        return None if value is None else str(Fraction(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Fraction | None:  # noqa: ARG002
        """As a fraction."""
        return None if value is None else Fraction(value)


class Queued(Table):
    """What all long work has: who works on it, and until when that is believed without a sign of life."""

    id: int | None = Field(default=None, primary_key=True)
    status: str = Field(max_length=10, index=True)
    asked_by: str = Field(max_length=64)
    asked_at: datetime = Field(sa_type=Moment)
    attempts: int = 0
    worker: str | None = Field(default=None, max_length=80)
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    heartbeat_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    error: str = ""
    progress: str = "{}"
    cancelled_by: str | None = Field(default=None, max_length=64)
