"""Upkeep: what the passing of days asks, whether all is sound, backup and restore."""

from dataclasses import dataclass
from pathlib import Path

from allocator.actions.parts.deed import ADMINISTRATOR, AUDITOR, COMMITTEE, SYSTEM_ONLY, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.passing import let_pass
from allocator.actions.parts.waiting import tell_what_waits
from allocator.store import backup as backups
from allocator.store import runs, soundness


@action(COMMITTEE, ADMINISTRATOR, SYSTEM_ONLY)
def pass_days(deed: Deed) -> tuple[int, int]:
    """Let expire what has passed its term, and call off what is no longer urgent; how many of each."""
    policy = in_force(deed.work, deed.today)
    expired, ended = let_pass(deed, policy, deed.today)
    tell_what_waits(deed, policy)
    if not deed.events:
        deed.nothing_changed()
    return expired, ended


@action(ADMINISTRATOR, AUDITOR, SYSTEM_ONLY, writes=False)
def check_soundness(deed: Deed) -> list[str]:
    """Work out anew all that must be true of what is kept; what is not, one line each."""
    return soundness.broken(deed.work)


@dataclass(frozen=True)
class Runs:
    """How many runs stand how, and how many seconds the oldest one waits for a worker."""

    by_status: dict[str, int]
    oldest_waits: float


@action(ADMINISTRATOR, AUDITOR, writes=False)
def count_runs(deed: Deed) -> Runs:
    """Count the runs by how they stand, for who watches over the installation."""
    waiting = runs.waiting_since(deed.work)
    since = (deed.now - waiting).total_seconds() if waiting else 0.0
    return Runs(runs.counts(deed.work, deed.now), max(0.0, since))


@action(ADMINISTRATOR, writes=False)
def backup(deed: Deed, path: Path) -> dict[str, int]:
    """Write everything to one file while the program is in use; facts of households stay sealed in it."""
    counts = backups.backup(deed.office.store, path)
    deed.note("backup", path.name, facts={"rows": sum(counts.values())})
    return counts
