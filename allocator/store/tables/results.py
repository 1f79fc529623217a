"""Results that are kept with what they were made of: figures, curves, simulations."""

from datetime import date, datetime

from sqlmodel import Field

from allocator.store.tables.base import Moment, Table


class ResultRow(Table, table=True):
    """A result under the hash of its provenance: equal inputs give one row. It is never changed."""

    __tablename__ = "results"
    sha256: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=40, index=True)
    as_of: date = Field(index=True)
    public: bool
    """Whether everybody may read it; else the committee and who checks it."""
    provenance: str
    document: str
    kept_by: str = Field(max_length=64)
    kept_at: datetime = Field(sa_type=Moment)
