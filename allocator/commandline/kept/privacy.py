"""``privacy``: keys, destruction on its date, and access requests."""

import json
import os
import re
from pathlib import Path

from allocator import privacy as keys
from allocator.actions import privacy
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.screen import Screen, short
from allocator.commandline.screen import key as column
from allocator.domain.base import composed
from allocator.locale import N_
from allocator.settings import DEVELOPMENT_KEY, read_settings


def key(screen: Screen, name: str) -> Exit:
    """Make a key: the text for ALLOCATOR_KEYS, with the keys that stand there already behind it."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", name):
        raise WrongUse(screen.tongue(N_("Give the key a short name of letters, digits, - and _.")))
    older = read_settings({k: v for k, v in os.environ.items() if k == "ALLOCATOR_KEYS"}).keys.get_secret_value()
    older = "" if older == DEVELOPMENT_KEY else older
    if name in keys.read_keyring(older or DEVELOPMENT_KEY).keys:
        raise WrongUse(screen.tongue(N_("There is a key {name} already; give the new one another name."), name=name))
    ring = keys.new_keyring(name, older)
    if screen.as_json:
        return saying.show(screen, {"name": name, "keys": ring})
    saying.done(screen, N_("Set ALLOCATOR_KEYS to this, and keep it outside the database:"))
    screen.console.print(f"\n{ring}\n", soft_wrap=True)
    screen.line(screen.tongue(N_("Without it nobody can read the facts of households; also not from a backup.")))
    if older:
        words = N_("Next: with it set, `allocator privacy rewrap`; after that the older keys can go.")
        saying.hint(screen, words)
    return Exit.DONE


def rewrap(screen: Screen) -> Exit:
    """Wrap all keys by the newest one."""
    with opened(screen) as desk:
        count = privacy.rewrap_keys(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"wrapped_again": count})
    saying.done(screen, N_("Keys wrapped again: {n}."), n=count)
    saying.hint(screen, N_("Next: older keys can leave ALLOCATOR_KEYS, as soon as no backup needs them."))
    return Exit.DONE


def purge(screen: Screen, *, yes: bool, dry_run: bool) -> Exit:
    """Show what is past its date, and destroy it."""
    with opened(screen) as desk:
        due = privacy.foresee_purge(desk.office, desk.actor)
        if dry_run and screen.as_json:
            return saying.show(screen, due)
        if not screen.as_json:
            _show_due(screen, due)
        if dry_run:
            saying.hint(screen, N_("Nothing was destroyed; `allocator privacy purge` does it."))
            return Exit.DONE
        saying.must_confirm(screen, yes=yes)
        found = privacy.purge(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, found)
    tongue = screen.tongue
    saying.done(
        screen,
        N_("Destroyed: the facts of {households}, and contact data: {n}."),
        households=tongue.households(len(found.households)),
        n=found.contacts,
    )
    saying.hint(screen, N_("Backups hold sealed copies and their keys: let them go on their date too."))
    return Exit.DONE


def _show_due(screen: Screen, due: privacy.Due) -> None:
    """What would be destroyed, and what that costs."""
    tongue = screen.tongue
    if not due.households and not due.contacts:
        saying.done(screen, N_("Nothing is past its date."))
        return
    saying.done(screen, N_("What is past its date is destroyed for good: facts, documents and contact data."))
    if due.households:
        columns = [column(tongue(N_("Household"))), short(tongue(N_("Last needed")))]
        screen.table(columns, [(household, saying.on(day)) for household, day in due.households.items()])
    lost = ", ".join(due.contacts) or tongue(N_("nobody"))
    screen.line(tongue(N_("Contact data of: {households}."), households=lost))
    never = ", ".join(due.rounds) or tongue(N_("none"))
    screen.line(tongue(N_("Rounds that cannot be replayed any more: {rounds}."), rounds=never))
    screen.line(tongue(N_("Pseudonyms, hashes, placements and counts stay.")))


def export(screen: Screen, household: str, out: Path | None) -> Exit:
    """All that is kept of one household; on the screen, or in a file that only its owner can read."""
    household = composed(household)
    with opened(screen) as desk:
        found = privacy.export_household(desk.office, desk.actor, household)
    if out is None:
        return saying.show(screen, found)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(found, stream, indent=2, ensure_ascii=False, default=str)
    if screen.as_json:
        return saying.show(screen, {"household": household, "file": str(out)})
    saying.done(
        screen, N_("Written: {file}. It holds all that is kept of {household}."), file=str(out), household=household
    )
    saying.hint(screen, N_("Give it to the household in a safe way, and remove the file."))
    return Exit.DONE
