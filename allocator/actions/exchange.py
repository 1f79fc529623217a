"""Cases come in and go out: an import says first what it would change, and changes only that."""

from dataclasses import dataclass

from allocator.actions.parts.applying import apply
from allocator.actions.parts.comparing import Change as Change
from allocator.actions.parts.comparing import Kind as Kind
from allocator.actions.parts.comparing import compare
from allocator.actions.parts.deed import AUDITOR, COMMITTEE, CORPORATION, PROVIDER, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.freezing import Names, freeze
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.round import Round
from allocator.intake import ReadCase
from allocator.store import imports, rounds
from allocator.store.imports import KeptImport as KeptImport


@dataclass(frozen=True)
class Imported:
    """What an import changes, or has changed."""

    changes: tuple[Change, ...]
    counts: dict[str, int]
    warnings: tuple[Problem, ...]


@action(COMMITTEE, writes=False)
def check_import(deed: Deed, case: ReadCase) -> Imported:
    """Say what an import would change; nothing is kept."""
    found = compare(deed.work, case.round)
    if found.problems:
        raise InputProblems([*found.problems, *case.warnings])
    return Imported(tuple(found.changes), found.counts, case.warnings)


@action(COMMITTEE)
def import_case(deed: Deed, case: ReadCase, policy_source: str | None = None) -> Imported:
    """Import a case: only what it says anew is changed, so the same file twice changes nothing."""
    found = compare(deed.work, case.round)
    if found.problems:
        raise InputProblems([*found.problems, *case.warnings])
    added = apply(deed, case.round, found, policy_source)
    if not found.changes and not added:
        deed.nothing_changed()
    return Imported(tuple(found.changes), found.counts, case.warnings)


@action(COMMITTEE, AUDITOR, CORPORATION, PROVIDER, writes=False)
def list_imports(deed: Deed) -> list[KeptImport]:
    """Imports that changed something, the newest first: an organisation sees those of the caller."""
    return imports.all_imports(deed.work, deed.actor.id if deed.own is not None else None)


@action(COMMITTEE, writes=False)
def export_case(deed: Deed, round_id: str | None = None) -> Round:
    """Everything that is needed for a match: of a round as it was frozen, or as it stands now."""
    if round_id is not None:
        found = rounds.load(deed.work, round_id)
    else:
        policy = in_force(deed.work, deed.today)
        found = freeze(deed.work, Names("export", deed.today, str(deed.today.year), ""), policy)
    deed.read(h.id for h in found.households)
    return found
