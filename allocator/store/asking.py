"""What is asked with every request: the words are put together once, and rows come as they are kept.

Such a row has the columns of its table and cannot be changed. An object of the table, which can, costs three times as
much: it is for who writes.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Select, bindparam, inspect, literal_column, select
from sqlalchemy import Table as SqlTable

from allocator.store.engine import Work
from allocator.store.tables.base import Table

R = TypeVar("R", bound=Table)


def row(work: Work, table: type[R], *key: object) -> R | None:
    """The row with this key; None: there is none."""
    same: dict[str, Any] = dict(zip(_key(table), key, strict=True))
    found = rows(work, table, **same)
    return found[0] if found else None


def rows(
    work: Work,
    table: type[R],
    *,
    order: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    most: int | None = None,
    **same: object,
) -> Sequence[R]:
    """Rows of which these columns are what is said.

    Args:
        work: the transaction.
        table: of which table.
        order: columns to order by; with ``-`` before it: the largest first.
        without: columns that are not read.
        most: so many at most.
        **same: columns, and what stands in them; None is no value like another, and matches nothing.
    """
    plain = tuple((name, value if isinstance(value, bool) else None) for name, value in same.items())
    wanted = _question(table, plain, order, without)
    values = {name: value for name, value in same.items() if not isinstance(value, bool)}
    return cast("Sequence[R]", work.ask(wanted if most is None else wanted.limit(most), **values))


def version(work: Work, table: type[Table], key: object) -> str | None:
    """What tells a row, as it is kept now, from itself before anybody changed it; None: this database does not tell."""
    if work.session.connection().dialect.name == "sqlite":
        return None
    found = work.ask(_version(table), key=key)
    return " ".join(found[0]) if found else None


@cache
def _version(table: type[Table]) -> Select[Any]:
    (key,) = columns(table).primary_key
    told: list[Any] = [literal_column(f"{columns(table).name}.{name}::text") for name in ("xmin", "ctid")]
    return select(*told).where(key == bindparam("key"))


def columns(table: type[Table]) -> SqlTable:
    """A table as the database has it, for questions that are put together once."""
    return cast("SqlTable", inspect(table).local_table)


@cache
def _key(table: type[Table]) -> tuple[str, ...]:
    return tuple(one.name for one in columns(table).primary_key)


@cache
def _question(
    table: type[Table], same: tuple[tuple[str, bool | None], ...], order: tuple[str, ...], without: tuple[str, ...]
) -> Select[Any]:
    """Whether something is so stands in the words: databases have indexes for just those rows."""
    c = columns(table).c
    which = (c[name] == bindparam(name) if so is None else c[name] if so else ~c[name] for name, so in same)
    ordered = (c[one[1:]].desc() if one[0] == "-" else c[one] for one in order)
    return select(*(one for one in c if one.name not in without)).where(*which).order_by(*ordered)
