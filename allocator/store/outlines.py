"""True boundaries of municipalities, as an administrator gave them: one set for the region."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import col, select

from allocator.store.engine import Work
from allocator.store.tables import OutlinesRow

_KEY = "region"
_NO_DOCUMENT = defer(cast("QueryableAttribute[str]", OutlinesRow.document))


@dataclass(frozen=True)
class KeptOutlines:
    """What is known of boundaries without the boundaries themselves; ``source``: whose they are."""

    sha256: str
    source: str
    codes: tuple[str, ...]
    kept_by: str
    kept_at: datetime


def keep(work: Work, areas: Mapping[str, Any], source: str, codes: list[str], by: str, at: datetime) -> KeptOutlines:
    """Keep areas instead of those that there were."""
    document = json.dumps(areas, ensure_ascii=False, separators=(",", ":"))
    sha256 = hashlib.sha256(f"{source}\n{document}".encode()).hexdigest()
    row = OutlinesRow(
        id=_KEY, sha256=sha256, source=source, codes=json.dumps(codes), kept_by=by, kept_at=at, document=document
    )
    work.session.merge(row)
    work.session.flush()
    return KeptOutlines(sha256, source, tuple(codes), by, at)


def known(work: Work) -> KeptOutlines | None:
    """What is known of them; None: none are kept."""
    row = work.session.exec(select(OutlinesRow).options(_NO_DOCUMENT).where(col(OutlinesRow.id) == _KEY)).first()
    if row is None:
        return None
    return KeptOutlines(row.sha256, row.source, tuple(json.loads(row.codes)), row.kept_by, row.kept_at)


def load(work: Work) -> str | None:
    """The areas as GeoJSON; None: none are kept."""
    return work.session.exec(select(OutlinesRow.document).where(col(OutlinesRow.id) == _KEY)).first()


def forget(work: Work) -> bool:
    """Keep none any more; whether there were."""
    row = work.session.get(OutlinesRow, _KEY)
    if row is not None:
        work.session.delete(row)
        work.session.flush()
    return row is not None
