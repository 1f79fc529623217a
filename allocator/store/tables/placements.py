"""Placements on their way, the places they claim, and what was decided. The database itself refuses doubles."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from allocator.domain.workflow import LIVE
from allocator.store.tables.base import Moment, Table

_LIVE_STATES = ", ".join(f"'{state.value}'" for state in sorted(LIVE))


class PlacementRow(Table, table=True):
    """A placement. ``live`` follows from the state; a household has at most one that is live."""

    __tablename__ = "placements"
    __table_args__ = (
        CheckConstraint(f"live = (state IN ({_LIVE_STATES}))", name="live"),
        UniqueConstraint("id", "live"),
        Index(
            "uq_placements_live_household",
            "household",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    round: str = Field(max_length=40, foreign_key="rounds.id", index=True)
    proposal: int | None = Field(default=None, foreign_key="proposals.id")
    household: str = Field(max_length=64, foreign_key="households.id", index=True)
    unit: str = Field(max_length=64, foreign_key="units.id", index=True)
    municipality: str = Field(max_length=6)
    corporation: str | None = Field(default=None, max_length=64, index=True)
    by_hand: bool = False
    state: str = Field(max_length=24)
    live: bool
    since: date
    version: int = 0
    counted_in: str = Field(max_length=8)
    sealed: str


class ClaimRow(Table, table=True):
    """A place of a unit that a placement takes. It is live as long as the placement: the database sees to it."""

    __tablename__ = "claims"
    __table_args__ = (
        ForeignKeyConstraint(
            ["placement", "live"], ["placements.id", "placements.live"], onupdate="CASCADE", ondelete="CASCADE"
        ),
        Index(
            "uq_claims_live_place",
            "unit",
            "place",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
        CheckConstraint("place >= 1", name="place"),
    )
    placement: int = Field(primary_key=True)
    unit: str = Field(max_length=64, foreign_key="units.id")
    place: int = Field(primary_key=True)
    live: bool


class ConcernRow(Table, table=True):
    """Which care providers a placement concerns, so that each finds its own."""

    __tablename__ = "placement_providers"
    placement: int = Field(primary_key=True, foreign_key="placements.id")
    provider: str = Field(primary_key=True, max_length=64, index=True)


class DecisionRow(Table, table=True):
    """One step that was taken. A version of a placement is decided on once: the database refuses a second."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("placement", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    placement: int = Field(foreign_key="placements.id")
    version: int
    step: str = Field(max_length=20)
    before: str = Field(max_length=24)
    after: str = Field(max_length=24)
    on_date: date
    at: datetime = Field(sa_type=Moment)
    by: str = Field(max_length=64)
    role: str = Field(max_length=20)
    organisation: str | None = Field(default=None, max_length=64)
    reason: str | None = Field(default=None, max_length=40)
    deviation: str | None = Field(default=None, max_length=20)
    sealed: str


class EffectRow(Table, table=True):
    """What a decision did to a household: counted, parked, a home not proposed again."""

    __tablename__ = "effects"
    id: int | None = Field(default=None, primary_key=True)
    decision: int = Field(foreign_key="decisions.id", index=True)
    household: str = Field(max_length=64, index=True)
    undone: bool = False
    sealed: str


class ObjectionRow(Table, table=True):
    """An objection with its term and outcome."""

    __tablename__ = "objections"
    id: int | None = Field(default=None, primary_key=True)
    placement: int = Field(foreign_key="placements.id", index=True)
    household: str = Field(max_length=64, index=True)
    filed_on: date
    decide_by: date
    outcome: str | None = Field(default=None, max_length=20)
    version: int = 1
    document: str
