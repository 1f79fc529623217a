from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from allocator.store import Behind, Store, migrating, open_store
from allocator.store.tables import APPEND_ONLY, Table
from tests.databases import settings


@pytest.fixture
def empty(empty_url: str) -> Iterator[Store]:
    found = open_store(settings(empty_url))
    yield found
    found.close()


def tables(store: Store) -> set[str]:
    return set(sa.inspect(store.engine).get_table_names()) - {"alembic_version"}


def test_migrations_give_exactly_the_tables_of_the_program(empty: Store) -> None:
    assert migrating.upgrade(empty) is None
    assert migrating.current(empty) == migrating.head()
    with empty.reading() as work:
        context = MigrationContext.configure(work.session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_revisions_are_those_that_alembic_finds() -> None:
    scripts = ScriptDirectory(str(Path(migrating.__file__).parent / "migrations"))
    assert migrating.head() == scripts.get_current_head()
    assert migrating.revisions() == [script.revision for script in scripts.walk_revisions()][::-1]


def test_up_again_changes_nothing(store: Store) -> None:
    assert migrating.upgrade(store) == migrating.head()


def test_down_to_nothing_and_up_again(empty: Store) -> None:
    migrating.upgrade(empty)
    for revision in [*reversed(migrating.revisions()[:-1]), "base"]:
        migrating.downgrade(empty, revision)
    assert tables(empty) == set()
    migrating.upgrade(empty)
    assert tables(empty) == set(Table.metadata.tables)


@pytest.mark.parametrize("step", range(1, len(migrating.revisions())))
def test_data_of_the_previous_revision_is_kept(empty: Store, step: int) -> None:
    """Rows of everything that a revision has are there after going up, and after coming back."""
    before, after = migrating.revisions()[step - 1 : step + 1]
    migrating.upgrade(empty, before)
    there = sa.MetaData()
    there.reflect(empty.engine)
    kept = [table for table in there.sorted_tables if table.name != "alembic_version"]
    with empty.writing() as work:
        for table in kept:
            work.session.connection().execute(table.insert().values(**a_row(table)))
    rows = contents(empty, kept)
    migrating.upgrade(empty, after)
    assert contents(empty, kept) == rows
    migrating.downgrade(empty, before)
    assert contents(empty, kept) == rows


def a_row(table: sa.Table) -> dict[str, Any]:
    """One row that the constraints of any table allow; keys are all alike, so that they refer to each other."""
    return {column.name: _value(table.name, column) for column in table.columns}


def _value(table: str, column: sa.Column[Any]) -> Any:
    special = {
        ("rounds", "status"): "open",
        ("runs", "status"): "queued",
        ("studies", "status"): "queued",
        ("placements", "state"): "proposed",
        ("placements", "live"): True,
        ("claims", "live"): True,
    }
    if (table, column.name) in special:
        return special[(table, column.name)]
    kind = column.type.python_type
    values: dict[type, Any] = {
        Fraction: Fraction(1),
        int: 1,
        str: "1",
        bool: False,
        float: 1.0,
        date: date(2026, 1, 1),
        datetime: datetime(2026, 1, 1, tzinfo=UTC),
    }
    return values.get(kind, "1")  # AutoString says nothing of its kind


def contents(store: Store, kept: list[sa.Table]) -> dict[str, list[tuple[Any, ...]]]:
    with store.reading() as work:
        connection = work.session.connection()
        return {table.name: [tuple(row) for row in connection.execute(table.select())] for table in kept}


def test_tables_of_a_newer_program_are_left_alone(store: Store) -> None:
    with store.writing() as work:
        work.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for use in (migrating.upgrade, migrating.must_be_current):
        with pytest.raises(Behind) as caught:
            use(store)
        assert caught.value.code == "newer"


def test_tables_that_are_behind_are_not_worked_with(empty: Store) -> None:
    with pytest.raises(Behind, match="allocator db upgrade"):
        migrating.must_be_current(empty)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_what_was_written(store: Store, table: str, statement: str) -> None:
    with store.writing() as work:
        connection = work.session.connection()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            with pytest.raises(sa.exc.DBAPIError, match="never changed"):
                _try(connection, table, statement)
            connection.rollback()
            return
        connection.exec_driver_sql("SET session_replication_role = replica")  # a row without those it refers to
        connection.execute(Table.metadata.tables[table].insert().values(**a_row(Table.metadata.tables[table])))
        connection.exec_driver_sql("SET session_replication_role = origin")
        with pytest.raises(sa.exc.DBAPIError, match="never changed"):
            connection.exec_driver_sql(_of(table, statement))
        connection.rollback()


def _of(table: str, statement: str) -> str:
    return statement.format(table=table, column=next(iter(Table.metadata.tables[table].columns)).name)


def _try(connection: sa.Connection, table: str, statement: str) -> None:
    connection.execute(Table.metadata.tables[table].insert().values(**a_row(Table.metadata.tables[table])))
    connection.exec_driver_sql(_of(table, statement))


def test_postgres_refuses_to_empty_them_at_once(postgres: Any) -> None:
    name = postgres.new("whole")
    store = open_store(settings(postgres.url(name)))
    with pytest.raises(sa.exc.DBAPIError, match="never changed"), store.writing() as work:
        work.session.connection().exec_driver_sql("TRUNCATE postings")
    store.close()
    postgres.drop(name)
