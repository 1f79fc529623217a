"""Results are kept by the action that makes them, in its own transaction; who may read which."""

from typing import Any

from allocator.actions.parts.deed import Deed
from allocator.domain.provenance import Provenance
from allocator.domain.workflow import Role
from allocator.store import results
from allocator.store.results import KeptResult
from allocator.workflow import Actor

_WITHIN = frozenset({Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.AUDITOR, Role.SYSTEM})
_ALSO: dict[Role, frozenset[str]] = {
    Role.MUNICIPALITY: frozenset({"balance", "wanted", "wanted-over", "wanted-ahead", "simulation"}),
    Role.CORPORATION: frozenset({"wanted", "wanted-over", "wanted-ahead"}),
    Role.ADMINISTRATOR: frozenset({"wanted-ahead", "simulation"}),
}
"""Kinds that others read too: as they are kept, they hold what each of these may see, without small numbers."""


def may_read(actor: Actor, kind: str, *, public: bool) -> bool:
    """Whether somebody may read a result: what is public everybody, all else committee and auditors."""
    return public or actor.role in _WITHIN or kind in _ALSO.get(actor.role, frozenset())


def kinds_for(actor: Actor) -> frozenset[str] | None:
    """Kinds of which somebody also reads what is not public; None: all of them."""
    return None if actor.role in _WITHIN else _ALSO.get(actor.role, frozenset())


def keep(
    deed: Deed, provenance: Provenance, document: Any, *, public: bool = False, by: str | None = None
) -> KeptResult:
    """Keep a result of this action, and write that down; the same again changes nothing.

    Args:
        deed: the action.
        provenance: what it was made of.
        document: the result as JSON; nothing of a household may be in it.
        public: whether everybody may read it.
        by: in whose name, when the program itself keeps it.
    """
    who = by or deed.actor.id
    kept, new = results.keep(deed.work, provenance, document, public=public, by=who, at=deed.now)
    if new:
        deed.note("result", kept.sha256, facts={"kind": kept.kind, "as_of": kept.as_of, "public": public})
    else:
        deed.nothing_changed()
    return kept
