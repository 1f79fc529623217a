"""What files said last of each row, so that a file changes only what it says anew; and which imports there were."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

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
    UnitRow,
)
from allocator.store.vault import household_subject


@dataclass(frozen=True)
class Known:
    """A row as the last file left it: the mark of what that said, and whether it is on the list."""

    mark: str | None
    present: bool = True


def known(work: Work, table: str) -> dict[str, Known]:
    """All rows of a table by key."""
    match table:
        case "municipalities":
            return {row.code: Known(row.imported) for row in work.session.exec(select(MunicipalityRow))}
        case "corporations":
            return {row.id: Known(row.imported) for row in work.session.exec(select(CorporationRow))}
        case "complexes":
            return {row.id: Known(row.imported) for row in work.session.exec(select(ComplexRow))}
        case "units":
            return {row.id: Known(row.imported, row.present) for row in work.session.exec(select(UnitRow))}
        case "support":
            return {row.id: Known(row.imported, row.present) for row in work.session.exec(select(PoolRow))}
        case "households":
            return {row.id: Known(row.imported, row.present) for row in work.session.exec(select(HouseholdRow))}
    raise KeyError(table)


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
