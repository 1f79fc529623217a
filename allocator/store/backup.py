"""The whole database in one file, taken while it is in use, and put back into an empty one of either kind."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from allocator.audit import Head, head_of
from allocator.locale import N_
from allocator.store import migrating, seals, trail
from allocator.store.engine import Store, Work
from allocator.store.faults import Behind, Conflict
from allocator.store.tables import Table

_BATCH = 1_000
_MANIFEST = "manifest.json"
EMPTY = head_of(None)
"""The end of a chain in which nothing stands yet."""
_KEYS = frozenset({"revision", "rows", "sha256", "audit_head"})
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError)
"""What reading a file gives that was cut off, or changed somewhere."""


def backup(store: Store, path: Path) -> dict[str, int]:
    """Write everything as it is at one moment; how many rows of each table.

    The facts of households stay sealed in it. The keys of the environment are not in it: keep those elsewhere.
    """
    migrating.must_be_current(store)
    counts: dict[str, int] = {}
    hashes: dict[str, str] = {}
    hidden = path.with_name(f".{path.name}.part")
    with store.reading() as work, zipfile.ZipFile(hidden, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in Table.metadata.sorted_tables:
            digest, counts[table.name] = hashlib.sha256(), 0
            with archive.open(f"{table.name}.jsonl", "w") as stream:
                for row in work.session.connection().execute(select(table).order_by(*table.primary_key)).mappings():
                    line = (json.dumps({k: seals.plain(v) for k, v in row.items()}, ensure_ascii=False) + "\n").encode()
                    digest.update(line)
                    stream.write(line)
                    counts[table.name] += 1
            hashes[table.name] = digest.hexdigest()
        end = trail.head(work) or EMPTY
        manifest = {"revision": migrating.head(), "rows": counts, "sha256": hashes}
        manifest |= {"audit_head": f"{end.number}:{end.sha256}"}
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    hidden.replace(path)
    return counts


def restore(store: Store, path: Path) -> dict[str, int]:
    """Put everything back into an empty database: all of it, or nothing.

    Raises:
        Conflict: when the database is not empty, or the file is no backup, or not whole.
        Behind: when the file is of another version of the program.
        OSError: when the file cannot be read.
    """
    with _opened(path) as archive:
        manifest = json.loads(archive.read(_MANIFEST))
        if not manifest.keys() >= _KEYS:
            raise KeyError(_MANIFEST)
        if manifest["revision"] != migrating.head():
            text_ = N_(
                "The backup is of revision {revision} of the tables; restore it with that version, then upgrade."
            )
            raise Behind("other_revision", text_, revision=str(manifest["revision"]))
        migrating.upgrade(store)
        with store.writing() as work:
            for table in Table.metadata.sorted_tables:
                if work.session.connection().execute(select(func.count()).select_from(table)).scalar():
                    raise Conflict("not_empty", N_("The database is not empty; restore into a new one."))
            for table in Table.metadata.sorted_tables:
                data = archive.read(f"{table.name}.jsonl")
                if hashlib.sha256(data).hexdigest() != manifest["sha256"][table.name]:
                    raise Conflict("damaged", N_("The backup is damaged: {table}."), table=table.name)
                try:
                    _fill(work, table, data)
                except IntegrityError as error:
                    text_ = N_("The backup is damaged: rows of {table} refer to what is not in it.")
                    raise Conflict("damaged", text_, table=table.name) from error
            _sequences(work)
            _must_be_whole(work, manifest["audit_head"])
    return dict(manifest["rows"])


def written_head(path: Path) -> Head:
    """The end of the audit chain as it was when a backup was made; the chain of today must still go through it.

    Raises:
        Conflict: when the file is no backup.
    """
    with _opened(path) as archive:
        return _head(json.loads(archive.read(_MANIFEST))["audit_head"])


def _head(text: str) -> Head:
    number, _, sha256 = text.partition(":")
    return Head(int(number), sha256)


def _must_be_whole(work: Work, written: str) -> None:
    """Refuse a chain that is broken, or that does not end where the backup says."""
    if broken := trail.verify(work, _head(written)):
        raise Conflict.saying("broken_chain", broken.sentence)
    if (trail.head(work) or EMPTY) != _head(written):
        raise Conflict("broken_chain", N_("The audit chain in the backup does not end where the backup says."))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A backup, as far as the file is one."""
    try:
        with zipfile.ZipFile(path) as archive:
            if _MANIFEST not in archive.namelist():
                raise zipfile.BadZipFile(_MANIFEST)
            yield archive
    except _DAMAGE as error:
        raise Conflict("no_backup", N_("{file} is not a backup, or it is damaged."), file=str(path)) from error


def _fill(work: Work, table: Any, data: bytes) -> None:
    for rows in _batches(table, data):
        work.session.connection().execute(insert(table), rows)


def _batches(table: Any, data: bytes) -> Iterator[list[dict[str, Any]]]:
    kinds = {column.name: column.type.python_type for column in table.columns}
    rows: list[dict[str, Any]] = []
    for line in io.BytesIO(data):
        rows.append({name: _typed(kinds[name], value) for name, value in json.loads(line).items()})
        if len(rows) == _BATCH:
            yield rows
            rows = []
    if rows:
        yield rows


def _typed(kind: type, value: Any) -> Any:
    if value is None or kind not in (datetime, date):
        return value
    return kind.fromisoformat(value)


def _sequences(work: Work) -> None:
    """PostgreSQL counts on from the highest number that was put back."""
    if work.session.connection().dialect.name == "sqlite":
        return
    for table in Table.metadata.sorted_tables:
        key = table.autoincrement_column
        if key is None or not isinstance(key.type, Integer):
            continue
        name = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
        highest = f"(SELECT max({key.name}) FROM {table.name})"  # noqa: S608 - names of our own tables  # nosec B608
        work.session.connection().execute(text(f"SELECT setval({name}, coalesce({highest}, 0) + 1, false)"))
