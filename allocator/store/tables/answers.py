"""Answers that were given over the API, so that a request that is repeated gets the same one."""

from datetime import datetime

from sqlmodel import Field

from allocator.store.tables.base import Moment, Table


class AnswerRow(Table, table=True):
    """The first answer to a request with a key of the caller's own; it goes after some days."""

    __tablename__ = "answers"
    user: str = Field(primary_key=True, max_length=64, foreign_key="users.id")
    key: str = Field(primary_key=True, max_length=255)
    request: str = Field(max_length=64)
    """SHA-256 of what was asked."""
    given_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
    sealed: str
    """The answer, encrypted under a key of the environment: it may hold facts of people, or a new token."""
