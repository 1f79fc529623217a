"""The database: SQLite or PostgreSQL, one writer at a time, one transaction for one piece of work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import IsolationLevel
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DisconnectionError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from allocator.locale import N_
from allocator.settings import Settings
from allocator.store.faults import Taken, Unreachable
from allocator.store.opened import Opened
from allocator.store.vault import Vault

BUSY_MS = 60_000
"""How long a writer waits for its turn."""

WRITER = 0x616C6C6F63
"""Number of the lock that PostgreSQL gives to one writer at a time, as SQLite does by itself."""

RESTS = 5.0
"""Seconds of rest after which a connection is asked whether it is still there."""

READINGS = WRITER + 1
"""Number of the lock for the log of readings: who only reads files waits for who decides no longer than that."""

_RESTS_SINCE = "allocator_rests_since"
_WRITES = "allocator_writes"
_NOTES = "allocator_notes"

_DOUBLES = ("uq_placements_live_household", "uq_claims_live_place", "placements.household", "claims.unit")
"""How PostgreSQL and SQLite name the two indexes that refuse a second live placement."""


_WAITED = ("database is locked", "lock timeout")
"""How SQLite and PostgreSQL say that a writer waited too long for its turn."""


@dataclass(frozen=True)
class Work:
    """What repositories work with: one transaction, the keys with which facts are sealed in it, documents."""

    session: Session
    vault: Vault
    opened: Opened

    def turn(self) -> None:
        """Wait for the turn to add to the log of readings, or to seal it; kept until the transaction ends."""
        connection = self.session.connection()
        if connection.dialect.name != "sqlite":  # there a writer has it already
            _take(connection, READINGS)


@dataclass(frozen=True)
class Store:
    """A database that is open."""

    engine: Engine
    keys: str
    opened: Opened = field(default_factory=Opened, compare=False, repr=False, kw_only=True)

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction that writes: all of it is kept, or nothing.

        Raises:
            Taken: the database refused a double.
            Unreachable: the database does not answer, or others never let go of it.
        """
        with self._connection() as connection:
            yield from self._work(connection.execution_options(**{_WRITES: True}), keep=True)

    @contextmanager
    def noting(self) -> Iterator[Work]:
        """One transaction that only adds to the log of readings; it waits for others who do that, not for writers.

        Whoever writes takes the turn of writers before that of the log (``Work.turn``), never the other way round.
        """
        with self._connection() as connection:
            yield from self._work(connection.execution_options(**{_NOTES: True}), keep=True)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One transaction that reads, of one moment; whatever is written in it is thrown away."""
        with self._connection() as connection:
            yield from self._work(connection, keep=False)

    @contextmanager
    def glancing(self) -> Iterator[Work]:
        """One question that reads: nothing has to be of one moment, so PostgreSQL is asked nothing else."""
        with self._connection() as connection:
            if self.engine.dialect.name != "sqlite":
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            yield from self._work(connection, keep=False)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            connection = self.engine.connect()
        except OperationalError as error:
            raise _unreachable(error) from error
        except PoolTimeout as error:
            text = N_("Others have been writing in the database for very long; nothing was done. Try again.")
            raise Unreachable("busy", text) from error
        with connection:
            yield connection

    def _work(self, connection: Connection, *, keep: bool) -> Iterator[Work]:
        try:
            with connection.begin() as transaction, Session(bind=connection, autoflush=True) as session:
                yield Work(session, Vault(session, self.keys), self.opened)
                if keep:
                    session.flush()
                else:
                    transaction.rollback()
        except IntegrityError as error:
            if any(name in str(error.orig) for name in _DOUBLES):
                text = N_("This household or this place has a placement under way already.")
                raise Taken("taken", text) from error
            raise
        except OperationalError as error:
            if any(sign in str(error.orig) for sign in _WAITED):
                text = N_("Others have been writing in the database for very long; nothing was done. Try again.")
                raise Unreachable("busy", text) from error
            if error.connection_invalidated:
                raise _unreachable(error) from error
            raise

    def wipe(self, *tables: str) -> None:
        """Let nothing remain on disk of rows that were changed or removed; SQLite overwrites them by itself.

        Raises:
            Unreachable: others kept the tables to themselves for very long.
        """
        if self.engine.dialect.name == "sqlite":
            return
        try:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"SET lock_timeout = {BUSY_MS}")
                connection.exec_driver_sql(f"VACUUM FULL {', '.join(tables)}")
                connection.exec_driver_sql("RESET lock_timeout")
        except OperationalError as error:
            text = N_("It was destroyed, but PostgreSQL could not wipe what remains on disk yet. Purge once more.")
            raise Unreachable("not_wiped", text) from error

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def open_store(settings: Settings) -> Store:
    """The store that the settings name; the tables are as they are (see ``migrating``)."""
    return Store(engine_of(settings), settings.keys.get_secret_value())


def engine_of(settings: Settings) -> Engine:
    """Connections to the database. What is asked of it with which values never goes into a log or an error."""
    if not settings.is_sqlite:
        engine = create_engine(
            settings.url, pool_size=8, max_overflow=0, pool_timeout=BUSY_MS // 1000, hide_parameters=True
        )
        event.listen(engine, "checkin", _rests)
        event.listen(engine, "checkout", _still_there)
        event.listen(engine, "begin", _begin_postgres)
        return engine
    engine = create_engine(settings.url, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _connect_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at the start, so that it never has to give up half-way."""
    said = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if said.get(_WRITES) or said.get(_NOTES) else "BEGIN")


def _rests(_connection: Any, record: Any) -> None:
    record.info[_RESTS_SINCE] = time.monotonic()


def _still_there(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that rested whether it is still there; asking each time would cost as much as most questions."""
    if time.monotonic() - record.info.get(_RESTS_SINCE, time.monotonic()) < RESTS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error  # the pool makes another one


def _begin_postgres(connection: Connection) -> None:
    """The isolation goes along with the BEGIN of the driver, and costs no statement of its own."""
    said = connection.get_execution_options()
    driver: Any = connection.connection.dbapi_connection
    driver.isolation_level = None if said.get(_WRITES) or said.get(_NOTES) else IsolationLevel.REPEATABLE_READ
    if said.get(_WRITES):
        _take(connection, WRITER)


def _take(connection: Connection, key: int) -> None:
    turn = text("SELECT set_config('lock_timeout', :most, true), pg_advisory_xact_lock(:key)")  # in this order
    connection.execute(turn, {"key": key, "most": str(BUSY_MS)})


def _unreachable(error: OperationalError) -> Unreachable:
    return Unreachable("unreachable", N_("The database does not answer: {fault}."), fault=_first(error))


def _first(error: OperationalError) -> str:
    return str(error.orig).strip().splitlines()[0].rstrip(".") if error.orig else "?"
