"""Keys and rows in one statement: lists of hundreds of bound values cost more than the answer, and objects too."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    insert,
    inspect,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Session, col

from allocator.store.seals import WRITTEN, touch
from allocator.store.tables.base import Table


def among(session: Session, wanted: Any, keys: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column of texts is one of these keys, however many."""
    asked = sorted(set(keys))
    if session.connection().dialect.name == "sqlite":
        each = func.json_each(json.dumps(asked)).table_valued("value")
        return col(wanted).in_(select(each.c.value))
    return col(wanted) == any_(literal(asked, ARRAY(Text)))


def insert_all(session: Session, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows of a table; all have the same columns, which hold whole numbers and texts."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), list(rows))
        return
    connection.execute(_adding(table, tuple(rows[0])), {"sent": json.dumps(list(rows))})


def insert_one(session: Session, table: type[Table], **values: Any) -> tuple[Any, ...]:
    """Add a row with all its columns; its key. It is sealed as other rows are.

    Much cheaper than adding an object, which is for what is changed later in the same transaction.
    """
    session.flush()
    done = session.connection().execute(_insert(table), values)
    key = tuple(done.inserted_primary_key or ())
    touch(session, str(table.__tablename__), key)
    session.info[WRITTEN] = True
    return key


@cache
def _insert(table: type[Table]) -> Insert:
    return insert(inspect(table).local_table)


@cache
def _adding(table: type[Table], names: tuple[str, ...]) -> Insert:
    columns = inspect(table).local_table.c
    kinds = [column(name, columns[name].type) for name in names]
    sent = cast(bindparam("sent", type_=Text), JSONB)
    each = func.jsonb_to_recordset(sent).table_valued(*kinds).render_derived(with_types=True)
    return insert(table).from_select(list(names), select(*(each.c[name] for name in names)))


__all__ = ["among", "insert_all", "insert_one"]
