"""Households under their pseudonym. All else that is known of them is sealed under a key of their own."""

from datetime import date, datetime

from sqlmodel import Field

from allocator.store.tables.base import Moment, Table


class KeyringRow(Table, table=True):
    """The key of one subject (household/H1, home/U1, round/2026-w47), wrapped; no key, no facts."""

    __tablename__ = "subject_keys"
    subject: str = Field(primary_key=True, max_length=80)
    wrapped: str | None = None
    purged_at: datetime | None = Field(default=None, sa_type=Moment)


class HouseholdRow(Table, table=True):
    """A household; ``present`` is whether it stands on the list now."""

    __tablename__ = "households"
    id: str = Field(primary_key=True, max_length=64)
    referrer: str | None = Field(default=None, max_length=64, index=True)
    present: bool = Field(default=True, index=True)
    last_needed: date = Field(index=True)
    version: int = 1
    imported: str | None = Field(default=None, max_length=64)
    sealed: str


class ApartRow(Table, table=True):
    """Two who may not live in one home; who the other is, is sealed."""

    __tablename__ = "apart"
    id: int | None = Field(default=None, primary_key=True)
    household: str = Field(max_length=64, foreign_key="households.id", index=True)
    position: int = 0
    sealed: str


class PairRow(Table, table=True):
    """A word of people on one household and one home: pin, forbid, waive, or a score; why is sealed."""

    __tablename__ = "pairs"
    id: int | None = Field(default=None, primary_key=True)
    household: str = Field(max_length=64, index=True)
    unit: str = Field(max_length=64)
    verdict: str | None = Field(default=None, max_length=10)
    rule: str | None = Field(default=None, max_length=40)
    source: str = Field(max_length=10)
    active: bool = Field(default=True, index=True)
    sealed: str


class ContactRow(Table, table=True):
    """How a household can be reached, apart from all else, until a date."""

    __tablename__ = "contacts"
    household: str = Field(primary_key=True, max_length=64, foreign_key="households.id")
    sealed: str
    delete_by: date = Field(index=True)
