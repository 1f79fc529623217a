"""Results are kept by the action that makes them, in its own transaction."""

from typing import Any

from allocator.actions.parts.deed import Deed
from allocator.domain.provenance import Provenance
from allocator.domain.workflow import Role
from allocator.store import results
from allocator.store.results import KeptResult
from allocator.workflow import Actor

_WITHIN = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.AUDITOR, Role.SYSTEM})


def may_read(actor: Actor, *, public: bool) -> bool:
    """Whether somebody may read a result: what is public everybody, the rest committee and auditors."""
    return public or actor.role in _WITHIN


def keep(deed: Deed, provenance: Provenance, document: Any, *, public: bool = False) -> KeptResult:
    """Keep a result of this action, and write that down; the same again changes nothing.

    Args:
        deed: the action.
        provenance: what it was made of.
        document: the result as JSON; nothing of a household may be in it.
        public: whether everybody may read it.
    """
    kept, new = results.keep(deed.work, provenance, document, public=public, by=deed.actor.id, at=deed.now)
    if new:
        deed.note("result", kept.sha256, facts={"kind": kept.kind, "as_of": kept.as_of, "public": public})
    else:
        deed.nothing_changed()
    return kept
