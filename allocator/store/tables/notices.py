"""What is told to others: notices, who wants them, and what came of each delivery."""

from datetime import datetime

from sqlmodel import Field

from allocator.store.tables.base import Moment, Table


class NoticeRow(Table, table=True):
    """Something that happened, written in the transaction in which it did; it says nothing of anybody."""

    __tablename__ = "notices"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
    kind: str = Field(max_length=20)
    round: str | None = Field(default=None, max_length=40)
    placement: int | None = None
    unit: str | None = Field(default=None, max_length=64)
    state: str | None = Field(default=None, max_length=30)
    municipality: str | None = Field(default=None, max_length=6)
    corporation: str | None = Field(default=None, max_length=64)
    providers: str = "[]"


class HookRow(Table, table=True):
    """Where a user wants to be told what; the secret is encrypted under a key of the environment."""

    __tablename__ = "webhooks"
    id: int | None = Field(default=None, primary_key=True)
    user: str = Field(max_length=64, foreign_key="users.id", index=True)
    url: str = Field(max_length=500)
    kinds: str
    secret: str
    active: bool = True
    made_at: datetime = Field(sa_type=Moment)


class DeliveryRow(Table, table=True):
    """One notice on its way to one webhook."""

    __tablename__ = "deliveries"
    id: int | None = Field(default=None, primary_key=True)
    notice: int = Field(foreign_key="notices.id", index=True)
    hook: int = Field(foreign_key="webhooks.id", index=True)
    attempts: int = 0
    next_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)
    error: str = Field(default="", max_length=80)


class AddressRow(Table, table=True):
    """Where a user gets mail; the address is encrypted under a key of the environment."""

    __tablename__ = "addresses"
    user: str = Field(primary_key=True, max_length=64, foreign_key="users.id")
    sealed: str
    lang: str = Field(max_length=2)


class DigestRow(Table, table=True):
    """Up to which notice a user was told by mail."""

    __tablename__ = "digests"
    user: str = Field(primary_key=True, max_length=64, foreign_key="users.id")
    last: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
