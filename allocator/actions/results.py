"""Results with what they were made of: kept once, found again by their key."""

from dataclasses import dataclass
from typing import Any

from allocator.actions.parts.deed import EVERYBODY, Deed, action
from allocator.actions.parts.keeping import may_read
from allocator.domain.provenance import Provenance
from allocator.domain.refusal import NotFound
from allocator.store import results
from allocator.store.results import KeptResult as KeptResult


@dataclass(frozen=True)
class Result:
    """A result with what it was made of."""

    kept: KeptResult
    provenance: Provenance
    document: Any


@action(EVERYBODY, writes=False)
def list_results(deed: Deed, kind: str | None = None, most: int = 100) -> list[KeptResult]:
    """Results, the newest first; outside committee and auditors only those that are public."""
    return results.listed(deed.work, kind, public=None if may_read(deed.actor, public=False) else True, most=most)


@action(EVERYBODY, writes=False)
def show_result(deed: Deed, key: str) -> Result:
    """A result by its key, with what it was made of."""
    kept, provenance, document = results.load(deed.work, key)
    if not may_read(deed.actor, public=kept.public):
        raise NotFound("no_result", results.NONE, key=key)
    return Result(kept, provenance, document)
