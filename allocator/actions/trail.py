"""The audit trail: shown, verified, and the log of readings sealed into it."""

from datetime import date, timedelta

from allocator import audit
from allocator.actions.parts.deed import ADMINISTRATOR, AUDITOR, CHAIR, COMMITTEE, SYSTEM_ONLY, Deed, action
from allocator.actions.parts.office import day_begins
from allocator.audit import Broken, Head, Link, ReadEntry
from allocator.store import reading, trail


@action(AUDITOR, CHAIR, ADMINISTRATOR, SYSTEM_ONLY, writes=False)
def verify_audit(deed: Deed, *written_down: Head) -> tuple[Broken | None, Head | None]:
    """Check the chain and what is kept by it: the first link that is wrong, and the end to write down elsewhere."""
    return trail.verify(deed.work, *written_down), trail.head(deed.work)


@action(AUDITOR, CHAIR, ADMINISTRATOR, SYSTEM_ONLY, writes=False)
def show_end(deed: Deed) -> Head | None:
    """The end of the chain, unchecked: how many events there are; None before the first."""
    return trail.head(deed.work)


@action(AUDITOR, CHAIR, writes=False)
def show_audit(
    deed: Deed,
    *,
    whom: str | None = None,
    household: str | None = None,
    what: str | None = None,
    who: str | None = None,
    kind: str | None = None,
    first: date | None = None,
    last: date | None = None,
    before: int | None = None,
    most: int = 50,
) -> list[Link]:
    """Events of the audit trail, the newest first: of a thing, a household, a verb, somebody, some days."""
    return trail.events(
        deed.work,
        whom=whom,
        household=household,
        what=what,
        who=who,
        kind=kind,
        since=day_begins(first) if first else None,
        until=day_begins(last + timedelta(days=1)) if last else None,
        before=before,
        most=most,
    )


@action(AUDITOR, CHAIR, writes=False)
def show_readings(deed: Deed, household: str, *, before: int | None = None, most: int | None = None) -> list[ReadEntry]:
    """Who read the file of a household, when and for what; the newest first."""
    return reading.of_household(deed.work, household, before=before, most=most)


@action(AUDITOR, COMMITTEE, ADMINISTRATOR, SYSTEM_ONLY)
def seal_readings(deed: Deed) -> int:
    """Seal the readings since the last time into the chain; how many there were."""
    entries = trail.unsealed(deed.work)
    if not entries:
        deed.nothing_changed()
        return 0
    seal = audit.seal_reads(entries)
    deed.note("readings", f"{seal.first}-{seal.last}", facts=seal.facts)
    return len(entries)
