"""The region: municipalities, corporations, homes, support and keys. Open facts, found by their columns.

``document`` is the canonical JSON of the domain object; the other columns repeat what is searched. ``imported`` is
the hash of what the last file said: a row changes only when the file says something new, so a file that is older
than a decision does not undo it.
"""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from allocator.store.tables.base import Moment, Table


class MunicipalityRow(Table, table=True):
    """A municipality."""

    __tablename__ = "municipalities"
    code: str = Field(primary_key=True, max_length=6)
    name: str = Field(max_length=80)
    paused: bool = False
    imported: str | None = Field(default=None, max_length=64)
    document: str


class CorporationRow(Table, table=True):
    """A corporation."""

    __tablename__ = "corporations"
    id: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=120)
    paused: bool = False
    imported: str | None = Field(default=None, max_length=64)
    document: str


class ComplexRow(Table, table=True):
    """A building or site."""

    __tablename__ = "complexes"
    id: str = Field(primary_key=True, max_length=64)
    municipality: str = Field(max_length=6, foreign_key="municipalities.code")
    imported: str | None = Field(default=None, max_length=64)
    document: str


class UnitRow(Table, table=True):
    """A home, room or place; ``present`` is whether it stands on the list now."""

    __tablename__ = "units"
    id: str = Field(primary_key=True, max_length=64)
    municipality: str = Field(max_length=6, foreign_key="municipalities.code", index=True)
    corporation: str | None = Field(default=None, max_length=64, index=True)
    complex: str | None = Field(default=None, max_length=64)
    form: str = Field(max_length=20)
    status: str = Field(max_length=20)
    places: int
    present: bool = Field(default=True, index=True)
    version: int = 1
    imported: str | None = Field(default=None, max_length=64)
    document: str


class OccupantRow(Table, table=True):
    """Who already lives in a home or complex, by a file or (``placement``) because it moved in; sealed."""

    __tablename__ = "occupants"
    id: int | None = Field(default=None, primary_key=True)
    home: str = Field(max_length=64, index=True)
    position: int = 0
    placement: int | None = None
    sealed: str


class PoolRow(Table, table=True):
    """What a provider can still give."""

    __tablename__ = "pools"
    id: str = Field(primary_key=True, max_length=64)
    provider: str = Field(max_length=64, index=True)
    present: bool = Field(default=True, index=True)
    version: int = 1
    imported: str | None = Field(default=None, max_length=64)
    document: str


class WeightRow(Table, table=True):
    """One weight of a distribution key; a key of a past date is never changed."""

    __tablename__ = "key_weights"
    __table_args__ = (UniqueConstraint("key", "ledger_group", "municipality", "on_date"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=40)
    ledger_group: str = Field(max_length=40)
    municipality: str = Field(max_length=6, foreign_key="municipalities.code")
    on_date: date
    document: str


class OutlinesRow(Table, table=True):
    """Boundaries of municipalities as GeoJSON; there is one row at most."""

    __tablename__ = "outlines"
    id: str = Field(primary_key=True, max_length=10)
    sha256: str = Field(max_length=64)
    source: str = Field(max_length=200)
    codes: str
    kept_by: str = Field(max_length=64)
    kept_at: datetime = Field(sa_type=Moment)
    document: str
