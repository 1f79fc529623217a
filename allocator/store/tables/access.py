"""Who may come in: organisations, users and their tokens; and what was imported when."""

from datetime import datetime

from sqlmodel import Field

from allocator.store.tables.base import Moment, Table


class OrganisationRow(Table, table=True):
    """A corporation, care provider or municipality whose people use the program."""

    __tablename__ = "organisations"
    id: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=20)
    name: str = Field(max_length=120)


class UserRow(Table, table=True):
    """A person who works with the program, under a name for signing in."""

    __tablename__ = "users"
    id: str = Field(primary_key=True, max_length=64)
    role: str = Field(max_length=20)
    organisation: str | None = Field(default=None, max_length=64, foreign_key="organisations.id")
    active: bool = True
    made_at: datetime = Field(sa_type=Moment)
    version: int = 1


class TokenRow(Table, table=True):
    """A key to come in with; only its hash is kept."""

    __tablename__ = "tokens"
    id: int | None = Field(default=None, primary_key=True)
    user: str = Field(max_length=64, foreign_key="users.id", index=True)
    digest: str = Field(max_length=64, unique=True)
    label: str = Field(max_length=80)
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class ImportRow(Table, table=True):
    """One import: what it was, and what it changed."""

    __tablename__ = "imports"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    by: str = Field(max_length=64)
    sha256: str = Field(max_length=64)
    counts: str
