"""Connections to SQLite and PostgreSQL: how they are made, kept, and told that a transaction begins."""

import time
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import NullPool

from allocator.settings import Settings

BUSY_MS = 60_000
"""How long a writer waits for its turn."""

WRITER = 0x616C6C6F63
"""Number of the lock that PostgreSQL gives to one writer at a time, as SQLite does by itself."""

RESTS = 5.0
"""Seconds of rest after which a connection is asked whether it is still there."""

READINGS = WRITER + 1
"""Number of the lock for the log of readings: who only reads files waits for who decides no longer than that."""

QUESTIONS = 400
"""Questions that PostgreSQL keeps prepared for a connection: it reads and plans them once."""

WRITES = "allocator_writes"
NOTES = "allocator_notes"
GLANCES = "allocator_glances"
"""Options of a connection: what its transaction is for; without one it reads, all of one moment."""

_RESTS_SINCE = "allocator_rests_since"
_ENDS = (TransactionStatus.INTRANS, TransactionStatus.INERROR)
_TURNS = {WRITES: WRITER, NOTES: READINGS}
"""The turn that a transaction of a kind begins with."""


def engine_of(settings: Settings) -> Engine:
    """Connections to the database. What is asked of it with which values never goes into a log or an error."""
    if not settings.is_sqlite:
        engine = create_engine(
            settings.url,
            pool_size=8,
            max_overflow=0,
            pool_timeout=BUSY_MS // 1000,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",  # we say BEGIN ourselves
        )
        event.listen(engine, "connect", _connect_postgres)
        event.listen(engine, "checkin", _rests)
        event.listen(engine, "checkout", _still_there)
        event.listen(engine, "begin", _begin_postgres)
        return engine
    engine = create_engine(settings.url, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _connect_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def turn(key: int) -> str:
    """What PostgreSQL is asked by who waits for a turn."""
    return f"SELECT set_config('lock_timeout', '{BUSY_MS}', true), pg_advisory_xact_lock({key})"  # in this order


def _connect_postgres(connection: Any, _record: Any) -> None:
    connection.prepared_max = QUESTIONS


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
    if said.get(GLANCES):
        return
    connection.exec_driver_sql("BEGIN IMMEDIATE" if said.get(WRITES) or said.get(NOTES) else "BEGIN")


def _rests(_connection: Any, record: Any) -> None:
    record.info[_RESTS_SINCE] = time.monotonic()


def _still_there(connection: Any, record: Any, _proxy: Any) -> None:
    """Ask a connection that rested whether it is still there; asking each time would cost as much as most questions."""
    if time.monotonic() - record.info.get(_RESTS_SINCE, time.monotonic()) < RESTS:
        return
    try:
        connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise DisconnectionError from error  # the pool makes another one


def _begin_postgres(connection: Connection) -> None:
    """Say that a transaction begins; the driver says nothing by itself.

    Raises:
        OperationalError: as SQLAlchemy tells of what it asks itself.
    """
    said = connection.get_execution_options()
    if said.get(GLANCES):
        return
    turns = [turn(_TURNS[kind]) for kind in _TURNS if said.get(kind)]
    words = f"BEGIN; {turns[0]}" if turns else "BEGIN ISOLATION LEVEL REPEATABLE READ"  # in one message
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.execute(words, prepare=False)
    except psycopg.OperationalError as error:
        if driver.closed:
            connection.invalidate(error)
        raise OperationalError(words, None, error, connection_invalidated=driver.closed) from error


def let_go(connection: Connection) -> None:
    """End a transaction that reads, whatever was written in it.

    When the driver itself rolls back it forgets which questions are prepared, as tables may have been changed; and so
    every question would be read and planned anew.
    """
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" and driver.pgconn.transaction_status in _ENDS:
        driver.pgconn.exec_(b"ROLLBACK")
