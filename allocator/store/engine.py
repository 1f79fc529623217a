"""The database: SQLite or PostgreSQL, one writer at a time, one transaction for one piece of work."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from allocator.locale import N_
from allocator.settings import Settings
from allocator.store.connecting import BUSY_MS, GLANCES, NOTES, READINGS, WRITES, engine_of, let_go, turn
from allocator.store.faults import Taken, Unreachable
from allocator.store.opened import Opened
from allocator.store.vault import Vault

_DOUBLES = ("uq_placements_live_household", "uq_claims_live_place", "placements.household", "claims.unit")
"""How PostgreSQL and SQLite name the two indexes that refuse a second live placement."""


_WAITED = ("database is locked", "lock timeout")
"""How SQLite and PostgreSQL say that a writer waited too long for its turn."""

_TURN = "turn"


@dataclass(frozen=True)
class Work:
    """What repositories work with: one transaction, the keys with which facts are sealed in it, documents."""

    session: Session
    vault: Vault
    opened: Opened

    def ask(self, question: Executable, **values: object) -> Sequence[Any]:
        """Rows of a question that is put together once, as they are kept: not to be changed.

        For what every request asks. Objects that can be changed cost three times as much as their rows.
        """
        self.session.flush()
        return self.session.connection().execute(question, values).all()

    def turn(self) -> None:
        """Wait for the turn to add to the log of readings, or to seal it; kept until the transaction ends."""
        if not self.session.info.get(_TURN):
            connection = self.session.connection()
            if connection.dialect.name != "sqlite" and not connection.get_execution_options().get(NOTES):
                connection.exec_driver_sql(turn(READINGS))  # SQLite's writer has it already
            self.session.info[_TURN] = True


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
            yield from self._work(connection.execution_options(**{WRITES: True}), keep=True)

    @contextmanager
    def noting(self) -> Iterator[Work]:
        """One transaction that only adds to the log of readings; it waits for others who do that, not for writers.

        Whoever writes takes the turn of writers before that of the log (``Work.turn``), never the other way round.
        """
        with self._connection() as connection:
            yield from self._work(connection.execution_options(**{NOTES: True}), keep=True)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One transaction that reads, of one moment; whatever is written in it is thrown away."""
        with self._connection() as connection:
            yield from self._work(connection, keep=False)

    @contextmanager
    def glancing(self) -> Iterator[Work]:
        """One question that reads: it is of one moment by itself, so the database is asked nothing else."""
        with self._connection() as connection:
            yield from self._work(connection.execution_options(**{GLANCES: True}), keep=False)

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
                try:
                    yield Work(session, Vault(session, self.keys), self.opened)
                    if keep:
                        session.flush()
                finally:
                    if not keep:
                        let_go(connection)
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
            with self.engine.connect().execution_options(**{GLANCES: True}) as connection:
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


def _unreachable(error: OperationalError) -> Unreachable:
    return Unreachable("unreachable", N_("The database does not answer: {fault}."), fault=_first(error))


def _first(error: OperationalError) -> str:
    return str(error.orig).strip().splitlines()[0].rstrip(".") if error.orig else "?"
