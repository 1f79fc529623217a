"""What files said last of each row, so that a file changes only what it says anew; and which imports there were."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from allocator import privacy
from allocator.domain.base import Frozen
from allocator.store.documents import written
from allocator.store.engine import Work
from allocator.store.tables import (
    ComplexRow,
    CorporationRow,
    HouseholdRow,
    ImportRow,
    MunicipalityRow,
    PoolRow,
    Table,
    UnitRow,
)
from allocator.store.vault import household_subject


@dataclass(frozen=True)
class Known:
    """A row as the last file left it: the mark of what that said, and whether it is on the list."""

    mark: str | None
    present: bool = True


_KEYED: dict[str, type[Table]] = {
    "municipalities": MunicipalityRow,
    "corporations": CorporationRow,
    "complexes": ComplexRow,
    "units": UnitRow,
    "support": PoolRow,
    "households": HouseholdRow,
}
_AT_ONCE = 400


def known(work: Work, table: str, keys: Iterable[str]) -> dict[str, Known]:
    """Rows of a table by key: all that are on the list, and of those that left it the ones that are asked for.

    Args:
        work: the transaction.
        table: a table whose rows have keys.
        keys: what a file names.
    """
    rows_of = Table.metadata.tables[str(_KEYED[table].__tablename__)]
    columns, (key,) = rows_of.columns, tuple(rows_of.primary_key)
    if "present" not in columns:
        found = work.session.connection().execute(select(key, columns["imported"]))
        return {row[0]: Known(row[1]) for row in found}
    wanted = select(key, columns["imported"], columns["present"])
    rows = list(work.session.connection().execute(wanted.where(columns["present"])))
    here = {row[0] for row in rows}
    asked = [one for one in keys if one not in here]
    for start in range(0, len(asked), _AT_ONCE):
        some = wanted.where(key.in_(asked[start : start + _AT_ONCE]))
        rows += work.session.connection().execute(some)
    return {row[0]: Known(row[1], row[2]) for row in rows}


def mark(model: Frozen, also: str = "") -> str:
    """What a file said of a row with open facts, and what it said elsewhere of it."""
    return hashlib.sha256(f"{also}{written(model)}".encode()).hexdigest()


def household_marks(work: Work, models: Mapping[str, Frozen]) -> dict[str, str]:
    """The same for households, as far as they have keys: nothing can be guessed from it without the key."""
    subjects = {household_subject(key): key for key in models}
    found = {}
    for subject, key in work.vault.keys_of(subjects).items():
        household = subjects[subject]
        text = written(models[household]).encode()
        found[household] = hmac.new(privacy.audit_key(key), text, hashlib.sha256).hexdigest()
    return found


def add(work: Work, by: str, at: datetime, sha256: str, counts: Mapping[str, int]) -> int:
    """Keep that there was an import."""
    row = ImportRow(at=at, by=by, sha256=sha256, counts=json.dumps(dict(counts), sort_keys=True))
    work.session.add(row)
    work.session.flush()
    return row.id or 0


@dataclass(frozen=True)
class KeptImport:
    """One import that changed something."""

    number: int
    at: datetime
    by: str
    sha256: str
    counts: dict[str, int]


def all_imports(work: Work, by: str | None = None) -> list[KeptImport]:
    """Imports, the newest first; of one user when that is named."""
    wanted = select(ImportRow).order_by(col(ImportRow.id).desc())
    rows = work.session.exec(wanted if by is None else wanted.where(ImportRow.by == by))
    return [KeptImport(row.id or 0, row.at, row.by, row.sha256, json.loads(row.counts)) for row in rows]
