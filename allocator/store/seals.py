"""What each link of the audit chain did to the rows: their hashes, so that nobody changes, adds or removes one unseen.

A session remembers which rows were written. When the action ends, the hash of each goes into ``row_seals``, and one
hash over these into the event. Rows are sealed as they are kept: facts of people stay encrypted, so the hashes say
nothing of anybody, and they still hold when the keys are gone.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, event, inspect, select, tuple_
from sqlalchemy import Table as SqlTable
from sqlmodel import Session, SQLModel

from allocator.domain.round import canonical_json
from allocator.store.tables import (
    AnswerRow,
    AuditRow,
    BalanceRow,
    DeliveryRow,
    DigestRow,
    HeadRow,
    KnockRow,
    NoticeRow,
    PlacementRow,
    ReadRow,
    RunRow,
    SealRow,
    StudyRow,
    Table,
    VisitRow,
)

ROWS = "rows_sha256"
"""The fact of an event that holds the hash over its seals."""

_BESIDE = {
    row.__tablename__ for row in (AnswerRow, AuditRow, HeadRow, ReadRow, SealRow, BalanceRow, RunRow, KnockRow)
} | {row.__tablename__ for row in (NoticeRow, DeliveryRow, DigestRow, VisitRow, StudyRow)}
"""Not sealed: the chain itself, readings (sealed in batches), balances (sums of postings), runs and studies (signs of
life), answers (copies of what was said, for some days), knocks (tries in
vain), the outbox (notices, deliveries, digests), visits (when a page was asked last)."""

TOUCHED, WRITTEN = "touched", "written"
_AT_ONCE = 400

Key = tuple[Any, ...]
Row = tuple[str, str]
"""A table, and the key of a row in it as JSON."""


def sealed_tables() -> list[SqlTable]:
    """Tables of which every row is sealed."""
    return [table for table in Table.metadata.sorted_tables if table.name not in _BESIDE]


def touch(session: Session, table: str, key: Key) -> None:
    """Remember a row that is written, or removed, past the session."""
    if table not in _BESIDE:
        session.info.setdefault(TOUCHED, set()).add((table, key))


_CLAIMS = Table.metadata.tables["claims"].c
_PLACES = select(_CLAIMS.place).where(_CLAIMS.placement == bindparam("number"))


def touch_placement(session: Session, number: int) -> None:
    """The same of a placement, whose claims the database changes along with it."""
    touch(session, str(PlacementRow.__tablename__), (number,))
    for place in session.connection().execute(_PLACES, {"number": number}).scalars():
        touch(session, "claims", (number, place))


def touch_all(session: Session) -> None:
    """Remember every row: what was kept before there were seals is sealed as it was found."""
    for table in sealed_tables():
        for key in session.connection().execute(select(*table.primary_key)):
            touch(session, table.name, tuple(key))


@event.listens_for(Session, "after_flush")
def _remember(session: Session, _context: object) -> None:
    session.info[WRITTEN] = True
    for one in (*session.new, *session.dirty, *session.deleted):
        if isinstance(one, SQLModel):
            state = inspect(one)
            touch(session, str(state.mapper.local_table.name), tuple(state.mapper.primary_key_from_instance(one)))


def are_open(session: Session) -> bool:
    """Whether rows were written that are not sealed yet."""
    return bool(session.info.get(TOUCHED))


def take(session: Session) -> dict[Row, str | None]:
    """Hashes of the rows that were written since the last time; None of those that are gone."""
    found: dict[Row, str | None] = {}
    wanted: dict[str, list[Key]] = defaultdict(list)
    for table, key in sorted(session.info.pop(TOUCHED, ()), key=str):
        wanted[table].append(key)
    for name, keys in wanted.items():
        found |= {(name, _key(key)): None for key in keys}
        found |= _hashes(session, Table.metadata.tables[name], keys)
    return dict(sorted(found.items()))


def _hashes(session: Session, table: SqlTable, keys: list[Key]) -> dict[Row, str]:
    names = tuple(column.name for column in table.primary_key)
    found: dict[Row, str] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        said = dict(zip(names, some[0], strict=True)) if len(some) == 1 else {}
        wanted = _one(table) if said else select(table).where(_among(table, some))
        for row in session.connection().execute(wanted, said).mappings():
            found[table.name, _key(tuple(row[name] for name in names))] = hash_of(dict(row))
    return found


@cache
def _one(table: SqlTable) -> Select[Any]:
    """Most actions write one row of a table."""
    return select(table).where(*(column == bindparam(column.name) for column in table.primary_key))


def _among(table: SqlTable, keys: list[Key]) -> ColumnElement[bool]:
    columns = tuple(table.primary_key)
    return columns[0].in_([key[0] for key in keys]) if len(columns) == 1 else tuple_(*columns).in_(keys)


def hash_of(row: Mapping[str, Any]) -> str:
    """SHA-256 over all that a row says, in one agreed spelling."""
    said = {name: plain(value) for name, value in row.items()}
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value of a column as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def _key(key: Key) -> str:
    return json.dumps([plain(part) for part in key], ensure_ascii=False)


def digest(rows: Iterable[tuple[Row, str | None]]) -> str:
    """One hash over seals, in order of table and key."""
    said = hashlib.sha256()
    for (table, key), sha256 in rows:
        said.update((canonical_json([table, key, sha256]) + "\n").encode())
    return said.hexdigest()


def keep(session: Session, link: int, rows: Mapping[Row, str | None]) -> None:
    """Keep the seals of a link."""
    said = [{"link": link, "kept_in": t, "row_key": key, "sha256": sha256} for (t, key), sha256 in rows.items()]
    if said:
        session.connection().execute(Table.metadata.tables["row_seals"].insert(), said)


def of_links(session: Session) -> Iterator[tuple[int, dict[Row, str | None]]]:
    """The seals of each link that has any, in order of number."""
    table_ = Table.metadata.tables["row_seals"].c
    wanted = select(table_.link, table_.kept_in, table_.row_key, table_.sha256).order_by(table_.link)
    link = 0
    found: dict[Row, str | None] = {}
    for number, table, key, sha256 in session.connection().execute(wanted.execution_options(yield_per=5_000)):
        if number != link and found:
            yield link, dict(sorted(found.items()))
            found = {}
        link = number
        found[(table, key)] = sha256
    if found:
        yield link, dict(sorted(found.items()))


def rows(session: Session) -> Iterator[tuple[Row, str]]:
    """Every row of the tables that are sealed, with its hash as it is now."""
    for table in sealed_tables():
        wanted = select(table).execution_options(yield_per=500)
        for row in session.connection().execute(wanted).mappings():
            yield (table.name, _key(tuple(row[c.name] for c in table.primary_key))), hash_of(dict(row))
