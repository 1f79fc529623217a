"""Results, kept once under the hash of what they were made of. Nothing of a household goes into them."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, or_, select

from allocator.domain.provenance import Provenance
from allocator.domain.round import canonical_json
from allocator.locale import N_
from allocator.store.documents import written
from allocator.store.engine import Work
from allocator.store.faults import NotFound
from allocator.store.tables import ResultRow

NONE = N_("There is no result {key}.")


@dataclass(frozen=True)
class KeptResult:
    """What is known of a result without its document."""

    sha256: str
    kind: str
    as_of: date
    public: bool
    kept_by: str
    kept_at: datetime


def _kept(row: ResultRow) -> KeptResult:
    return KeptResult(**{name: getattr(row, name) for name in KeptResult.__dataclass_fields__})


def keep(
    work: Work, provenance: Provenance, document: Any, *, public: bool, by: str, at: datetime
) -> tuple[KeptResult, bool]:
    """Keep a result; whether it is new. The same again changes nothing.

    Args:
        work: the transaction.
        provenance: what it was made of; its hash is the key.
        document: the result as JSON, without facts of people.
        public: whether everybody may read it.
        by: who keeps it.
        at: when.
    """
    row = work.session.get(ResultRow, provenance.sha256)
    if row is not None:
        return _kept(row), False
    row = ResultRow(
        sha256=provenance.sha256,
        kind=provenance.kind,
        as_of=provenance.as_of,
        public=public,
        provenance=written(provenance),
        document=canonical_json(document),
        kept_by=by,
        kept_at=at,
    )
    work.session.add(row)
    work.session.flush()
    return _kept(row), True


def load(work: Work, sha256: str) -> tuple[KeptResult, Provenance, Any]:
    """A result with what it was made of.

    Raises:
        NotFound: when there is none under this key.
    """
    row = work.session.get(ResultRow, sha256)
    if row is None:
        raise NotFound("no_result", NONE, key=sha256)
    return _kept(row), Provenance.model_validate_json(row.provenance), json.loads(row.document)


def listed(
    work: Work, kind: str | None = None, *, also: Collection[str] | None = None, most: int = 100
) -> list[KeptResult]:
    """Results, the newest first.

    Args:
        work: the transaction.
        kind: only of this kind.
        also: kinds of which what is not public is listed too; None: of all.
        most: how many at most.
    """
    wanted = select(ResultRow).order_by(col(ResultRow.kept_at).desc(), col(ResultRow.sha256)).limit(most)
    if kind is not None:
        wanted = wanted.where(ResultRow.kind == kind)
    if also is not None:
        wanted = wanted.where(or_(col(ResultRow.public), col(ResultRow.kind).in_(sorted(also))))
    return [_kept(row) for row in work.session.exec(wanted)]
